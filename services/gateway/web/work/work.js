"use strict";
// Moves what waits when something moved elsewhere. What is ticked, where the focus is and what stands on the screen stay.
const said = document.querySelector("[data-moved]"), REST = 5000, SPREAD = 2000;
const rowOf = (one) => one.closest("tr")?.querySelector("th a")?.getAttribute("href");
const keyOf = (one) => ["value", "formaction", "href"].map((name) => one.getAttribute(name)).find(Boolean);
const all = (selector, place = document) => [...place.querySelectorAll(selector)];
// The seal of a form is another each time that a page is made.
const textOf = (place) => place.innerHTML.replace(/name="_seal" value="[^"]*"/g, "");
let stream = null, waits = 0, asked = 0;

function firstInSight() {
  return all("main section tr").find((one) => one.getBoundingClientRect().bottom > 0 && rowOf(one));
}

function swap(fresh) {
  const ticked = new Set(all("main input[name=row]:checked").map((one) => one.value));
  const held = document.activeElement, section = held.closest("main section")?.getAttribute("aria-labelledby");
  const mark = section && rowOf(held) ? held.closest("tr") : firstInSight();
  const row = mark && rowOf(mark), top = mark && mark.getBoundingClientRect().top;
  document.querySelector("[data-work]").replaceWith(fresh);
  for (const one of all("input[name=row]", fresh)) one.checked = ticked.has(one.value);
  if (section) {
    const there = fresh.querySelector(`section[aria-labelledby="${section}"]`) || fresh;
    (all("a, input, button", there).find((one) => keyOf(one) === keyOf(held)) || there).focus({ preventScroll: true });
  }
  const again = row && all("main section tr").find((one) => rowOf(one) === row);
  if (again) scrollBy(0, again.getBoundingClientRect().top - top);
  said.textContent = said.dataset.moved;
}

async function look() {
  waits = 0;
  asked = Date.now();
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-work]");
    const shown = document.querySelector("[data-work]");
    if (fresh && textOf(fresh) !== textOf(shown)) swap(document.adoptNode(fresh));
  } catch { /* away: the stream comes again, and with it the next look */ }
}

// Whoever has the page open hears of the same move: they do not all ask at the same moment.
function soon() {
  waits ||= setTimeout(look, Math.max(500, asked + REST - Date.now()) + Math.random() * SPREAD);
}

function listen() {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else if (!stream) {
    stream = new EventSource("/v1/stream");
    for (const news of ["changed", "reload"]) stream.addEventListener(news, soon);
  }
}

document.addEventListener("visibilitychange", () => {
  listen();
  if (!document.hidden) soon();
});
listen();
