// The key of a vault, and what is encrypted with it. No script can read the key; it is kept wrapped under a secret of the
// server's (AES-KW, RFC 3394), and what is encrypted says where it lies, so that nothing can be laid elsewhere.
const KEY = { name: "AES-GCM", length: 256 }, USES = ["encrypt", "decrypt"], WRAP = "AES-KW";
const text = new TextEncoder(), words = new TextDecoder();

export const canEncrypt = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

export async function makeKey(secret) {
  const fresh = await crypto.subtle.generateKey(KEY, true, USES);
  const wrapped = await crypto.subtle.wrapKey("raw", fresh, await wrapping(secret), WRAP);
  return { wrapped, key: await unwrap(wrapped, secret) };
}

// The key as no script can read it. Throws where the secret is another's.
export async function unwrap(wrapped, secret) {
  return crypto.subtle.unwrapKey("raw", wrapped, await wrapping(secret), WRAP, KEY, false, USES);
}

async function wrapping(secret) {
  const bytes = Uint8Array.from(atob(secret), (one) => one.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, WRAP, false, ["wrapKey", "unwrapKey"]);
}

async function encrypt(key, place, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, body: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(place) }, key, bytes) };
}

function decrypt(key, place, { iv, body }) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: text.encode(place) }, key, body);
}

// A value with at most one file in it, as `blob`.
export async function seal(key, place, { blob, ...value }) {
  const about = { value, type: blob?.type };
  const row = { about: await encrypt(key, place, text.encode(JSON.stringify(about))) };
  return blob ? { ...row, file: await encrypt(key, `${place} file`, await blob.arrayBuffer()) } : row;
}

export async function open(key, place, { about, file }) {
  const { value, type } = JSON.parse(words.decode(await decrypt(key, place, about)));
  return file ? { ...value, blob: new Blob([await decrypt(key, `${place} file`, file)], { type }) } : value;
}
