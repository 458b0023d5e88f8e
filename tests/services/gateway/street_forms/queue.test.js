import assert from "node:assert/strict";
import { test } from "node:test";
import { made, say, settle } from "./dom.js";
import { showQueue } from "./scripts/queue.js";

const BEGUN = "2017-06-01T16:20:00.000Z", LATER = Date.now() + 60000;
const one = (key, state, more = {}) => ({ key, state, job: "case", register: "cases.digital_cases", about: `about ${key}`, begun_at: BEGUN, ...more });
const PROBLEM = { title: "Some fields", title_zh: "有栏目需要改正", errors: [{ field: "case_class", en: "No such class", zh: "没有这种类别" }] };

function queueOf(entries, state = "open") {
  const calls = {}, asked = [], names = { outbox: "p", "outbox-list": "ol", "outbox-part": "section", locked: "div" };
  const page = made("body", {}, ...Object.entries(names).map(([name, tag]) => made(tag, { [`data-${name}`]: "" })));
  const vault = { state, onchange: (call) => { calls.vault = call; }, count: async (_store, but) => entries.filter((each) => each.state !== but).length };
  const outbox = {
    entries: async () => structuredClone(entries),
    onchange: (call) => { calls.outbox = call; },
    retry: async (key) => void asked.push(["retry", key]),
    send: async (how) => void asked.push(["send", how]),
    remove: async (key) => void asked.push(["remove", key]),
  };
  const queue = showQueue({ vault, outbox, say, page }), at = (name) => page.querySelector(`[data-${name}]`);
  return { queue, vault, calls, asked, at, items: () => at("outbox-list").children };
}

test("each that waits is told with how far it is, and all together in one sentence", async () => {
  const { queue, at, items } = queueOf([one("a", "waiting", { next_at: LATER }), one("b", "sending"), one("c", "sent", { opened: "01J/ä" }), one("d", "refused", { problem: PROBLEM })]);
  await queue.show();
  assert.deepEqual(items().map((item) => item.dataset.state), ["refused", "waiting", "sending", "sent"], "what is to be mended first");
  assert.equal(at("outbox").textContent, 'outbox {"waiting":2,"refused":1,"sent":1}');
  assert.match(items()[1].textContent, /about a.*waiting.*queue next/);
  assert.equal(items()[3].querySelector("a").href, "/registers/cases/digital_cases/01J%2F%C3%A4");
  assert.equal(at("outbox-part").hidden, false);
});

test("a refusal says in the page's language what is wrong where, and what may be done", async () => {
  const { queue, items, asked } = queueOf([one("d", "refused", { problem: PROBLEM })]);
  await queue.show();
  const [item] = items(), [retry, remove] = item.querySelectorAll("button");
  assert.equal(item.querySelector(".fault").textContent, "有栏目需要改正");
  assert.deepEqual([item.querySelector("[data-fault]").dataset.fault, item.querySelector("[data-fault]").textContent], ["case_class", "没有这种类别"]);
  assert.equal(item.querySelector("a").href, "/street/case#mend=d");
  await retry.fire("click");
  globalThis.confirm = () => false;
  await remove.fire("click");
  assert.deepEqual(asked, [["retry", "d"], ["send", { atOnce: true }]], "nobody deletes unasked");
  globalThis.confirm = () => true;
  await remove.fire("click");
  assert.deepEqual(asked.at(-1), ["remove", "d"]);
});

test("what waits is taken away by its person, who hears whether it may have arrived", async () => {
  const { queue, items, asked } = queueOf([one("a", "waiting"), one("b", "waiting", { tries: 2, next_at: LATER }), one("c", "sending")]), heard = [];
  await queue.show();
  globalThis.confirm = (words) => heard.push(words) > 1;
  for (const item of items().slice(0, 2)) await item.querySelector("button").fire("click");
  assert.deepEqual(heard, ["queue remove asked", "queue remove tried"]);
  assert.deepEqual(asked, [["remove", "b"]], "nobody deletes unasked");
  assert.equal(items()[2].querySelector("button"), null, "what is on its way is let go");
});

test("what is being sent moves, and nothing is made anew for it", async () => {
  const { queue, calls, items } = queueOf([one("b", "sending")]);
  await queue.show();
  const [item] = items(), bar = item.querySelector("progress");
  calls.outbox({ key: "b", part: 0.504 });
  calls.outbox({ key: "nobody", part: 1 });
  assert.deepEqual([Number(bar.value), bar.textContent], [0.504, 'queue part {"part":50}']);
  await queue.show();
  assert.equal(items()[0], item, "an entry that is as it was stays as it stands");
});

test("what changed is shown anew where it belongs, and who was there stays there", async () => {
  const entries = [one("a", "waiting"), one("b", "sending")], { queue, calls, items } = queueOf(entries);
  await queue.show();
  items()[1].focus();
  Object.assign(entries[1], { state: "refused", problem: PROBLEM });
  calls.outbox({ key: "b" });
  await settle();
  assert.deepEqual(items().map((item) => item.dataset.state), ["refused", "waiting"]);
  assert.equal(document.activeElement, items()[0]);
  entries.pop();
  await queue.show();
  assert.deepEqual(items().map((item) => item.dataset.entry), ["a"]);
});

test("a locked vault tells how many wait, and nothing of them", async () => {
  const { queue, at, items } = queueOf([one("a", "waiting"), one("c", "sent")], "locked");
  await queue.show();
  assert.deepEqual([at("outbox").textContent, at("locked").hidden, items().length], ['queue waits {"count":1}', false, 0]);
  assert.doesNotMatch(at("outbox-list").textContent, /about/);
});

test("words of others are words: what looks like markup stands there as it was written", async () => {
  const { queue, items } = queueOf([one("a", "refused", { about: "<img src=x onerror=alert(1)>", problem: { title_zh: "<b>", errors: [] } })]);
  await queue.show();
  assert.match(items()[0].textContent, /<img src=x onerror=alert\(1\)>.*<b>/);
  assert.equal(items()[0].querySelector("img"), null);
});
