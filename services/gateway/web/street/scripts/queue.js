// The list of what waits: each entry with how far it is, what is wrong with it, what its person may do.
import { element } from "./element.js";
import { faultOf, fieldOf, titleOf } from "./problem.js";

const SENT = "sent", REFUSED = "refused", SENDING = "sending";
const ORDER = { [REFUSED]: 0, [SENT]: 2 };

export function showQueue({ vault, outbox, say, page = document }) {
  const place = (name) => page.querySelector(`[data-${name}]`);
  return new Queue({ vault, outbox, say, list: place("outbox-list"), sum: place("outbox"), part: place("outbox-part"), locked: place("locked") });
}

class Queue {
  #shown = new Map();
  #turn = Promise.resolve();

  constructor(about) {
    Object.assign(this, about);
    this.vault.onchange(() => this.show());
    this.outbox.onchange(({ key, part }) => (part === undefined ? this.show() : this.#move(key, part)));
  }

  // One after the other: what is asked for last is shown last.
  show() {
    this.#turn = this.#turn.then(() => this.#show());
    return this.#turn;
  }

  async #show() {
    const open = this.vault.state === "open";
    const [count, entries] = [await this.vault.count("entries", SENT), open ? await this.outbox.entries().catch(() => []) : []];
    if (this.sum) this.#say(this.sum, open ? this.#sum(entries) : count ? this.say("queue waits", { count }) : "");
    if (this.part) this.part.hidden = !count && !entries.length;
    if (this.locked) this.locked.hidden = this.vault.state !== "locked";
    if (this.list) this.#list(entries);
  }

  #sum(entries) {
    const many = (...states) => entries.filter((one) => states.includes(one.state)).length;
    return this.say("outbox", { waiting: many("waiting", SENDING), refused: many(REFUSED), sent: many(SENT) });
  }

  // What is said again is not read aloud again.
  #say(where, words) {
    if (where.textContent !== words) where.textContent = words;
  }

  // What is to be mended first, then what waits as it goes, then what was sent; an item is made anew only where something of it
  // changed.
  #list(entries) {
    const keys = new Set(entries.map((one) => one.key));
    for (const [key, { item }] of this.#shown) if (!keys.has(key)) this.#forget(key, item);
    for (const entry of entries) {
      const mark = JSON.stringify([entry.state, entry.about, entry.problem, entry.opened, entry.state === "waiting" && entry.next_at]);
      const before = this.#shown.get(entry.key);
      if (before?.mark === mark) continue;
      const item = this.#item(entry), held = before?.item.contains(document.activeElement);
      if (before) before.item.replaceWith(item);
      if (held) item.focus();
      this.#shown.set(entry.key, { mark, item });
    }
    this.#arrange(entries);
  }

  // Into their order, from the last one on: mostly one of them moves, and what has the focus keeps it.
  #arrange(entries) {
    const rank = ({ state }) => ORDER[state] ?? 1, held = document.activeElement;
    const items = [...entries].sort((one, other) => rank(one) - rank(other)).map((one) => this.#shown.get(one.key).item);
    for (let at = items.length - 1; at >= 0; at -= 1) {
      const next = items[at + 1] || null;
      if (items[at].parentNode !== this.list || items[at].nextSibling !== next) this.list.insertBefore(items[at], next);
    }
    if (held !== document.activeElement && this.list.contains(held)) held.focus();
  }

  #forget(key, item) {
    const held = item.contains(document.activeElement);
    item.remove();
    this.#shown.delete(key);
    if (held) this.list.focus();
  }

  #item(entry) {
    const when = new Date(entry.begun_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const head = element("p", {}, element("strong", {}, entry.about || entry.job), ` ${when} `, element("span", { class: "state" }, this.say(entry.state)));
    const parts = [head, ...this.#waiting(entry), ...this.#sending(entry), ...this.#sent(entry), ...this.#refused(entry)];
    return element("li", { "data-entry": entry.key, "data-state": entry.state, tabindex: "-1" }, ...parts);
  }

  #waiting(entry) {
    if (entry.state !== "waiting") return [];
    const ends = element("p", { class: "ends" }, this.#removal(entry));
    if (!(entry.next_at > Date.now())) return [ends];
    const time = new Date(entry.next_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return [element("p", {}, this.say("queue next", { time })), ends];
  }

  // Whoever entered it takes it away again, once they were asked.
  #removal(entry) {
    const remove = element("button", { type: "button", class: "loss" }, this.say("remove"));
    remove.onclick = () => confirm(this.say(entry.tries ? "queue remove tried" : "queue remove asked")) && this.outbox.remove(entry.key);
    return remove;
  }

  #sending(entry) {
    return entry.state === SENDING ? [element("progress", { max: "1", value: "0", "aria-label": this.say(SENDING) })] : [];
  }

  #sent(entry) {
    if (entry.state !== SENT || !entry.opened) return [];
    const href = `/registers/${entry.register.replace(".", "/")}/${encodeURIComponent(entry.opened)}`;
    return [element("p", {}, element("a", { href }, this.say("queue open")))];
  }

  #refused(entry) {
    if (entry.state !== REFUSED) return [];
    const { problem } = entry, said = (one) => faultOf(one, entry.titles?.[fieldOf(one)]);
    const faults = (problem.errors || []).map((one) => element("li", { "data-fault": one.field }, said(one)));
    const mend = element("a", { class: "button", href: `/street/${entry.job}#mend=${entry.key}` }, this.say("mend"));
    const retry = element("button", { type: "button", class: "second" }, this.say("queue retry"));
    retry.onclick = async () => {
      await this.outbox.retry(entry.key);
      await this.outbox.send({ atOnce: true });
    };
    return [element("p", { class: "fault" }, titleOf(problem)), ...(faults.length ? [element("ul", {}, ...faults)] : []), element("p", { class: "ends" }, mend, " ", retry, " ", this.#removal(entry))];
  }

  #move(key, part) {
    const bar = this.#shown.get(key)?.item.querySelector("progress");
    if (!bar) return;
    bar.value = part;
    bar.textContent = this.say("queue part", { part: Math.round(part * 100) });
  }
}
