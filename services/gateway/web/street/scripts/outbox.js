// What was entered and is to go out: in order, one by one, each once, until it was sent or its person took it away.
//
// The server carries out what bears one key once, so that nothing here needs to know whether an answer was lost on its way.
// States: waiting, sending, sent, refused. What is refused keeps all that was entered, and why; nothing goes by itself but what was sent.
import { AWAY, FORGED, LOCKED, REFUSED, SENT, backoff, sendEntry } from "./sender.js";
import { post as byWire } from "./transport.js";
import { asking, isAway } from "./vault.js";

const ENTRIES = "entries", PAPERS = "papers", WAITING = "waiting", SENDING = "sending";
const SILENT = 503, HELD_FOR = 5; // tries: what fails for one entry alone does not stop the others for good
const KEPT_SENT = 24 * 3600000, SOON = 3000, LOCK = "street-outbox", TAG = "street", COOKIE = "street_waiting";

export function openOutbox(vault, { token, evidence, post = byWire, ask = (...about) => fetch(...about), now = Date.now, locks = globalThis.navigator?.locks, chance = Math.random }) {
  return new Outbox(vault, { token, evidence, post, ask, now, locks, chance });
}

// A UUID of version 4 (RFC 9562), also where `randomUUID` is not there yet.
function drawKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

class Outbox {
  #calls = [];
  #timer = 0;
  #news = globalThis.document && globalThis.BroadcastChannel ? new BroadcastChannel(TAG) : null;

  constructor(vault, about) {
    Object.assign(this, about, { vault });
    if (this.#news) this.#news.onmessage = () => this.#tell({}, false);
  }

  // --- what is entered ---

  // An entry as it begins: its key is drawn now, and stays whatever happens to it.
  begin(job) {
    return { key: drawKey(), job, begun_at: new Date(this.now()).toISOString() };
  }

  // Keep an entry and its papers until they are sent. Raises Locked.
  async keep(entry, papers = []) {
    const before = await this.vault.get(ENTRIES, entry.key), others = before ? [] : await this.entries();
    const number = before?.number ?? 1 + Math.max(0, ...others.map((one) => one.number));
    for (const paper of papers) await this.vault.put(PAPERS, paper.sha256, paper);
    const handed = (before?.handed || []).filter((one) => (entry.papers || []).includes(one));
    const whole = { ...entry, papers: entry.papers || [], handed, number, state: WAITING, tries: 0, next_at: 0, problem: undefined };
    await this.vault.put(ENTRIES, entry.key, whole);
    if (before) await this.#dropPapers(before.papers);
    await this.#tell({ key: entry.key });
    await this.#askForSync();
    return whole;
  }

  // All of them, in the order in which they were kept. Raises Locked.
  async entries() {
    const all = await this.vault.all(ENTRIES);
    return all.sort((one, other) => one.number - other.number || (one.key < other.key ? -1 : 1));
  }

  // Take an entry away with its papers: its person says so.
  async remove(key) {
    const entry = await this.vault.get(ENTRIES, key);
    await this.vault.remove(ENTRIES, key);
    if (entry) await this.#dropPapers(entry.papers);
    await this.#tell({ key });
  }

  // Try a refused entry again as it is: what was in its way may be gone.
  async retry(key) {
    const entry = await this.vault.get(ENTRIES, key);
    if (entry?.state !== REFUSED) return;
    await this.#note(entry, { state: WAITING, tries: 0, next_at: 0, problem: undefined });
  }

  async #dropPapers(papers) {
    const wanted = new Set((await this.entries()).flatMap((one) => one.papers));
    for (const sha256 of papers || []) if (!wanted.has(sha256)) await this.vault.remove(PAPERS, sha256);
  }

  // --- sending ---

  // Send what waits; `at once`: also what waits for its next try. Of pages and the worker one sends at a time.
  async send({ atOnce = false } = {}) {
    const run = () => this.#run(atOnce);
    if (!this.locks) return run();
    return this.locks.request(LOCK, { ifAvailable: true }, (held) => (held ? run() : this.#later(SOON)));
  }

  async #run(atOnce) {
    clearTimeout(this.#timer);
    if (!(await this.vault.count(ENTRIES, SENT))) return this.#tidy();
    const token = await this.#sign();
    if (!token) return undefined;
    const round = { token, renewed: false, atOnce, went: [] };
    // An entry may come while others go.
    for (let entry = await this.#next(round); entry; entry = await this.#next(round)) {
      round.went.push(entry.key);
      if (!(await this.#sendOne(entry, round))) break;
    }
    await this.#plan();
    return this.#tidy();
  }

  // The token first, then whose vault it is: a token that is somebody else's opens nothing for who is here now.
  async #sign() {
    try {
      const answer = await this.ask(this.token, asking());
      const { token } = answer.ok ? await answer.json() : {};
      if (await this.vault.unlock()) return token;
    } catch (error) {
      if (!isAway(error)) throw error;
    }
    if (this.vault.state === "open") this.#later(backoff(this.away = (this.away || 0) + 1, this.chance()));
    return undefined;
  }

  async #next(round) {
    if (this.vault.state !== "open") return undefined;
    const entries = await this.entries(), now = this.now();
    return entries.find((one) => this.#goes(one, entries) && !round.went.includes(one.key) && (round.atOnce || one.next_at <= now));
  }

  // What is about a record goes after what was entered of it before; a part goes after its whole; and what is for an owner that
  // did not answer, or was not reached, goes after what waits for that: the order stays.
  #goes(entry, entries) {
    if (entry.state !== WAITING && entry.state !== SENDING) return false;
    const before = entries.slice(0, entries.indexOf(entry));
    const whole = entry.after && entries.find((one) => one.key === entry.after.key);
    if (whole && whole.state !== SENT) return false;
    if (before.some((one) => one.holds && one.state === WAITING && ownerOf(one) === ownerOf(entry))) return false;
    return !(entry.record && before.some((one) => one.record === entry.record && one.state !== SENT));
  }

  // Whether the others go on.
  async #sendOne(entry, round) {
    const form = await this.#formOf(entry);
    if (!form) return this.#refuse(entry, { type: "after-gone", title: "What it belongs to was taken away", title_zh: "所属的记录已从本机移除", errors: [] });
    const going = await this.#note(entry, { state: SENDING });
    const { verdict, answer, handed } = await sendEntry({ ...going, form }, {
      post: this.post,
      token: round.token,
      evidence: this.evidence,
      paperOf: (sha256) => this.vault.get(PAPERS, sha256),
      onhanded: (list) => this.#note(going, { handed: list }),
      onprogress: (part) => this.#tell({ key: entry.key, part }, false),
    });
    return this.#settle({ ...going, handed }, verdict, answer, round);
  }

  async #formOf(entry) {
    if (!entry.after) return entry.form;
    const whole = await this.vault.get(ENTRIES, entry.after.key);
    return whole && { ...entry.form, [entry.after.field]: whole.opened };
  }

  async #settle(entry, verdict, answer, round) {
    if (verdict !== AWAY) this.away = 0;
    if (verdict === SENT) return this.#finish(entry, answer.body);
    if (verdict === REFUSED) return this.#refuse(entry, answer.body);
    if (verdict === FORGED && !round.renewed) {
      round.renewed = true;
      round.went.pop();
      round.token = await this.#sign();
      await this.#note(entry, { state: WAITING });
      return Boolean(round.token);
    }
    const wait = Math.max(answer.wait || 0, backoff(entry.tries, this.chance()));
    const holds = (verdict === AWAY || answer.status === SILENT) && entry.tries < HELD_FOR;
    await this.#note(entry, { state: WAITING, tries: entry.tries + 1, next_at: this.now() + wait, holds });
    if (verdict === LOCKED) await this.vault.lock();
    return verdict !== LOCKED && verdict !== AWAY;
  }

  // Its words and papers go, what became of it stays for a day.
  async #finish(entry, body) {
    const { form, papers, titles, ...rest } = entry;
    await this.#note({ ...rest, papers: [] }, { state: SENT, opened: body.record?.id || entry.record, sent_at: this.now(), problem: undefined });
    await this.#dropPapers(papers);
    return true;
  }

  async #refuse(entry, problem) {
    await this.#note(entry, { state: REFUSED, problem });
    return true;
  }

  // A change of an entry that is still there: what its person took away meanwhile does not come back.
  async #note(entry, change) {
    const changed = { ...entry, ...change };
    await this.vault.put(ENTRIES, entry.key, changed, { only: true });
    await this.#tell({ key: entry.key });
    return changed;
  }

  async #plan() {
    if (this.vault.state !== "open") return;
    const entries = await this.entries(), next = entries.filter((one) => this.#goes(one, entries)).map((one) => one.next_at - this.now());
    if (next.length) this.#later(Math.max(1000, Math.min(...next)));
  }

  #later(wait) {
    clearTimeout(this.#timer);
    if (globalThis.document) this.#timer = setTimeout(() => this.send(), wait);
  }

  async #tidy() {
    if (this.vault.state !== "open") return;
    const entries = await this.entries(), named = new Set(entries.map((one) => one.after?.key));
    const old = (one) => one.state === SENT && one.sent_at < this.now() - KEPT_SENT && !named.has(one.key);
    for (const one of entries.filter(old)) await this.vault.remove(ENTRIES, one.key);
  }

  async #askForSync() {
    try {
      const worker = await globalThis.navigator?.serviceWorker?.getRegistration?.();
      await worker?.sync?.register(TAG);
    } catch { /* no background sync here: the page sends when there is a signal */ }
  }

  // --- who looks ---

  onchange(call) {
    this.#calls.push(call);
  }

  async #tell(news, abroad = true) {
    if (abroad) await this.#say();
    for (const call of this.#calls) call(news);
  }

  // To other pages, and in a cookie of one number to whoever signs out on a page without scripts.
  async #say() {
    const channel = this.#news || (globalThis.BroadcastChannel && new BroadcastChannel(TAG));
    channel?.postMessage("changed");
    if (channel !== this.#news) channel.close();
    if (!globalThis.document) return;
    const count = await this.vault.count(ENTRIES, SENT), secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${COOKIE}=${count}; path=/; samesite=strict; max-age=${count ? 30 * 86400 : 0}${secure}`;
  }
}

// Which service takes an entry in: registers are named after theirs.
const ownerOf = (entry) => entry.register.split(".")[0];

// Send when there may be a signal again: now, when the browser says so, when the page is looked at.
export function sendWhenever(outbox) {
  const go = () => outbox.send({ atOnce: true });
  addEventListener("online", go);
  addEventListener("focus", go);
  document.addEventListener("visibilitychange", () => document.hidden || go());
  return go();
}
