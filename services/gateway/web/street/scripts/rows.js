// What is looked at one by one: the slots of a kit, the lines of a checklist, the people of a roll. All is in order until somebody
// says otherwise; of people nobody is there until they were scanned or ticked.
export class Rows {
  // `about`: the list of the form, its fields and their words, as the page says them.
  constructor(part, about, { say, onpictures }) {
    Object.assign(this, { part, about, say, onpictures, list: part.querySelector("[data-rows-list]"), rows: new Map() });
  }

  // Show these things: `[{id, label, photo?}]`; what was said of those that stay stays.
  show(things) {
    const before = this.rows;
    this.rows = new Map(things.map((one) => [String(one.id), before.get(String(one.id)) || this.#row(one)]));
    this.list.replaceChildren(...[...this.rows.values()].map((one) => one.item));
    this.part.hidden = !this.rows.size;
  }

  // Somebody's label was scanned: they are there. Whoever is not on the list is added to it.
  mark(id, label) {
    const word = Object.keys(this.about.words)[0];
    if (!this.rows.has(id)) {
      this.rows.set(id, this.#row({ id, label: label || id }));
      this.list.append(this.rows.get(id).item);
      this.part.hidden = false;
    }
    const row = this.rows.get(id);
    Object.assign(row, { scanned: true });
    row.choice.value = word;
    row.item.scrollIntoView({ block: "nearest" });
  }

  // What was said of them before.
  put(entries) {
    for (const one of entries) {
      const row = this.rows.get(String(one[this.about.key]));
      if (row) Object.assign(row.choice, { value: String(one[this.about.says] ?? "") });
    }
  }

  get lacking() {
    return this.read().some((one) => this.about.usual && String(one[this.about.says]) !== this.about.usual);
  }

  // The rows as the form has them.
  read() {
    const said = [...this.rows].filter(([, row]) => row.choice.value);
    return said.map(([id, row]) => this.#read(id, row));
  }

  get papers() {
    return [...this.rows.values()].flatMap((one) => one.photos);
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
    const choice = document.createElement("select"), label = document.createElement("label"), item = document.createElement("div");
    const words = Object.entries(this.about.words), row = { choice, item, photos: [], scanned: false };
    if (!this.about.usual) choice.append(new Option("", ""));
    choice.append(...words.map(([value, title]) => new Option(title, value)));
    choice.value = this.about.usual;
    label.append(thing.label, choice);
    item.append(label);
    if (thing.photo) item.append(this.#camera(thing, row));
    return row;
  }

  // A line that needs a photograph of its own.
  #camera(thing, row) {
    const input = document.createElement("input"), label = document.createElement("label"), said = document.createElement("output");
    Object.assign(input, { type: "file", accept: "image/*" });
    input.setAttribute("capture", "environment");
    label.append(`${this.say("row photo", { label: thing.label })} `, input, said);
    input.onchange = async () => {
      row.photos.push(...(await this.onpictures(input.files)));
      said.value = this.say("photos", { n: row.photos.length });
      input.value = "";
    };
    return label;
  }
}
