// A label is read by the browser where it can, else by the server; no address of another host is followed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, photograph } from "./browser.mjs";
import { readLabel, recordOf } from "./scripts/scan.js";

const OURS = "https://campaign.example", LABEL = `${OURS}/registers/equipment/kits/KIT-ZS-01`;
const WHERE = { labels: "/v1/street/labels", token: "/v1/street/token" };

// A browser whose reader says these texts (null: it has none), and whose server answers so.
function scanner({ texts = null, formats = ["qr_code"], answer = null, status = 200, tokenStatus = 200 } = {}) {
  const asked = [];
  const fetch = async (address, options) => {
    asked.push([address, options]);
    if (!answer && status === 200 && tokenStatus === 200) throw new TypeError("no signal");
    const now = address === WHERE.token ? tokenStatus : status;
    return { ok: now === 200, status: now, json: async () => (address === WHERE.token ? { token: "t" } : answer) };
  };
  const more = { location: { origin: OURS }, fetch, asked };
  if (texts) {
    more.BarcodeDetector = class {
      static getSupportedFormats = async () => formats;
      detect = async () => texts.map((rawValue) => ({ rawValue }));
    };
  }
  return browser({ size: [1600, 1200], more });
}

const phrase = (engine) => readLabel(photograph(), WHERE, engine).then((text) => text, (error) => error.phrase);

test("a label of ours names its record, and nothing else does", () => {
  const of = (text) => recordOf(text, [OURS]);
  assert.deepEqual(of(LABEL), { register: "equipment.kits", id: "KIT-ZS-01" });
  for (const text of [
    "https://elsewhere.example/registers/equipment/kits/KIT-ZS-01", `${OURS}.evil.example/registers/equipment/kits/K`,
    `${OURS}@evil.example/registers/equipment/kits/K`, `${LABEL}/void`, `${OURS}/registers/equipment/kits`,
    `${OURS}/v1/equipment/kits/K`, "WIFI:S:bureau;;", "", "javascript:alert(1)", `${LABEL}?next=https://evil.example`,
  ]) assert.equal(of(text), null, text);
  assert.deepEqual(recordOf(`http://10.0.0.2${LABEL.slice(OURS.length)}`, [OURS, "http://10.0.0.2"]).id, "KIT-ZS-01");
});

test("the browser reads it itself, and nobody is asked", async () => {
  const engine = scanner({ texts: ["WIFI:S:x;;", LABEL] });
  assert.equal(await phrase(engine), LABEL);
  assert.deepEqual(engine.asked, []);
});

const TOLD = { codes: 1, records: [{ path: "/registers/equipment/kits/KIT-ZS-01" }] };
for (const [about, options] of [
  ["without a reader", {}], ["whose reader knows no QR codes", { texts: [LABEL], formats: ["ean_13"] }],
  ["whose reader sees nothing", { texts: [] }],
]) {
  test(`a browser ${about} sends the photograph, with the pages' token`, async () => {
    const engine = scanner({ ...options, answer: TOLD });
    assert.equal(await phrase(engine), LABEL);
    const [[token], [address, sent]] = engine.asked;
    assert.deepEqual([token, address, sent.method], [WHERE.token, WHERE.labels, "POST"]);
    assert.deepEqual([sent.headers["X-Page-Token"], sent.credentials], ["t", "same-origin"]);
    assert.ok(sent.body.size < 5000, "made small first");
  });
}

test("a reader that does not come up is one that is not there", async () => {
  const engine = scanner({ texts: [LABEL], answer: TOLD });
  engine.BarcodeDetector.getSupportedFormats = async () => { throw new Error("no play services"); };
  assert.equal(await phrase(engine), LABEL);
  assert.equal(engine.asked.length, 2);
});

test("without createImageBitmap the photograph is sent", async () => {
  const engine = scanner({ texts: [LABEL], answer: TOLD });
  delete engine.createImageBitmap;
  assert.equal(await phrase(engine), LABEL);
  assert.equal(engine.asked[1][1].body.size, 5000);
});

test("why nothing was read is said", async () => {
  assert.equal(await phrase(scanner()), "label offline");
  assert.equal(await phrase(scanner({ answer: { codes: 0, records: [] } })), "label unreadable");
  assert.equal(await phrase(scanner({ answer: { codes: 2, records: [] } })), "label of others");
  assert.equal(await phrase(scanner({ answer: TOLD, status: 422 })), "label unreadable");
  assert.equal(await phrase(scanner({ answer: TOLD, tokenStatus: 401 })), "label locked");
  assert.equal(await phrase(scanner({ answer: TOLD, status: 503 })), "label unavailable");
});

test("another's code is given as it is, so that the page can say that it is none of ours", async () => {
  assert.equal(await phrase(scanner({ texts: ["WIFI:S:x;;"] })), "WIFI:S:x;;");
  assert.equal(await phrase(scanner({ texts: ["WIFI:S:x;;"], answer: { codes: 1, records: [] } })), "WIFI:S:x;;");
});
