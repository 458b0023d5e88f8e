"use strict";
// A text box that offers what its beginning may mean (ARIA APG: editable combobox with list autocomplete).
// Without this script the page comes back with what fits; with it one chooses at once. What is typed is never replaced.
const REST = 150;

for (const box of document.querySelectorAll("input[data-names]")) {
  const form = box.form, list = document.createElement("ul"), said = document.createElement("span");
  const chosen = form.elements.namedItem(`${box.name}._chosen`);
  let waits = 0, asked = null, at = -1;
  list.id = `${box.id}-names`;
  list.className = "names";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0]?.textContent.trim() || box.name);
  said.className = "unseen";
  said.setAttribute("role", "status");
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) box.setAttribute(name, value);
  box.after(list, said);
  const options = () => [...list.children].filter((one) => one.getAttribute("aria-disabled") !== "true");

  function show(open) {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  }

  function mark(place) {
    at = place;
    options().forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
    const one = options()[at];
    if (one) {
      box.setAttribute("aria-activedescendant", one.id);
      one.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  function choose(one) {
    box.value = one.dataset.label;
    chosen.value = `${one.dataset.id} ${one.dataset.label}`;
    form.elements.namedItem(`${box.name}._pick`)?.closest("p")?.remove();
    show(false);
  }

  function offer(answer) {
    list.replaceChildren(...answer.items.map((item, number) => {
      const one = document.createElement("li");
      one.id = `${list.id}-${number}`;
      one.setAttribute("role", "option");
      one.dataset.id = item.id;
      one.dataset.label = item.label;
      one.textContent = [item.label, item.unit, item.why].filter(Boolean).join(" · ");
      one.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        choose(one);
      });
      return one;
    }));
    said.textContent = answer.said;
    show(answer.items.length > 0);
    mark(-1);
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(box.dataset.names, location.href);
    address.searchParams.set("q", box.value);
    address.searchParams.set("lang", document.documentElement.lang.slice(0, 2));
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok) offer(await answer.json());
    } catch { /* another letter came, or the owner is away: the form asks when it is sent */ }
  }

  box.setAttribute("aria-expanded", "false");
  box.addEventListener("input", () => {
    clearTimeout(waits);
    if (box.value.trim()) waits = setTimeout(ask, REST);
    else {
      asked?.abort();
      show(false);
    }
  });
  box.addEventListener("blur", () => show(false));
  box.addEventListener("keydown", (event) => {
    const count = options().length, open = !list.hidden;
    if (event.key === "Escape" && open) show(false);
    else if (event.key === "Enter" && open && at >= 0) choose(options()[at]);
    else if (event.key === "ArrowDown" && count) {
      if (!open) show(true);
      mark((at + 1) % count);
    } else if (event.key === "ArrowUp" && open && count) mark(at <= 0 ? count - 1 : at - 1);
    else return;
    event.preventDefault();
  });
}
