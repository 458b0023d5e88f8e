import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, made, say } from "./dom.js";
import { Rows } from "./scripts/rows.js";

const SLOTS = { key: "slot", counted: true, says: "state", words: { present: "在位", missing: "缺失" }, usual: "present", proof: "" };
const LINES = { key: "line", counted: true, says: "passed", words: { true: "是", false: "否" }, usual: "true", proof: "" };
const ROLL = { key: "person", counted: false, says: "status", words: { present: "到", leave: "假" }, usual: "", proof: "scan" };
const TWO = [{ id: 1, label: "1 文书" }, { id: 2, label: "2 铲刀" }], PEOPLE = [{ id: "DT-01", label: "合成甲" }, { id: "DT-02", label: "合成乙" }];

function rowsOf(about, things, onpictures = async () => []) {
  const part = made("fieldset", { hidden: "" }, made("div", { "data-rows-list": "" }));
  const rows = new Rows(part, about, { say, onpictures });
  rows.show(things);
  return { part, rows, choose: (at, value) => choose(part, at, value) };
}

test("all is in order until somebody says otherwise, and numbers are numbers", () => {
  const { part, rows, choose } = rowsOf(SLOTS, TWO);
  assert.deepEqual(rows.read(), [{ slot: 1, state: "present" }, { slot: 2, state: "present" }]);
  assert.deepEqual([part.hidden, rows.lacking], [false, false]);
  choose(1, "missing");
  assert.deepEqual([rows.read()[1], rows.lacking], [{ slot: 2, state: "missing" }, true]);
});

test("what is asked as yes or no is answered so", () => {
  const { rows, choose } = rowsOf(LINES, TWO);
  choose(0, "false");
  assert.deepEqual(rows.read(), [{ line: 1, passed: false }, { line: 2, passed: true }]);
  assert.equal(rows.lacking, true);
});

test("of people nobody is there until they were scanned or somebody says so", () => {
  const { rows, choose } = rowsOf(ROLL, PEOPLE);
  assert.deepEqual([rows.read(), rows.lacking], [[], false]);
  rows.mark("DT-02");
  choose(1, "leave");
  assert.deepEqual(rows.read(), [{ person: "DT-01", status: "leave" }, { person: "DT-02", status: "present", proof: "scan" }]);
  assert.match(rows.list.children[0].textContent, /合成乙/, "who was scanned stands first");
  rows.show([PEOPLE[0]]);
  assert.equal(rows.read().length, 2, "and stays, whatever the list says then");
  rows.clear();
  assert.deepEqual(rows.read(), []);
});

test("whoever is not on the list and was scanned is added to it, once", () => {
  const { part, rows } = rowsOf(ROLL, []);
  assert.equal(part.hidden, true);
  rows.mark("ZS-09", "合成丙");
  rows.mark("ZS-09");
  assert.deepEqual([part.hidden, rows.read()], [false, [{ person: "ZS-09", status: "present", proof: "scan" }]]);
  assert.match(part.textContent, /合成丙/);
});

test("what was said stays where the list is shown anew, and goes with what goes", () => {
  const { rows, choose } = rowsOf(SLOTS, TWO);
  choose(1, "missing");
  rows.show([TWO[1], { id: 3, label: "3 地图" }]);
  assert.deepEqual(rows.read(), [{ slot: 2, state: "missing" }, { slot: 3, state: "present" }]);
  rows.show([]);
  assert.deepEqual([rows.read(), rows.part.hidden], [[], true]);
});

test("what comes back to be mended stands in its rows", () => {
  const { rows } = rowsOf(LINES, TWO);
  rows.put([{ line: 2, passed: false, photo: ["a", "gone"] }], new Map([["a", { sha256: "a" }]]));
  assert.deepEqual(rows.read(), [{ line: 1, passed: true }, { line: 2, passed: false, photo: ["a"] }]);
  const roll = rowsOf(ROLL, []).rows;
  roll.put([{ person: "ZS-09", status: "present", proof: "scan" }]);
  assert.deepEqual(roll.read(), [{ person: "ZS-09", status: "present", proof: "scan" }], "also who is on no list");
});

test("a line that needs a photograph has a camera of its own, and the row names what it took", async () => {
  const { part, rows } = rowsOf(LINES, [{ id: 1, label: "1 车况", photo: true }, TWO[1]], async (files) => files.map((one) => ({ sha256: one, blob: new Blob() })));
  const [camera, ...others] = part.querySelectorAll('[type="file"]');
  assert.deepEqual([others.length, rows.bare], [0, camera]);
  for (const file of ["a", "b"]) {
    camera.files = [file];
    await camera.fire("change");
  }
  assert.deepEqual(rows.read(), [{ line: 1, passed: true, photo: ["a", "b"] }, { line: 2, passed: true }]);
  assert.deepEqual(rows.papers.map((one) => one.sha256), ["a", "b"]);
  assert.deepEqual([part.querySelector("output").value, rows.bare], ['photos {"n":2}', undefined]);
});
