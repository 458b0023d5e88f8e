import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, dayOf, fillIn, given, mend, readForm, stepsOf } from "./scripts/form.js";
import { form, input, step } from "./page.js";

const NOW = "2017-06-01T16:30:00.000Z";
const GOT = { now: NOW, begun_at: "2017-06-01T16:20:00.000Z", key: "0b54c2d3-7f5e-4f4b-9a0e-0123456789ab", unit: "DT", record: undefined };
const PLACE = { longitude: 120.35, latitude: 31.59, datum: "WGS84", accuracy: 12 };

test("a day is that of the bureau, wherever the telephone thinks it is", () => {
  assert.equal(dayOf(NOW), "2017-06-02");
  assert.equal(dayOf("2017-06-01T15:59:59Z"), "2017-06-01");
});

test("a report is what was typed, with what the device knows", () => {
  const fill = { unit: "unit", source: "=patrol", reported_at: "now", longitude: "longitude", latitude: "latitude", datum: "datum", photos: "photos" };
  const inputs = [input({ name: "report.problem", value: " 井盖破损 " }), input({ name: "report.note" })];
  const photos = [
    { kind: "near", sha256: "a", shot_at: "2017-06-01T16:25:00Z", ...PLACE },
    { kind: "far", sha256: "b" },
  ];
  const told = readForm(step({ fill, inputs }), { ...GOT, photos, place: PLACE });
  assert.equal(told.path, "/v1/cases/digital_cases");
  assert.deepEqual(told.form, {
    unit: "DT",
    source: "patrol",
    reported_at: NOW,
    longitude: 120.35,
    latitude: 31.59,
    datum: "WGS84",
    photos: [
      { kind: "near", photo: ["a"], shot_at: "2017-06-01T16:25:00Z", longitude: 120.35, latitude: 31.59, datum: "WGS84" },
      { kind: "far", photo: ["b"] },
    ],
    problem: "井盖破损",
  });
});

test("without a place nothing is said of it", () => {
  const told = readForm(step({ fill: { longitude: "longitude", datum: "datum" } }), GOT);
  assert.deepEqual(told.form, {});
});

test("what somebody chose themselves stands before what the device would say", () => {
  const told = readForm(step({ fill: { unit: "unit" }, inputs: [input({ name: "report.unit", kind: "unit", value: "ZS" })] }), GOT);
  assert.equal(told.form.unit, "ZS");
});

test("numbers are numbers, answers are yes or no, and what is no number goes as it was typed", () => {
  const yes = input({ name: "check.passed", kind: "flag", type: "radio", value: "true" });
  const no = input({ name: "check.passed", kind: "flag", type: "radio", value: "false", checked: true });
  const told = readForm(step({ inputs: [yes, no, input({ name: "check.minutes", kind: "number", value: "90" }), input({ name: "check.age", kind: "number", value: "about 9" })] }), GOT);
  assert.deepEqual(told.form, { passed: false, minutes: 90, age: "about 9" });
});

test("a step of a record is posted to the record", () => {
  const told = readForm(step({ name: "dispose", fill: { disposed_at: "now" } }), { ...GOT, record: "01J/ä" });
  assert.equal(told.path, "/v1/cases/digital_cases/01J%2F%C3%A4/dispose");
});

test("what is still to be filled in is named", () => {
  const told = readForm(step({ inputs: [input({ name: "report.problem", required: true, title: "问题描述" }), input({ name: "report.note" })] }), GOT);
  assert.deepEqual(told.missing.map((one) => one.title), ["问题描述"]);
});

test("a constant may be yes or no", () => {
  assert.equal(given("=false", GOT), false);
  assert.equal(given("=true", GOT), true);
  assert.equal(given("=start", GOT), "start");
});

test("a code of an entry is one that registers take, and no other entry's", () => {
  assert.match(codeOf(GOT.key), /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);
  assert.notEqual(codeOf(GOT.key), codeOf(GOT.key.replace("0b54", "0b55")));
});

test("the record's status says which step is meant, the last that may be taken", () => {
  const steps = [step({ name: "receive", from: "dispatched" }), step({ name: "begin", from: "received" }), step({ name: "dispose", from: "received disposing" })];
  const names = (status) => stepsOf(form(...steps), { status }).map((one) => one.dataset.step);
  assert.deepEqual(names("dispatched"), ["receive"]);
  assert.deepEqual(names("received"), ["dispose"], "what is begun and done in one is done");
  assert.deepEqual(names("disposing"), ["dispose"]);
  assert.deepEqual(names("closed"), []);
});

test("what lacks says which of two steps is meant", () => {
  const steps = [step({ name: "check", from: "issued short", when: "present" }), step({ name: "find_short", from: "issued short", when: "lacking" })];
  assert.deepEqual(stepsOf(form(...steps), { status: "issued" }).map((one) => one.dataset.step), ["check"]);
  assert.deepEqual(stepsOf(form(...steps), { status: "issued", lacking: true }).map((one) => one.dataset.step), ["find_short"]);
});

test("a second command follows the first, and says which of its fields takes the record", () => {
  const second = step({ name: "capture", of: "cases.process_records", fill: { case: "opened", stage: "=start" }, follows: true });
  const [first, then] = stepsOf(form(step({ name: "find" }), second));
  assert.deepEqual([first.dataset.step, then.dataset.step], ["find", "capture"]);
  const told = readForm(then, GOT);
  assert.deepEqual([told.field, told.form], ["case", { stage: "start" }]);
});

test("what comes back to be mended stands in its own fields", () => {
  const problem = input({ name: "report.problem" }), yes = input({ name: "report.passed", type: "radio", value: "true" });
  fillIn(step({ inputs: [problem, yes] }), { problem: "井盖破损", passed: true, unit: "DT" });
  assert.equal(problem.value, "井盖破损");
  assert.equal(yes.checked, true);
});

test("what is mended says what is typed now, and what the device said then, but for what was refused of it", () => {
  const then = { problem: "井盖", case_class: "E-9", reported_at: "early", longitude: 120.3, photos: [{ kind: "near", photo: ["a"] }] };
  const problem = { errors: [{ field: "case_class" }, { field: "reported_at" }] };
  const typing = step({ inputs: [input({ name: "report.problem" }), input({ name: "report.case_class" })] });
  const now = { problem: "井盖破损", reported_at: "late", longitude: 121, photos: [] };
  assert.deepEqual(mend(typing, now, { form: then, problem }), { problem: "井盖破损", reported_at: "late", longitude: 120.3, photos: then.photos });
});

test("photographs that were taken anew stand in the place of those before", () => {
  const told = mend(step({}), { photos: [{ kind: "far", photo: ["b"] }] }, { form: { photos: [{ kind: "near", photo: ["a"] }] } });
  assert.deepEqual(told.photos[0].photo, ["b"]);
});
