// Writes into a JPEG that was made small what the camera's own file said, and that file's hash: so that the paper itself
// tells of what it was made, to whoever may read it, and both are held by the hash of the paper.

const ASCII = 2, LONG = 4, RATIONAL = 5, UNDEFINED = 7, BYTE = 1;

// A JPEG with these notes in it (`original`, and of `taken`, `offset`, `longitude`, `latitude`, `datum` what there is).
export function stampJpeg(bytes, notes) {
  const tiff = tiffOf(notes), length = 2 + 6 + tiff.length;
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes;
  const head = [0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 255, ...ascii("Exif\0\0").slice(0, 6)];
  const stamped = new Uint8Array(head.length + tiff.length + bytes.length - 2);
  stamped.set(head);
  stamped.set(tiff, head.length);
  stamped.set(bytes.subarray(2), head.length + tiff.length);
  return stamped;
}

function tiffOf(notes) {
  const photograph = [[0x9000, UNDEFINED, characters("0232")]];
  if (notes.taken) photograph.push([0x9003, ASCII, ascii(notes.taken)]);
  if (notes.offset) photograph.push([0x9011, ASCII, ascii(notes.offset)]);
  photograph.push([0x9286, UNDEFINED, characters(`ASCII\0\0\0original-sha256:${notes.original}`)]);
  const place = notes.datum ? placeOf(notes) : [];
  const count = place.length ? 2 : 1, first = 8 + 2 + count * 12 + 4;
  const photographed = directory(photograph, first), second = first + photographed.length;
  const links = [[0x8769, LONG, long(first)]];
  if (place.length) links.push([0x8825, LONG, long(second)]);
  const located = place.length ? directory(place, second) : [];
  return [...characters("MM"), 0, 42, ...long(8), ...directory(links, 8), ...photographed, ...located];
}

function placeOf(notes) {
  return [
    [0, BYTE, [2, 3, 0, 0]],
    [1, ASCII, ascii(notes.latitude < 0 ? "S" : "N")],
    [2, RATIONAL, angle(notes.latitude)],
    [3, ASCII, ascii(notes.longitude < 0 ? "W" : "E")],
    [4, RATIONAL, angle(notes.longitude)],
    [18, ASCII, ascii(notes.datum)],
  ];
}

// An angle as whole degrees, whole minutes, and seconds to a hundred-thousandth.
function angle(value) {
  const parts = Math.round(Math.abs(value) * 3600e5), minute = 60e5;
  const [whole, minutes, seconds] = [Math.floor(parts / (60 * minute)), Math.floor(parts / minute) % 60, parts % minute];
  return [...long(whole), ...long(1), ...long(minutes), ...long(1), ...long(seconds), ...long(1e5)];
}

const SIZES = { [BYTE]: 1, [ASCII]: 1, [LONG]: 4, [RATIONAL]: 8, [UNDEFINED]: 1 };

// Entries as they lie at an address, and what is longer than four bytes behind them.
function directory(entries, at) {
  const head = [...short(entries.length)], tail = [], after = at + 2 + entries.length * 12 + 4;
  for (const [tag, kind, data] of entries) {
    head.push(...short(tag), ...short(kind), ...long(data.length / SIZES[kind]));
    if (data.length <= 4) head.push(...data, ...new Array(4 - data.length).fill(0));
    else {
      head.push(...long(after + tail.length));
      tail.push(...data, ...new Array(data.length % 2).fill(0));
    }
  }
  return [...head, 0, 0, 0, 0, ...tail];
}

function characters(text) {
  return Array.from(text, (one) => one.charCodeAt(0) & 127);
}

function ascii(text) {
  return [...characters(text), 0];
}

function short(value) {
  return [(value >> 8) & 255, value & 255];
}

function long(value) {
  return [...short(value >>> 16), ...short(value & 65535)];
}
