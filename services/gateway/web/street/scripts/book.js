// The book: what the forms choose from. It lies in the vault, and is asked for anew when there is a signal.
const STORE = "book", ID = "book", NONE = { person: null, jobs: [], lists: {} };

export async function openBook(vault, address, ask = (...about) => fetch(...about)) {
  const book = new Book(vault, address, ask);
  await book.look();
  return book;
}

class Book {
  #calls = [];

  constructor(vault, address, ask) {
    Object.assign(this, { vault, address, ask, told: NONE, etag: "" });
  }

  onchange(call) {
    this.#calls.push(call);
  }

  get person() {
    return this.told.person;
  }

  // The records of a list; nothing where the book has none.
  items(name) {
    return this.told.lists[name]?.items || [];
  }

  // Whether these are all that there are: a list is bounded.
  isWhole(name) {
    return this.told.lists[name]?.whole ?? true;
  }

  find(name, id) {
    return this.items(name).find((one) => one.id === id);
  }

  job(name) {
    return this.told.jobs.find((one) => one.id === name);
  }

  // What the vault has of it; a locked vault shows nothing of anybody.
  async look() {
    const kept = this.vault.state === "open" ? await this.vault.get(STORE, ID) : undefined;
    this.#become(kept?.told || NONE, kept?.etag || "");
  }

  // Ask for it anew, once at a time; without a signal it stays as it is.
  refresh() {
    const { device } = this.vault, coming = this.coming && this.coming.device === device ? this.coming : { device, done: this.#ask(device) };
    this.coming = coming;
    return coming.done.finally(() => this.coming === coming && (this.coming = null));
  }

  async #ask(device) {
    const headers = { Accept: "application/json", ...(this.etag ? { "If-None-Match": this.etag } : {}) };
    const answer = await this.ask(this.address, { headers, credentials: "same-origin", cache: "no-store" }).catch(() => null);
    if (!answer || answer.status !== 200 || this.vault.device !== device) return;
    const told = await answer.json();
    // Of a list whose owner was silent what was there stays.
    for (const name of told.silent) if (this.told.lists[name]) told.lists[name] = this.told.lists[name];
    this.#become(told, told.silent.length ? "" : answer.headers.get("ETag") || "");
    if (this.vault.state === "open") await this.vault.put(STORE, ID, { told: this.told, etag: this.etag });
  }

  #become(told, etag) {
    Object.assign(this, { told, etag });
    for (const call of this.#calls) call(this);
  }
}
