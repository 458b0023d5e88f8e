// What a telephone keeps for one person: encrypted, open while their session lasts, locked after it.
//
// A vault is named by the server ("device"), which hands out the secret that opens it to this person alone. Several may lie on
// one device; one at most is open. What was revoked is deleted when the server is heard of next.
import { canEncrypt, makeKey, open, seal, unwrap } from "./cipher.js";
import { openStorage } from "./storage.js";

const LOOK = 30000, SLACK = 60000, LOCK = "street-vault", PATIENCE = 20000;

export class Locked extends Error {}

// How the server is asked here: a line on which nothing comes is none.
export const asking = () => ({ headers: { Accept: "application/json" }, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout?.(PATIENCE) });

// What fetch throws without a signal, and what comes of a page that a network put in between.
export const isAway = ({ name }) => ["TypeError", "SyntaxError", "TimeoutError", "AbortError"].includes(name);

export async function openVault({ key, token, storage, ask = (...about) => fetch(...about), now = Date.now }) {
  const kept = storage || (canEncrypt() ? await openStorage().catch(() => null) : null); // a private window may refuse
  const vault = new Vault({ key, token, ask, now }, kept);
  if (kept) await vault.look();
  if (kept && globalThis.document) setInterval(() => vault.look(), LOOK);
  return vault;
}

class Vault {
  #calls = [];
  #open = null;
  #unlocking = null;

  constructor(about, storage) {
    Object.assign(this, about, { storage, state: "none" });
  }

  // --- open, locked, gone ---

  // Find what is open, and lock what is open no longer: its time is over, or the clock was set back.
  async look() {
    const rows = await this.#rows();
    const lasts = ({ key, from, until }) => key && from - SLACK < this.now() && this.now() < until;
    for (const row of rows) if (row.key && !lasts(row)) await this.#drop(row);
    this.#become(rows.find(lasts) || null, rows.length);
    return this.state;
  }

  // Ask the server for what opens it. False: it stays locked, since nobody is signed in; without a signal it stays as it is.
  unlock() {
    if (!this.storage) return Promise.resolve(false);
    // One page at a time: two that begin together would begin two vaults, of which one would stay shut.
    const run = () => this.#unlock(), { locks } = globalThis.navigator || {};
    this.#unlocking ??= (locks ? locks.request(LOCK, run) : run()).finally(() => (this.#unlocking = null));
    return this.#unlocking;
  }

  async #unlock() {
    try {
      await this.#obey();
      const answer = await this.#askForKey();
      if (answer) await this.#openWith(answer);
      else await this.lock();
    } catch (error) {
      if (!isAway(error)) throw error;
      await this.look();
    }
    return this.state === "open";
  }

  // Forget every key: what was entered stays, and the same person opens it again.
  async lock() {
    for (const row of await this.#rows()) if (row.key) await this.#drop(row);
    return this.look();
  }

  // Delete what is kept for who has it open.
  async forget() {
    if (this.#open) await this.#delete(this.#open.device);
    return this.look();
  }

  async #obey() {
    const names = (await this.#rows()).map((row) => row.device);
    if (!names.length) return;
    const answer = await this.#get("revocations", names);
    for (const device of answer.ok ? (await answer.json()).revoked : []) await this.#delete(device);
    await this.look();
  }

  async #askForKey() {
    const names = (await this.#rows()).filter((row) => !row.spoilt).map((row) => row.device);
    const answer = await this.#get("key", names);
    const ours = (answer.headers.get("Content-Type") || "").includes("problem+json"); // or it is a network's own door
    if (ours && (answer.status === 401 || answer.status === 403)) return null;
    if (!answer.ok) throw new TypeError(`no key: ${answer.status}`);
    return { ...(await answer.json()), at: Date.parse(answer.headers.get("Date")) };
  }

  #get(what, names) {
    const address = new URL(what, new URL(this.key, globalThis.location?.href));
    if (names.length) address.searchParams.set("devices", names.slice(0, 20).join(","));
    return this.ask(address.href, asking());
  }

  async #openWith({ device, secret, until, at }) {
    const known = await this.storage.get(["vault", device]);
    let row = known;
    try {
      row = known ? { ...known, key: await unwrap(known.wrapped, secret) } : { device, ...(await makeKey(secret)) };
    } catch {
      // The home has another key since: what this one holds is opened by nobody, and another one begins.
      await this.storage.put(["vault", device], { ...known, key: undefined, spoilt: true });
      const another = await this.#askForKey();
      return another && another.device !== device ? this.#openWith(another) : this.look();
    }
    for (const other of await this.#rows()) if (other.key && other.device !== device) await this.#drop(other);
    // By the server's clock: a telephone's may be wrong.
    const from = this.now(), left = Date.parse(until) - (at || from);
    await this.storage.put(["vault", device], { ...row, from, until: from + left });
    return this.look();
  }

  async #rows() {
    return this.storage ? (await this.storage.all(["vault"])).map(([, row]) => row) : [];
  }

  #drop(row) {
    return this.storage.replace(["vault", row.device], { ...row, key: undefined });
  }

  async #delete(device) {
    await this.storage.removeAll(["row", device]);
    await this.storage.remove(["vault", device]);
  }

  #become(row, count) {
    const before = [this.state, this.#open?.device].join();
    this.#open = row;
    this.state = row ? "open" : count ? "locked" : "none";
    if (before !== [this.state, row?.device].join()) for (const call of this.#calls) call(this.state);
  }

  onchange(call) {
    this.#calls.push(call);
  }

  get device() {
    return this.#open?.device;
  }

  // --- what lies in it ---

  async get(store, id) {
    const { key, place } = await this.#at(store, id), row = await this.storage.get(place);
    return row === undefined ? undefined : open(key, place.join("/"), row);
  }

  // Keep a value; `only`: where one is there already. In clear stands how far it is, so that what waits is counted when locked.
  async put(store, id, value, { only = false } = {}) {
    const { key, place } = await this.#at(store, id);
    const row = { ...(await seal(key, place.join("/"), value)), state: value.state };
    await (only ? this.storage.replace(place, row) : this.storage.put(place, row));
  }

  async remove(store, id) {
    await this.storage.remove((await this.#at(store, id)).place);
  }

  async all(store) {
    const { key, place } = await this.#at(store);
    const rows = await this.storage.all(place);
    return Promise.all(rows.map(([at, row]) => open(key, at.join("/"), row)));
  }

  // How many lie in a store that are not `done`, of everybody's on this device, also when locked.
  async count(store, done) {
    const each = (await this.#rows()).map(({ device }) => this.storage.all(["row", device, store]));
    return (await Promise.all(each)).flat().filter(([, row]) => row.state !== done).length;
  }

  async #at(store, id) {
    if (!this.storage || (await this.look()) !== "open") throw new Locked(store);
    return { key: this.#open.key, place: ["row", this.#open.device, store, ...(id === undefined ? [] : [id])] };
  }
}
