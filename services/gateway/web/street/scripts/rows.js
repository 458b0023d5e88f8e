// What is looked at one by one: the slots of a kit, the lines of a checklist, the people of a roll. All is in order until somebody
// says otherwise; of people nobody is there until they were scanned or ticked.
import { Choice } from "./choice.js";

export class Rows {
  // `about`: the list of the form, its fields and their words, as the page says them.
  constructor(part, about, { say, onpictures }) {
    Object.assign(this, { part, about, say, onpictures, list: part.querySelector("[data-rows-list]"), rows: new Map() });
  }

  // Show these things: `[{id, label, photo?}]`; what was said of those that stay stays, and whoever was scanned.
  show(things) {
    const before = this.rows, scanned = [...before].filter(([, row]) => row.scanned);
    this.rows = new Map(scanned);
    for (const one of things) this.rows.set(String(one.id), before.get(String(one.id)) || this.#row(one));
    this.list.replaceChildren(...[...this.rows.values()].map((one) => one.item));
    this.part.hidden = !this.rows.size;
  }

  clear() {
    this.rows = new Map();
    this.show([]);
  }

  // Somebody's label was scanned: they are there, and stand first. Whoever is not on the list is added to it.
  mark(id, label) {
    const row = this.#at(id, label);
    row.scanned = true;
    [row.choice.value] = Object.keys(this.about.words);
    this.list.prepend(row.item);
  }

  // What was said of them before, with the photographs that are still here: papers by their hashes.
  put(entries, papers = new Map()) {
    const { key, says, proof } = this.about;
    for (const one of entries) {
      const id = String(one[key]), row = proof ? this.#at(id) : this.rows.get(id);
      if (!row) continue; // a line that the list has no more
      row.choice.value = String(one[says] ?? "");
      row.scanned = Boolean(proof) && one.proof === proof;
      this.#photographs(row, (one.photo || []).map((hash) => papers.get(hash)).filter(Boolean));
    }
  }

  get lacking() {
    return this.read().some((one) => this.about.usual && String(one[this.about.says]) !== this.about.usual);
  }

  // The camera of the first line that still lacks its photograph.
  get bare() {
    return [...this.rows.values()].find((one) => one.camera && !one.photos.length)?.camera;
  }

  // The rows as the form has them.
  read() {
    const said = [...this.rows].filter(([, row]) => row.choice.value);
    return said.map(([id, row]) => this.#read(id, row));
  }

  get papers() {
    return [...this.rows.values()].flatMap((one) => one.photos);
  }

  #at(id, label = id) {
    if (!this.rows.has(id)) {
      this.rows.set(id, this.#row({ id, label }));
      this.list.append(this.rows.get(id).item);
      this.part.hidden = false;
    }
    return this.rows.get(id);
  }

  #read(id, row) {
    const { key, says, words, proof } = this.about, value = row.choice.value;
    const flag = Object.keys(words).every((one) => one === "true" || one === "false");
    const entry = { [key]: this.about.counted ? Number(id) : id, [says]: flag ? value === "true" : value };
    if (row.scanned && proof) entry.proof = proof;
    if (row.photos.length) entry.photo = row.photos.map((one) => one.sha256);
    return entry;
  }

  #row(thing) {
    const { words, usual } = this.about, choice = new Choice(`row-${thing.id}`, thing.label, words, usual);
    const row = { choice, item: document.createElement("div"), photos: [], scanned: false, taken: document.createElement("output") };
    row.item.append(choice.element);
    if (!thing.photo) return row;
    const label = this.#camera(thing, row);
    choice.element.append(row.taken, label);
    row.camera = label.querySelector("input");
    return row;
  }

  // A line that needs a photograph of its own.
  #camera(thing, row) {
    const input = document.createElement("input"), label = document.createElement("label");
    Object.assign(input, { type: "file", accept: "image/*", className: "unseen" });
    input.setAttribute("capture", "environment");
    input.setAttribute("aria-label", this.say("row photo", { label: thing.label }));
    label.className = "button second";
    label.append(this.say("shoot"), input);
    input.onchange = async () => {
      this.#photographs(row, await this.onpictures(input.files));
      input.value = "";
    };
    return label;
  }

  #photographs(row, photos) {
    row.photos.push(...photos);
    if (row.photos.length) row.taken.value = this.say("photos", { n: row.photos.length });
  }
}
