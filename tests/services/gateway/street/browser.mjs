// A browser that has only what a test gives it: what it draws is told, not drawn.

export class FakeCanvas {
  constructor(log) {
    Object.assign(this, { width: 300, height: 150, log });
  }

  getContext() {
    const canvas = this;
    return {
      setTransform: (...matrix) => canvas.log.push(["turn", ...matrix]),
      fillRect: () => undefined,
      drawImage: (source, x, y, width, height) => canvas.log.push(["draw", width, height]),
    };
  }

  toBlob(done, type, quality) {
    this.log.push(["write", this.width, this.height, quality]);
    done(new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xd9])], { type }));
  }
}

// `turns`: whether it turns pictures as their cameras say. `size`: what it finds a file to be; null: it cannot open it.
export function browser({ size = [4000, 3000], turns = true, bitmap = true, element = false, more = {} } = {}) {
  const log = [], canvases = [];
  const opened = (file) => {
    if (file.size < 400 && file.type === "image/jpeg" && !file.name) return turns ? [1, 2] : [2, 1]; // the trial
    if (!size) throw new TypeError("cannot be decoded");
    return size;
  };
  const engine = {
    Blob, atob, crypto: globalThis.crypto, log, canvases,
    document: {
      createElement: () => {
        canvases.push(new FakeCanvas(log));
        return canvases[canvases.length - 1];
      },
    },
    URL: { createObjectURL: (file) => ({ file }), revokeObjectURL: () => log.push(["revoke"]) },
  };
  if (bitmap) {
    engine.createImageBitmap = async (file) => {
      const [width, height] = opened(file);
      log.push(["open", width, height]);
      return { width, height, close: () => log.push(["close"]) };
    };
  }
  if (element) {
    engine.Image = class {
      set src(address) {
        try {
          [this.naturalWidth, this.naturalHeight] = opened(address.file);
          log.push(["show", this.naturalWidth, this.naturalHeight]);
          queueMicrotask(() => this.onload());
        } catch (error) {
          queueMicrotask(() => this.onerror(error));
        }
      }
    };
  }
  return Object.assign(engine, more);
}

export function photograph(bytes = new Uint8Array(5000), type = "image/jpeg", name = "IMG_20170301085800.jpg") {
  return new File([bytes], name, { type });
}
