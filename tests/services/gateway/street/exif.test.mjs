// The reader of the telephone against that of the server, on files that Pillow wrote; and on broken ones.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readExif, sizeOfJpeg } from "./scripts/exif.js";
import { stampJpeg } from "./scripts/stamp.js";

const FOLDER = process.env.STREET_FILES;
const bytesOf = (name) => new Uint8Array(readFileSync(join(FOLDER, name)));
const expected = JSON.parse(readFileSync(join(FOLDER, "expected.json"), "utf8"));
const PROPOSED = ["shot_at", "zone", "longitude", "latitude", "datum"];

for (const one of expected) {
  test(`it reads of ${one.name} (${one.about}) what the server reads`, () => {
    const notes = readExif(bytesOf(one.name).buffer);
    const told = Object.fromEntries(PROPOSED.filter((name) => name in notes).map((name) => [name, notes[name]]));
    if (notes.original) told.original = notes.original;
    assert.deepEqual(told, one.seen);
    assert.equal(notes.orientation, one.orientation);
  });
}

test("there is something to compare", () => {
  assert.ok(expected.filter((one) => one.name.endsWith(".heic") && one.seen.datum).length >= 5);
  assert.ok(expected.filter((one) => one.seen.shot_at).length >= 20);
});

test("a JPEG says how large it is, another file does not", () => {
  const { width, height } = sizeOfJpeg(bytesOf("plain.jpg").buffer);
  assert.deepEqual([width, height], [64, 48]);
  assert.equal(sizeOfJpeg(bytesOf("0.heic").buffer), null);
  assert.equal(sizeOfJpeg(new ArrayBuffer(0)), null);
});

test("no broken file makes it fail, or go on for ever", () => {
  let seed = 7;
  const chance = (most) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % most;
  };
  for (const name of ["0.jpg", "0.heic"]) {
    const whole = bytesOf(name);
    for (let round = 0; round < 3000; round += 1) {
      const broken = whole.slice(0, 1 + chance(whole.length));
      for (let times = chance(8); times > 0; times -= 1) broken[chance(broken.length)] = chance(256);
      const notes = readExif(broken.buffer);
      sizeOfJpeg(broken.buffer);
      assert.ok(notes.orientation >= 1 && notes.orientation <= 8);
      if (notes.datum) assert.ok(Math.abs(notes.longitude) <= 180 && Math.abs(notes.latitude) <= 90);
    }
  }
});

test("what is written into a small JPEG is read back, by the server too", () => {
  const original = "ab".repeat(32), plain = bytesOf("plain.jpg");
  for (const one of expected) {
    const notes = { ...readExif(bytesOf(one.name).buffer), original };
    const stamped = stampJpeg(plain, notes);
    writeFileSync(join(FOLDER, `${one.name}.stamped.jpg`), stamped);
    const again = readExif(stamped.buffer);
    assert.equal(again.original, original);
    for (const name of PROPOSED) assert.equal(again[name], notes[name], name);
  }
});

// Where the entry of a tag begins in a file that stampJpeg wrote: its TIFF begins at byte 12, its first directory at 20.
function entryOf(bytes, tag) {
  for (let at = 20; at < bytes.length; at += 2) if (bytes[at] * 256 + bytes[at + 1] === tag) return at;
  throw new Error(`no ${tag}`);
}

test("what lies outside of the file is passed over, and the rest is read", () => {
  const stamped = stampJpeg(bytesOf("plain.jpg"), { taken: "2017:03:01 08:58:00", original: "ab".repeat(32) });
  const comment = entryOf(stamped, 0x9286);
  stamped.set([255, 255, 255, 0], comment + 8);
  const notes = readExif(stamped.buffer);
  assert.deepEqual([notes.original, notes.shot_at], ["", "2017-03-01T08:58:00+08:00"]);
});

test("values lie at even addresses (TIFF 6.0)", () => {
  const notes = { taken: "2017:03:01 08:58:00", offset: "+08:00", longitude: 120.3532, latitude: 31.59, datum: "CGCS2000" };
  const stamped = stampJpeg(bytesOf("plain.jpg"), { ...notes, original: "ab".repeat(32) });
  for (const tag of [0x9003, 0x9011, 0x9286]) {
    const entry = entryOf(stamped, tag);
    assert.equal(stamped[entry + 11] % 2, 0, tag.toString(16));
  }
  assert.equal(readExif(stamped.buffer).datum, "CGCS2000");
});

test("what is no JPEG is not written into", () => {
  const other = new Uint8Array([1, 2, 3]);
  assert.equal(stampJpeg(other, { original: "ab" }), other);
});
