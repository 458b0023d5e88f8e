// What stays on the device, under keys that are lists of words: IndexedDB, or a Map where a test takes its place.
const NAME = "street", TABLE = "rows";

export async function openStorage() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE);
  const database = await answerOf(opening);
  database.onversionchange = () => database.close();
  return new DeviceStorage(database);
}

class DeviceStorage {
  constructor(database) {
    this.database = database;
  }

  get(key) {
    return answerOf(this.#table("readonly").get(key));
  }

  // Every [key, value] below a beginning of keys.
  async all(beginning) {
    const table = this.#table("readonly"), range = below(beginning);
    const [keys, values] = await Promise.all([answerOf(table.getAllKeys(range)), answerOf(table.getAll(range))]);
    return keys.map((key, place) => [key, values[place]]);
  }

  put(key, value) {
    return this.#write((table) => table.put(value, key));
  }

  // The same, unless it was taken away meanwhile. What is decided and what is written are one transaction.
  replace(key, value) {
    return this.#write((table) => {
      table.get(key).onsuccess = ({ target }) => target.result !== undefined && table.put(value, key);
    });
  }

  remove(key) {
    return this.#write((table) => table.delete(key));
  }

  removeAll(beginning) {
    return this.#write((table) => table.delete(below(beginning)));
  }

  #table(mode) {
    return this.database.transaction(TABLE, mode, { durability: "strict" }).objectStore(TABLE);
  }

  // Done when it is on the disk, not when it was asked for: a browser that is killed then has it.
  #write(change) {
    const table = this.#table("readwrite");
    change(table);
    return new Promise((done, failed) => {
      table.transaction.oncomplete = () => done();
      table.transaction.onerror = table.transaction.onabort = () => failed(table.transaction.error);
    });
  }
}

// A list sorts after every text: it ends whatever begins with these words.
const below = (beginning) => IDBKeyRange.bound(beginning, [...beginning, []]);

function answerOf(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
