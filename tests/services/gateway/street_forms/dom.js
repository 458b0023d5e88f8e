// As much of a browser's page as the street's modules ask of one: elements with attributes, values, events and focus.
const kebab = (name) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const KNOWN = ["id", "name", "type", "href", "className", "src", "alt", "accept"];

export class Element {
  constructor(tag, attributes = {}, ...inside) {
    Object.assign(this, { tagName: tag.toUpperCase(), attributes: new Map(), childNodes: [], parent: null, heard: {}, labels: [], files: [], given: "" });
    this.dataset = new Proxy(this, {
      get: (one, name) => one.attributes.get(kebab(String(name))),
      set: (one, name, value) => Boolean(one.attributes.set(kebab(String(name)), String(value))),
      has: (one, name) => one.attributes.has(kebab(String(name))),
      deleteProperty: (one, name) => one.attributes.delete(kebab(name)) || true,
    });
    for (const [name, value] of Object.entries(attributes)) this.setAttribute(name, value);
    this.append(...inside);
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
    if (name === "value") this.value = value;
  }

  getAttribute = (name) => this.attributes.get(name) ?? null;
  removeAttribute = (name) => void this.attributes.delete(name);

  get children() {
    return this.childNodes.filter((one) => one instanceof Element);
  }

  get firstChild() {
    return this.childNodes[0];
  }

  get hidden() {
    return this.attributes.has("hidden");
  }

  set hidden(is) {
    if (is) this.attributes.set("hidden", "");
    else this.attributes.delete("hidden");
  }

  get textContent() {
    return this.childNodes.map((one) => one.textContent).join("");
  }

  set textContent(text) {
    this.replaceChildren(String(text));
  }

  get options() {
    return this.querySelectorAll("option");
  }

  get selectedOptions() {
    return this.options.filter((one) => one.value === this.value);
  }

  // A choice is one of its options, or none; without a word of somebody the first.
  get value() {
    if (this.tagName === "OPTION") return this.attributes.get("value");
    if (this.tagName !== "SELECT") return this.given;
    const values = this.options.map((one) => one.value);
    return this.given === null ? "" : values.includes(this.given) ? this.given : (values[0] ?? "");
  }

  set value(value) {
    if (this.tagName === "SELECT") this.given = this.options.some((one) => one.value === value) ? value : null;
    else this.given = String(value);
  }

  append(...some) {
    for (const one of some) {
      const node = one instanceof Element ? one : { textContent: String(one), remove() {} };
      node.parent?.childNodes.splice(node.parent.childNodes.indexOf(node), 1);
      node.parent = this;
      this.childNodes.push(node);
    }
  }

  prepend(...some) {
    for (const one of some.reverse()) this.insertBefore(one, this.childNodes[0] || null);
  }

  insertBefore(one, next) {
    this.append(one);
    this.childNodes.pop();
    this.childNodes.splice(next ? this.childNodes.indexOf(next) : this.childNodes.length, 0, one);
  }

  get parentNode() {
    return this.parent;
  }

  get nextSibling() {
    return this.parent?.childNodes[this.parent.childNodes.indexOf(this) + 1] ?? null;
  }

  toggleAttribute(name, is) {
    if (is) this.setAttribute(name, "");
    else this.removeAttribute(name);
  }

  replaceChildren(...some) {
    for (const one of this.childNodes) one.parent = null;
    this.childNodes = [];
    this.append(...some.filter((one) => one !== undefined));
  }

  replaceWith(other) {
    this.parent.childNodes.splice(this.parent.childNodes.indexOf(this), 1, other);
    Object.assign(other, { parent: this.parent });
    this.parent = null;
  }

  remove() {
    this.parent?.childNodes.splice(this.parent.childNodes.indexOf(this), 1);
    this.parent = null;
  }

  contains(other) {
    return other === this || this.children.some((one) => one.contains(other));
  }

  closest(selector) {
    return selector.split(", ").some((one) => this.#matches(one)) ? this : (this.parent?.closest(selector) ?? null);
  }

  querySelectorAll(selector) {
    const [outer, ...inner] = selector.split(" ");
    const found = this.children.flatMap((one) => [...(one.#matches(outer) ? [one] : []), ...one.querySelectorAll(outer)]);
    return inner.length ? found.flatMap((one) => one.querySelectorAll(inner.join(" "))) : found;
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  #matches(selector) {
    const [, tag, rest, , not] = /^([a-z]*)(.*?)(:not\((.*)\))?$/.exec(selector);
    if (not && this.#matches(not)) return false;
    if (tag && tag.toUpperCase() !== this.tagName) return false;
    return [...rest.matchAll(/\.([\w-]+)|\[([\w-]+)(?:="?([^"\]]*)"?)?\]/g)].every(([, css, name, value]) =>
      css ? this.className?.split(" ").includes(css) : value === undefined ? this.attributes.has(name) : this.attributes.get(name) === value,
    );
  }

  addEventListener(event, call) {
    this.heard[event] = [...(this.heard[event] || []), call];
  }

  // What a browser does when somebody does this; waits for what is done then.
  async fire(event, about = {}) {
    const told = { target: this, preventDefault() {}, ...about };
    for (const call of [...(this.heard[event] || []), this[`on${event}`]].filter(Boolean)) await call(told);
    await settle();
  }

  focus() {
    document.activeElement = this;
  }

  scrollIntoView() {}

  reset() {
    for (const one of this.querySelectorAll("[name]")) one.given = one.tagName === "SELECT" ? "" : (one.attributes.get("value") ?? "");
  }
}

for (const name of KNOWN) {
  const attribute = name === "className" ? "class" : name;
  Object.defineProperty(Element.prototype, name, {
    get() { return this.attributes.get(attribute); },
    set(value) { this.attributes.set(attribute, String(value)); },
  });
}

// Touch one of the words of a choice, of all those in a part the n-th.
export function choose(part, at, value) {
  const radios = part.querySelectorAll("fieldset").filter((one) => one.className === "choice")[at].querySelectorAll('[type="radio"]');
  for (const one of radios) one.checked = one.value === value;
}

export const made = (tag, attributes, ...inside) => new Element(tag, attributes, ...inside);

export const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
};

export const say = (name, about) => (about ? `${name} ${JSON.stringify(about)}` : name);

const heard = {};
Object.assign(globalThis, {
  document: { createElement: (tag) => new Element(tag), documentElement: { lang: "zh-CN" }, activeElement: null },
  Option: class extends Element {
    constructor(text, value) { super("option", { value }, text); }
  },
  location: { hash: "", pathname: "/street/case", search: "", origin: "https://campaign.example" },
  history: { replaceState: () => { location.hash = ""; } },
  addEventListener: (event, call) => { heard[event] = call; },
  confirm: () => true,
});
export const shown = new Set();
URL.createObjectURL = (blob) => { shown.add(`blob:${blob.size}-${shown.size}`); return [...shown].at(-1); };
URL.revokeObjectURL = (address) => shown.delete(address);
