// What a label says: read by the browser where it can, else by the server from the photograph.

import { shrink } from "./shrink.js";

const PAGE = /^\/registers\/([a-z0-9_-]+)\/([a-z0-9_-]+)\/([^/?#]{1,80})$/;

// Says by the name of a phrase why no label could be read.
export class NoLabel extends Error {
  constructor(phrase) {
    super(phrase);
    this.phrase = phrase;
  }
}

// The register and the id of the record that a label names, `{register: "equipment.kits", id}`; null: it is none of ours.
// `ours` are the addresses under which people reach the pages.
export function recordOf(text, ours = [globalThis.location.origin]) {
  const origin = ours.find((one) => text.startsWith(one));
  const page = origin ? PAGE.exec(text.slice(origin.length)) : null;
  return page ? { register: `${page[1]}.${page[2]}`, id: page[3] } : null;
}

// The text of the label in a photograph, a label of ours before others. `labels` and `token` are the addresses that read a
// photograph and tell the pages' token. Throws NoLabel.
export async function readLabel(file, { labels, token }, engine = globalThis) {
  const texts = await readHere(file, engine);
  const origin = engine.location.origin, own = texts.find((one) => recordOf(one, [origin]));
  if (own) return own;
  const answer = await ask(file, labels, token, engine).catch((error) => {
    if (texts.length) return null; // of another's label nothing more need be known
    throw error;
  });
  if (answer && answer.records.length) return `${origin}${answer.records[0].path}`;
  if (texts.length) return texts[0];
  throw new NoLabel(answer.codes ? "label of others" : "label unreadable");
}

// What the browser itself reads; nothing where it has no reader, or its reader does not come up.
async function readHere(file, engine) {
  if (!engine.BarcodeDetector || !engine.createImageBitmap) return [];
  try {
    const kinds = await engine.BarcodeDetector.getSupportedFormats();
    if (!kinds.includes("qr_code")) return [];
    const bitmap = await engine.createImageBitmap(file);
    const codes = await new engine.BarcodeDetector({ formats: ["qr_code"] }).detect(bitmap);
    if (bitmap.close) bitmap.close();
    return codes.map((one) => one.rawValue).filter(Boolean);
  } catch (_away) {
    return [];
  }
}

const REFUSALS = { 401: "label locked", 422: "label unreadable" };

async function ask(file, labels, token, engine) {
  const small = await shrink(file, 1, 0, engine);
  const body = small && small.blob.size < file.size ? small.blob : file;
  const json = { Accept: "application/json" }, from = { credentials: "same-origin", cache: "no-store" };
  const told = await answerOf(engine.fetch(token, { headers: json, ...from }));
  const headers = { ...json, "Content-Type": "application/octet-stream", "X-Page-Token": told.token };
  return answerOf(engine.fetch(labels, { method: "POST", body, headers, ...from }));
}

async function answerOf(asked) {
  const answer = await asked.catch(() => { throw new NoLabel("label offline"); });
  if (answer.ok) return answer.json();
  throw new NoLabel(REFUSALS[answer.status] || "label unavailable");
}
