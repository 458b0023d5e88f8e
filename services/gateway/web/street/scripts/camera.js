// Photographs as they are handed in: made small, with the hash of the camera's own file, when and where they were taken.

import { readExif, sizeOfJpeg } from "./exif.js";
import { sha256 } from "./hash.js";
import { shrink } from "./shrink.js";
import { stampJpeg } from "./stamp.js";

const ENDS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "image/heif": "heif" };
const HEIC = ["heic", "heix", "heim", "heis", "hevc", "hevx"];

// `[{sha256, blob, name, original, small, shot_at?, zone?, longitude?, latitude?, datum?}]`, one after the other: a small
// telephone holds one at a time. `say(phrase, {n, of})` is told how far it is.
export async function takePictures(files, say = () => {}, engine = globalThis) {
  const taken = [], all = Array.from(files);
  for (const file of all) {
    say("picture reading", { n: taken.length + 1, of: all.length });
    taken.push(await takePicture(file, engine));
  }
  if (taken.some((one) => !one.small)) say("picture as it is", { n: taken.filter((one) => !one.small).length });
  else say("pictures ready", { n: taken.length });
  return taken;
}

async function takePicture(file, engine) {
  const bytes = new Uint8Array(await bytesOf(file, engine)), original = await sha256(bytes, engine);
  const notes = readExif(bytes.buffer), size = sizeOfJpeg(bytes.buffer);
  const points = size ? size.width * size.height : 0;
  // What turns a HEIC stands elsewhere in it, and whoever opens one turns it.
  const small = await shrink(file, size ? notes.orientation : 1, points, engine);
  const told = { original, small: false, ...proposal(notes) };
  if (!small || small.blob.size >= file.size) {
    const type = typeOf(bytes, file.type);
    return { sha256: original, blob: asType(file, type, engine), name: nameOf(file, original, type), ...told };
  }
  const drawn = new Uint8Array(await bytesOf(small.blob, engine));
  const stamped = stampJpeg(drawn, { ...notes, original });
  const blob = new engine.Blob([stamped], { type: "image/jpeg" }), hash = await sha256(stamped, engine);
  return { sha256: hash, blob, name: nameOf(file, hash, "image/jpeg"), ...told, small: true };
}

// What a form may propose: not a moment that is still to come, at which nobody took a photograph.
function proposal(notes) {
  const told = {};
  if (notes.shot_at && Date.parse(notes.shot_at) <= Date.now()) Object.assign(told, { shot_at: notes.shot_at, zone: notes.zone });
  if (notes.datum) Object.assign(told, { longitude: notes.longitude, latitude: notes.latitude, datum: notes.datum });
  return told;
}

// Its kind by its first bytes: many systems do not know a HEIC, and messengers rename it.
export function typeOf(bytes, said) {
  const start = Array.from(bytes.subarray(0, 12), (one) => String.fromCharCode(one)).join("");
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("RIFF") && start.slice(8) === "WEBP") return "image/webp";
  if (start.slice(4, 8) !== "ftyp") return said;
  if (HEIC.includes(start.slice(8))) return "image/heic";
  return ["mif1", "msf1"].includes(start.slice(8)) ? "image/heif" : said;
}

// Cameras name files by the moment, in digits that look like somebody's number; a name of ours says nothing.
function nameOf(file, hash, type) {
  return ENDS[type] ? `photo-${hash.slice(0, 8)}.${ENDS[type]}` : file.name;
}

function asType(file, type, engine) {
  return file.type === type ? file : new engine.Blob([file], { type });
}

function bytesOf(blob, engine) {
  if (blob.arrayBuffer) return blob.arrayBuffer();
  return new Promise((done, failed) => {
    const reader = new engine.FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}
