// What is proposed for a place: put into fields that are empty, with what it rests on; nobody's own words are touched.
import { setValue } from "./form.js";

// Null without a signal, or where nobody may ask.
export async function askProposals({ proposals, token }, where, ask = (...about) => fetch(...about)) {
  const plain = { credentials: "same-origin", cache: "no-store" }, json = { Accept: "application/json" };
  try {
    const signed = await ask(token, { ...plain, headers: json });
    if (!signed.ok) return null;
    const headers = { ...json, "Content-Type": "application/json", "X-Page-Token": (await signed.json()).token };
    const answer = await ask(proposals, { ...plain, method: "POST", headers, body: JSON.stringify(where) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// Into each field what is proposed first for it; the unit stays whose it is: it says who takes the report in.
export function putProposals(step, told, say) {
  for (const field of step.querySelectorAll("[data-field]")) {
    const name = field.dataset.field, [first] = (name !== "unit" && told[name]) || [], input = field.querySelector("[name]");
    if (!first || !input || (input.value && !("proposed" in input.dataset))) continue;
    setValue(input, first.value);
    if (input.tagName === "SELECT") input.selectedOptions[0].textContent = first.label;
    input.dataset.proposed = "";
    const hint = field.querySelector("[data-from-where]");
    if (hint) Object.assign(hint, { hidden: false, textContent: `${say("proposed")} ${say(`from ${first.from}`)}` });
  }
}

// What somebody says themselves is proposed no more.
export function watchTyping(step) {
  step.addEventListener("input", ({ target }) => {
    delete target.dataset.proposed;
    const hint = target.closest("[data-field]")?.querySelector("[data-from-where]");
    if (hint) hint.hidden = true;
  });
}
