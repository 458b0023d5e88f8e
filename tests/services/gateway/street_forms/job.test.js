import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { choicesIn, made, say, settle } from "./dom.js";
import { dayOf } from "./scripts/form.js";
import { startJob } from "./scripts/job.js";

const REPORT = { unit: "unit", source: "=patrol", reported_at: "now", photos: "photos" };
const KEY = "0b54c2d3-7f5e-4f4b-9a0e-0123456789ab", SLOTS = { key: "slot", counted: true, says: "state", words: { present: "在位", missing: "缺失" }, usual: "present", proof: "" };

// A field as the page has it, with its name beside it.
function field(name, { tag = "input", kind = "text", required = false, list, ...more } = {}) {
  const step = name.split(".")[0], about = { name, "data-kind": kind, ...(required ? { "data-required": "" } : {}), ...(list ? { "data-list": list } : {}) };
  const input = made(tag, { ...about, ...more }, ...(tag === "select" ? [new Option("", "")] : []));
  input.labels = [made("label", {}, `${name.slice(step.length + 1)}*`)];
  if (list && tag === "input") input.list = made("datalist");
  return made("div", { "data-field": name.slice(step.length + 1) }, input);
}

function step(name, { of = "cases.digital_cases", from = "new", when = "", leads = "", fill = {}, follows = false } = {}, ...inside) {
  const about = { "data-step": name, "data-of": of, "data-path": `/v1/${of.replace(".", "/")}`, "data-from": from, "data-leads": leads, "data-when": when, "data-fill": JSON.stringify(fill) };
  return made("fieldset", { ...about, ...(follows ? { "data-follows": "" } : {}) }, made("legend", {}, name), ...inside);
}

function formOf(job, about, ...inside) {
  return made("form", { "data-street-job": job, "data-list": "", "data-rows": "", ...about, hidden: "" }, made("p", { "data-wrong": "", hidden: "" }), ...inside, made("p", { "data-told": "" }));
}

const shots = () => made("div", { class: "shots" }, made("ol", { "data-photos": "", "data-kinds": '{"near":"近景","far":"远景"}', "data-usual": '["near","far"]' }));
const report = (fill = REPORT, ...more) =>
  formOf("case", {}, shots(), step("report", { fill }, field("report.problem", { required: true }), made("details", {}, field("report.note"), field("report.unit", { tag: "select", kind: "unit", list: "units" }), ...more)));

// A job that is begun, what was kept of it, and what somebody does.
async function begin(form, { lists = {}, unit = "DT", state = "open", kept = {}, waiting = [], whole = true } = {}) {
  const entries = [], calls = [], heard = {};
  let begun = 0;
  const vault = { state, unlock: async () => false, get: async (store, id) => kept[`${store}/${id}`], put: async (store, id, value) => void Object.assign(kept, { [`${store}/${id}`]: value }) };
  const outbox = {
    begin: (job) => ({ key: KEY.replace("0b54", `0b5${(begun += 1)}`), job, begun_at: "2017-06-01T16:20:00.000Z" }),
    keep: async (entry, papers) => void entries.push({ entry, papers }),
    send: async (how) => void calls.push(how),
    entries: async () => waiting,
    onchange: () => {},
  };
  const items = (name) => lists[name] || [];
  const book = { person: { id: "DT-01", unit }, items, isWhole: () => whole, find: (name, id) => items(name).find((one) => one.id === id), onchange: (call) => { heard.book = call; } };
  await startJob(form, { vault, outbox, book, say, addresses: {} });
  const part = (name) => form.querySelector(`[data-${name}]`), at = (name) => form.querySelector(`[name="${name}"]`);
  const wrong = () => part("wrong").textContent, told = () => part("told").textContent;
  // Until it says how it went: modules that only a photograph wants take their time.
  const save = async () => {
    for (const name of ["wrong", "told"]) part(name).textContent = "";
    await form.fire("submit");
    for (let turn = 0; turn < 500 && !wrong() && told() !== "saved"; turn += 1) await new Promise((done) => setTimeout(done, 10));
    await settle();
  };
  return { form, entries, calls, at, wrong, save, heard, told };
}

beforeEach(() => {
  location.hash = "";
});

test("what was typed, in sight and folded, is kept with what the device fills in, and the next one begins", async () => {
  const { at, entries, calls, save, told, form } = await begin(report(), { lists: { units: [{ id: "DT", label: "单位DT" }] } });
  assert.equal(form.hidden, false);
  Object.assign(at("report.problem"), { value: " 井盖破损 " });
  Object.assign(at("report.note"), { value: "靠近学校" });
  await save();
  const [{ entry, papers }] = entries;
  assert.deepEqual([entry.key, entry.job, entry.path, entry.about], [KEY.replace("0b54", "0b51"), "case", "/v1/cases/digital_cases", "井盖破损"]);
  const { reported_at, ...said } = entry.form;
  assert.deepEqual(said, { unit: "DT", source: "patrol", photos: [], problem: "井盖破损", note: "靠近学校" });
  assert.ok(Math.abs(Date.parse(reported_at) - Date.now()) < 5000);
  assert.deepEqual([papers, calls, told(), at("report.problem").value], [[], [{ atOnce: true }], "saved", ""]);
  at("report.problem").value = "路灯不亮";
  await save();
  assert.notEqual(entries[1].entry.key, entry.key, "another report, another key");
});

test("what is still to be filled in is said where it stands, and nothing is kept", async () => {
  const { at, entries, wrong, save } = await begin(report());
  await save();
  assert.deepEqual([entries, wrong()], [[], 'missing {"field":"problem*"}']);
  assert.equal(at("report.problem").getAttribute("aria-invalid"), "true");
  assert.equal(document.activeElement, at("report.problem"));
  at("report.problem").value = "井盖破损";
  await save();
  assert.deepEqual([entries.length, wrong(), at("report.problem").getAttribute("aria-invalid")], [1, "", null]);
});

test("who is of no unit chooses one: the fold is open", async () => {
  const { form, at, entries, save } = await begin(report(), { unit: null, lists: { units: [{ id: "ZS", label: "单位ZS" }] } });
  assert.equal(form.querySelector("details").open, true);
  Object.assign(at("report.problem"), { value: "井盖" });
  at("report.unit").value = "ZS";
  await save();
  assert.equal(entries[0].entry.form.unit, "ZS");
});

test("what cannot be kept is said, and stands in the page still", async () => {
  const { at, entries, wrong, save } = await begin(report(), { state: "locked" });
  at("report.problem").value = "井盖破损";
  await save();
  assert.deepEqual([entries, wrong(), at("report.problem").value], [[], "not kept", "井盖破损"]);
});

const kit = () =>
  formOf(
    "kit",
    { "data-register": "equipment.kits", "data-list": "kits", "data-rows": "kit_definitions" },
    made("div", { "data-scan": "equipment.kits" }, made("input", { type: "file", "data-label": "" }), made("output", { "data-scan-said": "" })),
    made("select", { "data-record": "" }, new Option("", "")),
    made("p", { "data-record-none": "" }),
    made("fieldset", { "data-rows-part": "", "data-row": JSON.stringify(SLOTS) }, made("div", { "data-rows-list": "" })),
    step("check", { of: "equipment.kits", from: "issued", when: "present", fill: { contents: "rows" } }),
    step("find_short", { of: "equipment.kits", from: "issued", when: "lacking", fill: { contents: "rows" } }),
  );
const KITS = {
  kits: [{ id: "KIT-1", label: "KIT-1", status: "issued", definition: "D" }],
  kit_definitions: [{ id: "D", slots: [{ slot: 1, name: "文书" }, { slot: 2, name: "铲刀" }] }],
};

test("what is looked at one by one is gathered row by row, and what lacks says which step is taken", async () => {
  const { form, entries, save, wrong } = await begin(kit(), { lists: KITS });
  await save();
  assert.deepEqual([entries, wrong()], [[], "no record"]);
  const record = form.querySelector("[data-record]");
  record.value = "KIT-1";
  await record.fire("change");
  assert.deepEqual(form.querySelectorAll("[data-step]").map((one) => one.hidden), [false, true]);
  await save();
  record.value = "KIT-1";
  await record.fire("change");
  choicesIn(form)[1].value = "missing";
  await save();
  assert.deepEqual(entries.map(({ entry }) => [entry.step, entry.path, entry.form.contents.map((one) => one.state)]), [
    ["check", "/v1/equipment/kits/KIT-1/check", ["present", "present"]],
    ["find_short", "/v1/equipment/kits/KIT-1/find_short", ["present", "missing"]],
  ]);
});

test("what was refused comes back in its fields, its fold open, and is sent again as the same entry", async () => {
  const problem = { title: "Some fields", title_zh: "有栏目需要改正", errors: [{ field: "note", en: "Too long", zh: "过长" }] };
  const then = { problem: "井盖", note: "太长了", unit: "DT", source: "patrol", reported_at: "2017-06-01T16:20:00Z", photos: [{ kind: "far", photo: ["a"] }] };
  const refused = { key: KEY, job: "case", step: "report", path: "/v1/cases/digital_cases", begun_at: "2017-06-01T16:20:00.000Z", form: then, papers: ["a"], problem };
  const kept = { [`entries/${KEY}`]: refused, "papers/a": { sha256: "a", blob: new Blob(["a"]), name: "photo.jpg", original: "o" } };
  location.hash = `#mend=${KEY}`;
  const { form, at, entries, wrong, save } = await begin(report(), { kept, lists: { units: [{ id: "DT", label: "DT" }] } });
  assert.equal(wrong(), "note*：过长");
  assert.deepEqual([at("report.problem").value, at("report.note").value, form.querySelector("details").open], ["井盖", "太长了", true]);
  assert.equal(document.activeElement, at("report.note"));
  assert.equal(form.querySelector("[data-photos]").children.length, 1);
  at("report.note").value = "短";
  await save();
  const [{ entry, papers }] = entries;
  assert.deepEqual([entry.key, entry.path, entry.form.note, entry.form.reported_at], [KEY, refused.path, "短", then.reported_at]);
  assert.deepEqual([entry.form.photos, papers.map((one) => one.original)], [then.photos, ["o"]]);
  assert.equal(location.hash, "", "it is mended once");
});

test("of what waits here the next step is taken, and the one record that no label names is meant", async () => {
  const mine = () =>
    formOf(
      "mine",
      { "data-register": "cases.digital_cases", "data-list": "cases" },
      made("select", { "data-record": "" }, new Option("", "")),
      made("p", { "data-record-none": "" }),
      step("receive", { from: "dispatched", leads: "received" }),
      step("dispose", { from: "received", leads: "disposed" }),
    );
  const cases = [{ id: "c", label: "占道", status: "dispatched" }], waits = (one) => ({ key: one, state: "waiting", register: "cases.digital_cases", record: "c", step: one });
  const shown = async (waiting) => {
    const { form } = await begin(mine(), { lists: { cases }, waiting });
    return [form.querySelector("[data-record]").value, form.querySelectorAll("[data-step]").map((one) => one.hidden), form.querySelector("[data-record-none]").textContent];
  };
  assert.deepEqual(await shown([]), ["c", [false, true], ""]);
  assert.deepEqual(await shown([waits("receive")]), ["c", [true, false], ""]);
  assert.deepEqual(await shown([waits("receive"), waits("dispose")]), ["", [true, true], "none to choose"]);
});

test("of several records the one that is planned for today is meant, where there is one alone", async () => {
  const roll = () =>
    formOf(
      "roll",
      { "data-register": "training.sessions", "data-list": "sessions" },
      made("select", { "data-record": "" }, new Option("", "")),
      made("p", { "data-record-none": "" }),
      step("hold", { of: "training.sessions", from: "planned" }),
    );
  const chosen = async (...days) => {
    const sessions = days.map((planned_for, n) => ({ id: `S-${n}`, label: `场次${n}`, status: "planned", planned_for }));
    return (await begin(roll(), { lists: { sessions } })).form.querySelector("[data-record]").value;
  };
  const today = dayOf(Date.now());
  assert.equal(await chosen("2017-06-01", today), "S-1");
  assert.equal(await chosen(today, today), "", "of two its person says which");
  assert.equal(await chosen("2017-06-01", "2017-06-02"), "");
  assert.equal(await chosen("2017-06-01"), "S-0", "there is no other");
});

test("of a list that is not whole it is said", async () => {
  const said = async (whole, lists) => (await begin(kit(), { lists, whole })).form.querySelector("[data-record-none]").textContent;
  assert.deepEqual([await said(true, KITS), await said(false, KITS), await said(true, {})], ["", 'not all {"n":1}', "none to choose"]);
});

test("another job's entry, or one that is no more, is not mended here", async () => {
  for (const entry of [{ job: "kit", form: {} }, undefined]) {
    location.hash = `#mend=${KEY}`;
    const { entries, at, save } = await begin(report(), { kept: { [`entries/${KEY}`]: entry } });
    at("report.problem").value = "井盖破损";
    await save();
    assert.notEqual(entries[0].entry.key, KEY);
  }
});

test("an act on the spot is two commands, the second waits for the record of the first", async () => {
  const find = step("find", { of: "cases.penalties", fill: { act: "key", unit: "unit" } }, field("find.matter", { required: true }));
  const recording = made("input", { type: "file", "data-recording": "" });
  const capture = step("capture", { of: "cases.process_records", fill: { case: "opened", stage: "=start", evidence: "papers" }, follows: true }, recording, made("output", { "data-recording-said": "" }), field("capture.medium", { required: true }), field("capture.device"));
  const { at, entries, save, wrong } = await begin(formOf("act", {}, find, capture));
  at("find.matter").value = "占道经营";
  await save();
  assert.equal(entries.length, 1, "nothing was recorded: there is no second");
  const sound = new Blob(["a recording"], { type: "audio/mp4" });
  recording.files = [Object.assign(sound, { name: "新录音 1.M4A" })];
  at("find.matter").value = "占道经营";
  await recording.fire("change");
  assert.equal(at("capture.medium").value, "audio", "a recording says of what kind it is");
  await save();
  assert.deepEqual([entries.length, wrong()], [1, 'missing {"field":"device*"}'], "and sound is recorded by a device that is named");
  at("capture.device").value = "DT-BC01";
  await save();
  for (let turn = 0; entries.length < 3 && turn < 100; turn += 1) await settle(); // what reckons its hash is loaded first
  const [, first, second] = entries;
  assert.deepEqual([first.entry.step, second.entry.step, second.entry.after], ["find", "capture", { key: first.entry.key, field: "case" }]);
  assert.deepEqual([second.entry.form.stage, second.entry.form.evidence, second.papers[0].blob], ["start", second.entry.papers, sound]);
  assert.equal(at("capture.device").value, "DT-BC01", "it is mostly that of last time");
  assert.match(second.papers[0].name, /^recording-[0-9a-f]{8}\.m4a$/, "a file's name says nothing of anybody");
});

test("lists that come later fill what is chosen from, and what was chosen stays", async () => {
  const lists = {}, { form, at, heard } = await begin(report(REPORT, field("report.case_class", { tag: "select", list: "classes" })), { lists });
  lists.classes = [{ id: "E-0501", label: "店外经营" }, { id: "C-0102", label: "井盖" }];
  heard.book();
  at("report.case_class").value = "C-0102";
  lists.classes = [{ id: "E-0501", label: "店外经营" }];
  heard.book();
  assert.equal(at("report.case_class").value, "C-0102");
  assert.equal(form.querySelector("[data-wrong]").hidden, true);
});
