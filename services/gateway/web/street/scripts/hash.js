// SHA-256 (FIPS 180-4) of bytes, in hexadecimal: by the browser where it has it, which is over TLS alone, else here.

const FIRST = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

export async function sha256(bytes, engine = globalThis) {
  const subtle = engine.crypto && engine.crypto.subtle;
  return hexadecimal(subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : reckon(bytes));
}

function hexadecimal(bytes) {
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

// The first 32 bits of the fractions of the cube roots of the first 64 primes.
const ROUNDS = (() => {
  const primes = [];
  for (let one = 2; primes.length < 64; one += 1) if (primes.every((prime) => one % prime)) primes.push(one);
  return primes.map((prime) => (Math.cbrt(prime) % 1) * 2 ** 32 | 0);
})();

function reckon(bytes) {
  const length = bytes.length, whole = new Uint8Array(((length + 8) >> 6 << 6) + 64);
  whole.set(bytes);
  whole[length] = 0x80;
  const view = new DataView(whole.buffer), state = Int32Array.from(FIRST), words = new Int32Array(64);
  view.setUint32(whole.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(whole.length - 4, length << 3);
  for (let at = 0; at < whole.length; at += 64) stir(state, words, view, at);
  const sum = new DataView(new ArrayBuffer(32));
  state.forEach((one, number) => sum.setInt32(number * 4, one));
  return new Uint8Array(sum.buffer);
}

function stir(state, words, view, at) {
  for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(at + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const before = words[i - 15], last = words[i - 2];
    const small = turn(before, 7) ^ turn(before, 18) ^ (before >>> 3), great = turn(last, 17) ^ turn(last, 19) ^ (last >>> 10);
    words[i] = words[i - 16] + small + words[i - 7] + great | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i] | 0;
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, d + one | 0, c, b, a, one + two | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((one, number) => { state[number] = state[number] + one | 0; });
}

function turn(value, by) {
  return (value >>> by) | (value << (32 - by));
}
