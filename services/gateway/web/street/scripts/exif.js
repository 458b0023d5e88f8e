// When and where a photograph was taken, as its camera wrote it into a JPEG or a HEIC (EXIF 2.32, ISO/IEC 23008-12).
// What services/gateway/photographs/exif.py reads, for a telephone that has no signal. Nothing here throws.

const PHOTOGRAPH = 0x8769, PLACE = 0x8825, ORIENTATION = 0x112, TAKEN = 0x9003, OFFSET = 0x9011, COMMENT = 0x9286;
const SOUTH_OR_NORTH = 1, LATITUDE = 2, EAST_OR_WEST = 3, LONGITUDE = 4, DATUM = 18;
const BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const MOST_ENTRIES = 500, MOST_BYTES = 65536;
const DATUMS = { "": "WGS84", WGS84: "WGS84", WGS1984: "WGS84", CGCS2000: "CGCS2000", GCJ02: "GCJ02" };
const EARLIEST = Date.UTC(1949, 9, 1), LATEST = Date.UTC(2199, 11, 31, 23, 59, 59);

// What a camera wrote: `orientation` (1 where it says nothing), `taken`, `offset` and `original` as they stand there or
// empty, and what a form may propose: `shot_at` with its `zone` (of the camera, or assumed), `longitude`, `latitude`, `datum`.
export function readExif(buffer) {
  try {
    const tiff = tiffIn(new DataView(buffer));
    return tiff ? notesIn(tiff) : nothing();
  } catch (_broken) { // an address that leads out of the file
    return nothing();
  }
}

// How large a JPEG says it is, as it lies in the file: null where it is none.
export function sizeOfJpeg(buffer) {
  try {
    const view = new DataView(buffer);
    for (const part of segments(view)) {
      const isFrame = part.mark >= 0xc0 && part.mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(part.mark);
      if (isFrame) return { height: view.getUint16(part.from + 1), width: view.getUint16(part.from + 3) };
    }
  } catch (_broken) { /* it ends in the middle of a segment */ }
  return null;
}

function nothing() {
  return { orientation: 1, taken: "", offset: "", original: "" };
}

function tiffIn(view) {
  if (view.byteLength < 12) return null;
  if (view.getUint16(0) === 0xffd8) return tiffInJpeg(view);
  return text(view, 4, 4) === "ftyp" ? tiffInHeic(view) : null;
}

function* segments(view) {
  if (view.getUint16(0) !== 0xffd8) return;
  let at = 2;
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const mark = view.getUint8(at + 1);
    if (mark === 0xff) at += 1; // filled up
    else if (mark === 0xda || mark === 0xd9) return;
    else {
      const to = at + 2 + view.getUint16(at + 2);
      yield { mark, from: at + 4, to };
      at = to;
    }
  }
}

function tiffInJpeg(view) {
  for (const part of segments(view)) {
    if (part.mark === 0xe1 && text(view, part.from, 6) === "Exif\0\0") return cut(view, part.from + 6, part.to);
  }
  return null;
}

function tiffInHeic(view) {
  const meta = box(view, 0, view.byteLength, "meta");
  if (!meta) return null;
  const inside = meta.from + 4;
  const items = box(view, inside, meta.to, "iinf"), places = box(view, inside, meta.to, "iloc");
  const item = items && places ? exifItem(view, items) : null;
  const place = item === null ? null : placeOf(view, places, item);
  if (!place) return null;
  const data = place.inside ? box(view, inside, meta.to, "idat") : { from: 0 };
  const from = data.from + place.from;
  return cut(view, from + 4 + view.getUint32(from), from + place.length);
}

function* boxes(view, start, end) {
  let from = start;
  while (from + 8 <= end) {
    let size = view.getUint32(from), head = 8;
    if (size === 1) {
      size = view.getUint32(from + 8) * 2 ** 32 + view.getUint32(from + 12);
      head = 16;
    }
    if (size === 0) size = end - from;
    if (size < head || from + size > end) return;
    yield { kind: text(view, from + 4, 4), from: from + head, to: from + size };
    from += size;
  }
}

function box(view, from, to, kind) {
  for (const one of boxes(view, from, to)) if (one.kind === kind) return one;
  return null;
}

function exifItem(view, items) {
  const first = items.from + (view.getUint8(items.from) === 0 ? 6 : 8);
  for (const one of boxes(view, first, items.to)) {
    const version = view.getUint8(one.from), wide = version === 3 ? 2 : 0;
    if (version >= 2 && text(view, one.from + 8 + wide, 4) === "Exif") {
      return wide ? view.getUint32(one.from + 4) : view.getUint16(one.from + 4);
    }
  }
  return null;
}

function placeOf(view, places, wanted) {
  const version = view.getUint8(places.from), sizes = view.getUint16(places.from + 4);
  const [ofOffset, ofLength, ofBase, ofIndex] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15);
  const wide = version === 2 ? 4 : 2;
  let at = places.from + 6;
  const next = (bytes) => {
    let value = 0;
    for (let left = bytes; left > 0; left -= 1) value = value * 256 + view.getUint8(at + bytes - left);
    at += bytes;
    return value;
  };
  for (let count = next(wide); count > 0 && at < places.to; count -= 1) {
    const id = next(wide), method = version ? next(2) & 15 : 0;
    next(2);
    const base = next(ofBase);
    let first = null;
    for (let extents = next(2); extents > 0; extents -= 1) {
      if (version) next(ofIndex);
      const extent = { from: base + next(ofOffset), length: next(ofLength), inside: method === 1 };
      first = first || extent;
    }
    if (id === wanted) return method > 1 ? null : first;
  }
  return null;
}

function notesIn(view) {
  const order = text(view, 0, 2), little = order === "II";
  if (!little && order !== "MM") return nothing();
  const main = directory(view, view.getUint32(4, little), little);
  const taken = main[PHOTOGRAPH] ? directory(view, main[PHOTOGRAPH], little) : {};
  const place = main[PLACE] ? directory(view, main[PLACE], little) : {};
  const orientation = main[ORIENTATION] >= 1 && main[ORIENTATION] <= 8 ? main[ORIENTATION] : 1;
  const notes = { orientation, taken: words(taken[TAKEN]), offset: zoneOf(words(taken[OFFSET])), original: "" };
  const original = /original-sha256:([0-9a-f]{64})/.exec(words(taken[COMMENT]));
  if (original) notes.original = original[1];
  return Object.assign(notes, momentOf(notes.taken, notes.offset), pointOf(place));
}

function directory(view, at, little) {
  const entries = {}, count = Math.min(view.getUint16(at, little), MOST_ENTRIES);
  for (let number = 0; number < count; number += 1) {
    const from = at + 2 + number * 12;
    if (from + 12 > view.byteLength) break;
    const value = valueAt(view, from, little);
    if (value !== undefined) entries[view.getUint16(from, little)] = value;
  }
  return entries;
}

function valueAt(view, entry, little) {
  const kind = view.getUint16(entry + 2, little), count = view.getUint32(entry + 4, little);
  const bytes = (BYTES[kind] || 0) * count;
  const from = bytes > 4 ? view.getUint32(entry + 8, little) : entry + 8;
  if (!bytes || bytes > MOST_BYTES || from + bytes > view.byteLength) return undefined;
  if (kind === 2 || kind === 7 || kind === 1) return text(view, from, count);
  if (kind === 3) return view.getUint16(from, little);
  if (kind === 4) return view.getUint32(from, little);
  if (kind !== 5) return undefined;
  return Array.from({ length: count }, (_none, number) => {
    const at = from + number * 8;
    return view.getUint32(at, little) / view.getUint32(at + 4, little);
  });
}

function momentOf(taken, offset) {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(taken);
  if (!parts) return {};
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const is = at.getUTCMonth() === month - 1 && at.getUTCHours() === hour && second < 60; // else it rolled over
  if (!is || minute > 59 || at < EARLIEST || at > LATEST) return {};
  const local = `${parts.slice(1, 4).join("-")}T${parts.slice(4).join(":")}`;
  return { shot_at: `${local}${offset || "+08:00"}`, zone: offset ? "camera" : "assumed" };
}

function zoneOf(said) {
  const parts = /^[+-](\d\d):[0-5]\d$/.exec(said);
  return parts && Number(parts[1]) < 24 ? said : "";
}

function pointOf(place) {
  const datum = DATUMS[words(place[DATUM]).toUpperCase().replace(/[^A-Z0-9]/g, "")];
  const longitude = degrees(place[LONGITUDE], words(place[EAST_OR_WEST]), "EW", 180);
  const latitude = degrees(place[LATITUDE], words(place[SOUTH_OR_NORTH]), "NS", 90);
  // Zeros are what is left of a place that was taken out, and what a receiver writes that does not know it yet.
  if (!datum || longitude === null || latitude === null || (longitude === 0 && latitude === 0)) return {};
  return { longitude, latitude, datum };
}

function degrees(value, side, sides, most) {
  if (!Array.isArray(value) || value.length !== 3 || side.length !== 1 || !sides.includes(side)) return null;
  const angle = value[0] + value[1] / 60 + value[2] / 3600;
  if (!(angle >= 0 && angle <= most)) return null;
  return Number((side === sides[1] ? -angle : angle).toFixed(7));
}

function words(value) {
  return typeof value === "string" ? value.replace(/\0/g, " ").trim() : "";
}

function text(view, from, count) {
  let all = "";
  for (let at = from; at < from + count; at += 1) all += String.fromCharCode(view.getUint8(at));
  return all;
}

function cut(view, from, to) {
  return new DataView(view.buffer, view.byteOffset + from, Math.min(to, view.byteLength) - from);
}
