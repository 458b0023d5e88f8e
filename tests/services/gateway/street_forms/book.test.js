import assert from "node:assert/strict";
import { test } from "node:test";
import { openBook } from "./scripts/book.js";
import { askProposals, putProposals } from "./scripts/proposals.js";
import { answer, input, vault } from "./page.js";

const list = (...ids) => ({ items: ids.map((id) => ({ id, label: id })), whole: true });
const told = (lists, silent = []) => ({ person: { id: "DT-01", role: "officer", unit: "DT" }, jobs: [{ id: "case" }], lists, silent });

test("the book is kept in the vault, and there without a signal", async () => {
  const kept = vault();
  const book = await openBook(kept, "/v1/street/book", async () => answer(200, told({ classes: list("E-0501") }), { ETag: '"1"' }));
  await book.refresh();
  const later = await openBook(kept, "/v1/street/book", async () => { throw new TypeError("no signal"); });
  await later.refresh();
  assert.equal(later.find("classes", "E-0501").label, "E-0501");
  assert.equal(later.person.id, "DT-01");
});

test("a locked vault shows nothing of anybody", async () => {
  const kept = vault();
  await kept.put("book", "book", { told: told({ classes: list("E-0501") }), etag: "" });
  kept.state = "locked";
  const book = await openBook(kept, "/v1/street/book");
  assert.deepEqual([book.person, book.items("classes")], [null, []]);
});

test("what has not changed is not sent again", async () => {
  const asked = [], kept = vault();
  const book = await openBook(kept, "/v1/street/book", async (_address, { headers }) => {
    asked.push(headers["If-None-Match"]);
    return asked.length > 1 ? answer(304) : answer(200, told({ classes: list("E-0501") }), { ETag: '"1"' });
  });
  await book.refresh();
  await book.refresh();
  assert.deepEqual(asked, [undefined, '"1"']);
  assert.equal(book.items("classes").length, 1);
});

test("who asks while it comes waits for the same, and what came for somebody else is not kept", async () => {
  let asked = 0, come;
  const kept = Object.assign(vault(), { device: "one" }), coming = new Promise((done) => { come = done; });
  const book = await openBook(kept, "/v1/street/book", async () => {
    asked += 1;
    await coming;
    return answer(200, told({ classes: list("E-0501") }));
  });
  const both = Promise.all([book.refresh(), book.refresh()]);
  kept.device = "another";
  come();
  await both;
  assert.deepEqual([asked, book.person], [1, null]);
  await book.refresh();
  assert.deepEqual([asked, book.person.id], [2, "DT-01"]);
});

test("of a list whose owner is silent what was there stays, and the book is asked for again", async () => {
  const answers = [answer(200, told({ kits: list("K1"), classes: list("E-0501") }), { ETag: '"1"' }), answer(200, told({ classes: list("E-0502") }, ["kits"]), { ETag: '"2"' })];
  const book = await openBook(vault(), "/v1/street/book", async () => answers.shift());
  await book.refresh();
  await book.refresh();
  assert.deepEqual([book.items("kits")[0].id, book.items("classes")[0].id, book.etag], ["K1", "E-0502", ""]);
});

test("a list says whether it is all that there is", async () => {
  const book = await openBook(vault(), "/v1/street/book", async () => answer(200, told({ kits: { ...list("K1"), whole: false }, classes: list("E-0501") })));
  await book.refresh();
  assert.deepEqual(["kits", "classes", "vehicles"].map((name) => book.isWhole(name)), [false, true, true]);
});

test("a refusal leaves the book as it is", async () => {
  const answers = [answer(200, told({ classes: list("E-0501") })), answer(401, { slug: "unauthenticated" })];
  const book = await openBook(vault(), "/v1/street/book", async () => answers.shift());
  await book.refresh();
  await book.refresh();
  assert.equal(book.items("classes").length, 1);
});

test("proposals are asked for with the pages' token; without a signal there are none", async () => {
  const asked = [];
  const ask = async (address, about) => {
    asked.push([address, about.headers["X-Page-Token"], about.body && JSON.parse(about.body)]);
    return answer(200, address.endsWith("token") ? { token: "T" } : { case_class: [] });
  };
  const addresses = { token: "/v1/street/token", proposals: "/v1/street/proposals" };
  assert.deepEqual(await askProposals(addresses, { longitude: 1 }, ask), { case_class: [] });
  assert.deepEqual(asked[1], ["/v1/street/proposals", "T", { longitude: 1 }]);
  assert.equal(await askProposals(addresses, {}, async () => { throw new TypeError("no signal"); }), null);
  assert.equal(await askProposals(addresses, {}, async () => answer(401, {})), null);
});

function field(name, one) {
  const hint = { hidden: true, textContent: "" };
  return { dataset: { field: name }, one, hint, querySelector: (selector) => (selector === "[name]" ? one : hint) };
}

test("a proposal goes into an empty field, says what it rests on, and never over somebody's own words", () => {
  const [street, place, unit] = [field("street", input({ name: "report.street" })), field("place", input({ name: "report.place", value: "门前" })), field("unit", input({ name: "report.unit" }))];
  const said = { street: [{ value: "东亭街道", label: "东亭街道", from: "cell" }], place: [{ value: "映月路", label: "映月路", from: "object" }], unit: [{ value: "ZS", label: "ZS", from: "cell" }] };
  const step = { querySelectorAll: () => [street, place, unit] };
  putProposals(step, said, (name) => name);
  assert.deepEqual([street.one.value, street.hint.textContent, street.hint.hidden], ["东亭街道", "proposed from cell", false]);
  assert.deepEqual([place.one.value, place.hint.hidden, unit.one.value], ["门前", true, ""]);
  putProposals(step, { street: [{ value: "安镇街道", label: "安镇街道", from: "cases" }] }, (name) => name);
  assert.equal(street.one.value, "安镇街道", "a proposal gives way to a better one");
});
