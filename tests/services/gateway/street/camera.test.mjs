// Photographs are made small in steps, upright, and keep the hash of what the camera wrote, in whatever browser.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { browser, photograph } from "./browser.mjs";
import { takePictures, typeOf } from "./scripts/camera.js";
import { readExif } from "./scripts/exif.js";
import { sha256 } from "./scripts/hash.js";
import { shrink } from "./scripts/shrink.js";

const FOLDER = process.env.STREET_FILES;
const bytesOf = (name) => new Uint8Array(readFileSync(join(FOLDER, name)));
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const drawn = (engine) => engine.log.filter(([what]) => what === "draw").map((one) => one.slice(1));
const written = (engine) => engine.log.filter(([what]) => what === "write").map((one) => one.slice(1));

test("it is halved until one step is left, and each canvas is given back", async () => {
  const engine = browser({ size: [8000, 6000] });
  const small = await shrink(photograph(), 1, 0, engine);
  assert.deepEqual(drawn(engine), [[4000, 3000], [2000, 1500], [1600, 1200]]);
  assert.deepEqual(written(engine), [[1600, 1200, 0.8]]);
  assert.deepEqual([small.width, small.height], [1600, 1200]);
  assert.ok(engine.canvases.every((one) => one.width === 0 && one.height === 0));
  assert.equal(engine.log.filter(([what]) => what === "close").length, 1);
});

test("a small one stays as large as it is", async () => {
  const engine = browser({ size: [800, 600] });
  await shrink(photograph(), 1, 0, engine);
  assert.deepEqual(drawn(engine), [[800, 600]]);
});

const MATRICES = {
  1: [1, 0, 0, 1, 0, 0], 2: [-1, 0, 0, 1, 1600, 0], 3: [-1, 0, 0, -1, 1600, 1200], 4: [1, 0, 0, -1, 0, 1200],
  5: [0, 1, 1, 0, 0, 0], 6: [0, 1, -1, 0, 1200, 0], 7: [0, -1, -1, 0, 1200, 1600], 8: [0, -1, 1, 0, 0, 1600],
};
for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`orientation ${orientation} is turned here where the browser does not turn it, and only there`, async () => {
    const older = browser({ size: [4000, 3000], turns: false });
    const small = await shrink(photograph(), orientation, 0, older);
    assert.deepEqual(older.log.filter(([what]) => what === "turn"), [["turn", ...MATRICES[orientation]]]);
    assert.deepEqual([small.width, small.height], orientation > 4 ? [1200, 1600] : [1600, 1200]);
    const newer = browser({ size: orientation > 4 ? [3000, 4000] : [4000, 3000], turns: true });
    const turned = await shrink(photograph(), orientation, 0, newer);
    assert.deepEqual(newer.log.filter(([what]) => what === "turn"), [["turn", ...MATRICES[1]]]);
    assert.deepEqual([turned.width, turned.height], [small.width, small.height]);
  });
}

test("whether a browser turns pictures is tried once", async () => {
  const engine = browser();
  await shrink(photograph(), 6, 0, engine);
  await shrink(photograph(), 6, 0, engine);
  assert.equal(engine.log.filter((one) => one.join() === "open,1,2").length, 1);
});

test("without createImageBitmap it is opened as a picture of the page, and its address is given up", async () => {
  const engine = browser({ bitmap: false, element: true });
  assert.ok(await shrink(photograph(), 1, 0, engine));
  assert.deepEqual(engine.log[0], ["show", 4000, 3000]);
  assert.equal(engine.log.filter(([what]) => what === "revoke").length, 1);
});

test("a very large one is opened as a picture first, which may unpack it smaller", async () => {
  const engine = browser({ element: true });
  await shrink(photograph(), 1, 108e6, engine);
  assert.equal(engine.log[0][0], "show");
});

test("what cannot be opened, drawn or written is not made small", async () => {
  assert.equal(await shrink(photograph(), 1, 0, browser({ size: null, element: true })), null);
  assert.equal(await shrink(photograph(), 1, 0, browser({ bitmap: false })), null);
  assert.equal(await shrink(photograph(), 1, 0, browser({ size: [0, 0] })), null);
  const full = browser();
  full.document.createElement = () => ({ getContext: () => null });
  assert.equal(await shrink(photograph(), 1, 0, full), null);
  const mute = browser();
  const make = mute.document.createElement;
  mute.document.createElement = () => Object.assign(make(), { toBlob: (done) => done(null) });
  assert.equal(await shrink(photograph(), 1, 0, mute), null);
});

test("without toBlob it is written as a data address", async () => {
  const engine = browser(), make = engine.document.createElement;
  engine.document.createElement = () => Object.assign(make(), { toBlob: undefined, toDataURL: () => "data:image/jpeg;base64,/9j/2Q==" });
  const small = await shrink(photograph(), 1, 0, engine);
  assert.equal(small.blob.size, 4);
});

test("a photograph is small, and says of what it was made, when and where", async () => {
  const bytes = bytesOf("0.jpg"), heard = [];
  const whole = new Uint8Array(60000);
  whole.set(bytes);
  const [one] = await takePictures([photograph(whole)], (phrase, values) => heard.push([phrase, values.n]), browser());
  assert.equal(one.original, hash(whole));
  const small = new Uint8Array(await one.blob.arrayBuffer());
  assert.equal(one.sha256, hash(small));
  assert.notEqual(one.sha256, one.original);
  assert.deepEqual([one.small, one.name, one.blob.type], [true, `photo-${one.sha256.slice(0, 8)}.jpg`, "image/jpeg"]);
  const notes = readExif(small.buffer);
  assert.deepEqual([notes.original, notes.shot_at, notes.longitude], [one.original, one.shot_at, one.longitude]);
  assert.match(one.shot_at, /^20\d\d-/);
  assert.deepEqual(heard, [["picture reading", 1], ["pictures ready", 1]]);
});

test("a HEIC that the browser cannot open is sent as it is, under its own kind, and that is said", async () => {
  const bytes = bytesOf("0.heic"), heard = [];
  const file = photograph(bytes, "", "IMG_0001.HEIC");
  const [one] = await takePictures([file], (phrase) => heard.push(phrase), browser({ size: null }));
  assert.deepEqual([one.sha256, one.original, one.small], [hash(bytes), hash(bytes), false]);
  assert.deepEqual([one.blob.type, one.blob.size, one.name], ["image/heic", bytes.length, `photo-${one.sha256.slice(0, 8)}.heic`]);
  assert.ok(one.shot_at && one.datum);
  assert.deepEqual(heard, ["picture reading", "picture as it is"]);
});

test("what would not become smaller is sent as it is", async () => {
  const bytes = bytesOf("plain.jpg");
  const engine = browser({ size: [64, 48] }), make = engine.document.createElement;
  const large = new Blob([new Uint8Array(90000)], { type: "image/jpeg" });
  engine.document.createElement = () => Object.assign(make(), { toBlob: (done) => done(large) });
  const [one] = await takePictures([photograph(bytes)], undefined, engine);
  assert.deepEqual([one.small, one.sha256], [false, hash(bytes)]);
});

test("a moment that is still to come is not proposed", async () => {
  const [one] = await takePictures([photograph(bytesOf("ahead.jpg"))], undefined, browser({ size: null }));
  assert.equal("shot_at" in one, false);
  assert.equal(one.datum, "WGS84");
});

test("hashes are right where the browser has none, as it is without TLS", async () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100001]) {
    const bytes = Uint8Array.from({ length }, (_none, at) => (at * 131 + length) & 255);
    assert.equal(await sha256(bytes, {}), hash(bytes), `${length}`);
    assert.equal(await sha256(bytes, { crypto: {} }), hash(bytes));
    assert.equal(await sha256(bytes), hash(bytes));
  }
});

test("a file is read where blobs have no arrayBuffer", async () => {
  const bytes = bytesOf("plain.jpg"), file = photograph(bytes);
  Object.defineProperty(file, "arrayBuffer", { value: undefined });
  class FileReader {
    readAsArrayBuffer() {
      this.result = bytes.buffer;
      queueMicrotask(() => this.onload());
    }
  }
  const [one] = await takePictures([file], undefined, browser({ size: null, more: { FileReader } }));
  assert.equal(one.sha256, hash(bytes));
});

test("a kind is told by its bytes, and what is no picture keeps its name", async () => {
  assert.equal(typeOf(bytesOf("0.heic"), "image/jpeg"), "image/heic");
  assert.equal(typeOf(bytesOf("plain.jpg"), ""), "image/jpeg");
  assert.equal(typeOf(new Uint8Array([37, 80, 68, 70]), "application/pdf"), "application/pdf");
  const letter = photograph(new Uint8Array([37, 80, 68, 70]), "application/pdf", "letter.pdf");
  const [one] = await takePictures([letter], undefined, browser({ size: null }));
  assert.deepEqual([one.name, one.blob.type], ["letter.pdf", "application/pdf"]);
});
