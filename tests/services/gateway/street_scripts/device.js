// A telephone for the tests: its storage is a Map, its server a table of what it knows, its clock is set by hand.
import { webcrypto } from "node:crypto";
import { openOutbox } from "./outbox.js";
import { openVault } from "./vault.js";

globalThis.crypto ??= webcrypto;
const HOUR = 3600000;

export class MapStorage {
  rows = new Map();

  async get(key) {
    return this.rows.get(JSON.stringify(key));
  }

  async all(beginning) {
    const each = [...this.rows].map(([key, row]) => [JSON.parse(key), row]);
    return each.filter(([key]) => beginning.every((word, place) => key[place] === word));
  }

  async put(key, row) {
    this.rows.set(JSON.stringify(key), row);
  }

  async replace(key, row) {
    if (this.rows.has(JSON.stringify(key))) await this.put(key, row);
  }

  async remove(key) {
    this.rows.delete(JSON.stringify(key));
  }

  async removeAll(beginning) {
    for (const [key] of await this.all(beginning)) await this.remove(key);
  }
}

// What a server knows: who is signed in, which device is whose, what was carried out under which key.
export class Server {
  person = "OFF";
  away = false;
  devices = new Map();
  revoked = new Set();
  done = new Map();
  papers = new Map();
  log = [];
  answers = [];
  losesAnswers = 0;

  constructor(clock) {
    this.clock = clock;
  }

  ask = async (address) => {
    if (this.away) throw new TypeError("fetch failed");
    const url = new URL(address, "https://campaign.example"), names = (url.searchParams.get("devices") || "").split(",");
    if (url.pathname.endsWith("revocations")) return answer(200, { revoked: names.filter((one) => this.revoked.has(one)) });
    if (!this.person) return answer(401, { type: "/problems/unauthenticated" }, "application/problem+json");
    if (url.pathname.endsWith("token")) return answer(200, { token: `token of ${this.person}` });
    const mine = names.find((one) => this.devices.get(one)?.person === this.person && !this.revoked.has(one));
    const device = mine || `device-${this.devices.size}`;
    if (!mine) this.devices.set(device, { person: this.person, secret: btoa(device.padEnd(32, "*")) });
    const until = new Date(this.clock.time + 12 * HOUR).toISOString();
    return answer(200, { device, secret: this.devices.get(device).secret, until }, "application/json", this.clock.time);
  };

  post = async (address, { headers, body, onprogress = () => {} }) => {
    if (this.away) return { status: 0, body: null, wait: 0 };
    if (!this.person) return problem(401, "unauthenticated");
    if (headers["X-Page-Token"] !== `token of ${this.person}`) return problem(403, "forged");
    if (address.startsWith("/v1/evidence")) return this.#keep(address, body, onprogress);
    const form = JSON.parse(body), forced = this.answers.shift();
    this.log.push(form.problem);
    if (forced) return forced;
    const key = `${this.person} ${headers["Idempotency-Key"]}`;
    if (!this.done.has(key)) this.done.set(key, { id: `R-${this.done.size + 1}`, form, person: this.person });
    if (this.losesAnswers-- > 0) return { status: 0, body: null, wait: 0 };
    return { status: 201, body: { record: { id: this.done.get(key).id } }, wait: 0 };
  };

  async #keep(address, blob, onprogress) {
    const sha256 = await blob.text();
    onprogress(blob.size / 2, blob.size);
    this.log.push(`paper ${sha256}`);
    this.papers.set(sha256, blob);
    return { status: 201, body: { sha256 }, wait: 0 };
  }
}

export const problem = (status, slug, errors = []) => ({ status, body: { type: `/problems/${slug}`, title: slug, title_zh: slug, errors }, wait: 0 });

function answer(status, body, type = "application/json", date = NaN) {
  const headers = new Headers({ "Content-Type": type, ...(Number.isNaN(date) ? {} : { Date: new Date(date).toUTCString() }) });
  return new Response(JSON.stringify(body), { status, headers });
}

export class Phone {
  constructor(server, storage = new MapStorage()) {
    Object.assign(this, { server, storage, clock: server.clock });
  }

  // Switched on, as after a kill: nothing of memory is left.
  async start() {
    const now = () => this.clock.time, key = "https://campaign.example/v1/street/key", token = "https://campaign.example/v1/street/token";
    this.vault = await openVault({ key, token, storage: this.storage, ask: this.server.ask, now });
    this.outbox = openOutbox(this.vault, { token, evidence: "/v1/evidence", post: this.server.post, ask: this.server.ask, now, locks: null, chance: () => 1 });
    return this;
  }

  async report(problem, more = {}) {
    const { papers = [], ...rest } = more;
    const entry = { ...this.outbox.begin("case"), register: "cases.digital_cases", path: "/v1/cases/digital_cases", form: { problem }, papers: papers.map((one) => one.sha256), about: problem, ...rest };
    await this.outbox.keep(entry, papers);
    return entry.key;
  }

  async states() {
    return (await this.outbox.entries()).map((one) => one.state);
  }
}

export const paper = (sha256) => ({ sha256, blob: new Blob([sha256], { type: "image/jpeg" }), name: `${sha256}.jpg`, original: `${sha256}-whole` });

export async function phone() {
  const server = new Server({ time: Date.parse("2017-06-15T08:00:00Z") });
  const one = await new Phone(server).start();
  await one.vault.unlock();
  return { server, phone: one, clock: server.clock, HOUR };
}
