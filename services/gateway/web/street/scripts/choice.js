// One of a few words about a thing, each a touch away: radio buttons. Where nothing is usual, another touch takes it back.
import { element } from "./element.js";

export class Choice {
  #inputs;
  #before;

  constructor(name, title, words, usual) {
    this.element = element("fieldset", { class: "choice" }, element("legend", {}, title));
    this.#inputs = Object.entries(words).map(([value]) => element("input", { type: "radio", name, value }));
    const labels = this.#inputs.map((one) => element("label", {}, one, element("span", {}, words[one.value])));
    this.element.append(element("div", { class: "chips" }, ...labels));
    this.value = usual;
    if (!usual) this.element.addEventListener("click", ({ target }) => target.type === "radio" && this.#again(target));
  }

  get value() {
    return this.#inputs.find((one) => one.checked)?.value ?? "";
  }

  set value(value) {
    for (const one of this.#inputs) one.checked = one.value === value;
    this.#before = this.#inputs.find((one) => one.checked);
  }

  #again(input) {
    if (input === this.#before) input.checked = false;
    this.#before = input.checked ? input : undefined;
  }
}
