// Makes a photograph small: upright, its long side 1,600 points, in halves, so that no telephone holds two large canvases.

export const SIDE = 1600, QUALITY = 0.8;
const LARGE = 24e6; // points: above it a browser is given the file as a picture, which it may unpack smaller
// Two points wide and one high, to be shown turned by a quarter: what becomes of it says whether a browser turns pictures.
export const TURNED = [
  "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5ueP",
  "WvuZHI////////////////////////////////////////////////////wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQ",
  "AQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z",
].join("");

// The photograph as a JPEG with its size; null where this browser cannot open it, or not make one: it is sent as it is.
export async function shrink(file, orientation, points, engine = globalThis) {
  const ways = [byBitmap, byElement];
  for (const way of points > LARGE ? ways.reverse() : ways) {
    const opened = await way(file, engine).catch(() => null);
    if (!opened) continue;
    try {
      const turns = orientation > 1 && !(await isTurned(way, engine));
      return await draw(opened, turns ? orientation : 1, engine);
    } catch (_tooLarge) { // for the memory, or for a canvas of this browser
      continue;
    } finally {
      opened.close();
    }
  }
  return null;
}

async function byBitmap(file, engine) {
  if (!engine.createImageBitmap) return null;
  const bitmap = await engine.createImageBitmap(file);
  return { source: bitmap, width: bitmap.width, height: bitmap.height, close: () => bitmap.close && bitmap.close() };
}

async function byElement(file, engine) {
  if (!engine.Image || !engine.URL) return null;
  const image = new engine.Image(), address = engine.URL.createObjectURL(file);
  const close = () => engine.URL.revokeObjectURL(address);
  try {
    await new Promise((done, failed) => {
      image.onload = done;
      image.onerror = failed;
      image.src = address;
    });
  } catch (error) {
    close();
    throw error;
  }
  return { source: image, width: image.naturalWidth, height: image.naturalHeight, close };
}

const known = new WeakMap();

// Whether a way of opening turns pictures as their cameras say; tried once.
async function isTurned(way, engine) {
  const tried = known.get(engine) || known.set(engine, new Map()).get(engine);
  if (!tried.has(way)) {
    const bytes = Uint8Array.from(engine.atob(TURNED), (one) => one.charCodeAt(0));
    const opened = await way(new engine.Blob([bytes], { type: "image/jpeg" }), engine).catch(() => null);
    tried.set(way, Boolean(opened && opened.height > opened.width));
    if (opened) opened.close();
  }
  return tried.get(way);
}

async function draw(opened, orientation, engine) {
  let { source, width, height } = opened, canvas = null;
  if (!width || !height) throw new RangeError("no points");
  const shorten = Math.min(1, SIDE / Math.max(width, height));
  while (Math.max(width, height) > 2 * SIDE) {
    [width, height] = [Math.ceil(width / 2), Math.ceil(height / 2)];
    const half = canvasOf(width, height, engine);
    half.pen.drawImage(source, 0, 0, width, height);
    if (canvas) empty(canvas);
    source = canvas = half.canvas;
  }
  const small = upright(source, Math.round(opened.width * shorten), Math.round(opened.height * shorten), orientation, engine);
  if (canvas) empty(canvas);
  const blob = await asJpeg(small, engine);
  const size = { width: small.width, height: small.height };
  empty(small);
  if (!blob || blob.type !== "image/jpeg") throw new RangeError("no JPEG");
  return { blob, width: size.width, height: size.height };
}

// By EXIF 2.32, 4.6.5.1.6: what each orientation means for the first row and the first column.
const TURNS = {
  1: () => [1, 0, 0, 1, 0, 0],
  2: (w) => [-1, 0, 0, 1, w, 0],
  3: (w, h) => [-1, 0, 0, -1, w, h],
  4: (_w, h) => [1, 0, 0, -1, 0, h],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (_w, h) => [0, 1, -1, 0, h, 0],
  7: (w, h) => [0, -1, -1, 0, h, w],
  8: (w) => [0, -1, 1, 0, 0, w],
};

function upright(source, width, height, orientation, engine) {
  const lies = orientation > 4;
  const { canvas, pen } = canvasOf(lies ? height : width, lies ? width : height, engine);
  pen.fillStyle = "#fff"; // behind what one can see through, which a JPEG has not
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(...TURNS[orientation](width, height));
  pen.drawImage(source, 0, 0, width, height);
  return canvas;
}

function canvasOf(width, height, engine) {
  const canvas = engine.document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  return { canvas, pen };
}

// Some browsers give a canvas's memory back only when it has no points any more.
function empty(canvas) {
  canvas.width = canvas.height = 0;
}

function asJpeg(canvas, engine) {
  if (canvas.toBlob) return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  const [kind, code] = canvas.toDataURL("image/jpeg", QUALITY).split(",");
  if (!kind.startsWith("data:image/jpeg")) return null;
  return new engine.Blob([Uint8Array.from(engine.atob(code), (one) => one.charCodeAt(0))], { type: "image/jpeg" });
}
