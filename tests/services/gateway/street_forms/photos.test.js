import assert from "node:assert/strict";
import { test } from "node:test";
import { made, say, shown } from "./dom.js";
import { Photos } from "./scripts/photos.js";

const KINDS = { near: "近景", far: "远景", after: "处置后" };
const picture = (sha256, more = {}) => ({ sha256, blob: new Blob([sha256]), ...more });

function photosOf(usual = ["near", "far"], kinds = KINDS) {
  const about = kinds ? { "data-kinds": JSON.stringify(kinds), "data-usual": JSON.stringify(usual) } : {}, changed = [];
  const photos = new Photos(made("ol", about), { say, onchange: () => changed.push(photos.all.length) });
  return { photos, changed, kindsOf: () => photos.all.map((one) => one.kind), away: (at) => photos.list.querySelectorAll("button")[at].fire("click") };
}

test("the first shows what is near, all others what is far, until somebody says otherwise", () => {
  const { photos, kindsOf, changed } = photosOf();
  photos.add([picture("a"), picture("b"), picture("c")]);
  assert.deepEqual([kindsOf(), changed], [["near", "far", "far"], [3]]);
  const choice = photos.list.querySelectorAll("select")[2];
  choice.value = "after";
  choice.onchange();
  assert.deepEqual(kindsOf(), ["near", "far", "after"]);
  photos.clear();
});

test("one that is taken away is gone from the form, and its place is the next one's", async () => {
  const { photos, kindsOf, away } = photosOf();
  photos.add([picture("a"), picture("b")]);
  await away(0);
  assert.deepEqual([photos.all.map((one) => one.sha256), photos.list.children.length, shown.size], [["b"], 1, 1]);
  photos.add([picture("c")]);
  assert.deepEqual(kindsOf(), ["far", "near"], "what is near is shown again");
  const names = photos.list.querySelectorAll("img").map((one) => one.alt);
  assert.equal(new Set(names).size, 2, "no two have one name");
  photos.clear();
});

test("what comes back to be mended shows what it showed", () => {
  const { photos, kindsOf } = photosOf();
  photos.add([picture("a", { kind: "after" }), picture("b")]);
  assert.deepEqual(kindsOf(), ["after", "near"]);
  assert.deepEqual(photos.list.querySelectorAll("select").map((one) => one.value), ["after", "near"]);
  photos.clear();
});

test("a form that asks for papers alone is told no kinds", () => {
  const { photos, kindsOf } = photosOf([], null);
  photos.add([picture("a")]);
  assert.deepEqual([kindsOf(), photos.list.querySelectorAll("select").length], [[undefined], 0]);
  photos.clear();
});

test("the next form begins without any, and the memory of those before is given back", () => {
  const { photos } = photosOf();
  photos.add([picture("a"), picture("b")]);
  photos.clear();
  assert.deepEqual([photos.all, photos.list.children, shown.size], [[], [], 0]);
});
