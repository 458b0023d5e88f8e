// The worker of the street: its pages without a signal, and what was entered sent when there is one again.
//
// It keeps pages and files that are the same for everybody, nothing of any person: that lies in the vault, encrypted.
import { openOutbox } from "./scripts/outbox.js";
import { openVault } from "./scripts/vault.js";

const SHELL = "street-1", PATIENCE = 4000, START = "/street";
const KEPT = /^\/(street(\/|$)|style\.css$|icon\.svg$)/;
const KEY = "/v1/street/key", TOKEN = "/v1/street/token", EVIDENCE = "/v1/evidence";

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("message", (event) => event.data?.keep && event.waitUntil(keepAll(event.data.keep)));
addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method === "GET" && origin === location.origin && KEPT.test(pathname)) event.respondWith(answer(event));
});
addEventListener("sync", (event) => event.tag === "street" && event.waitUntil(sendAll()));

async function begin() {
  for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name);
  await clients.claim();
}

// One at a time: a street's line is thin.
async function keepAll(addresses) {
  const shell = await caches.open(SHELL);
  for (const address of addresses) {
    try {
      await keep(shell, address, await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html, */*" } }));
    } catch { /* no signal: what was kept before stays */ }
  }
}

// A page for who is signed in no longer, or a network's own, is no page of the street.
async function keep(shell, request, response) {
  if (response.ok && response.type === "basic" && !response.redirected) await shell.put(request, response.clone());
}

// As it is now, where that comes soon; else as it was kept.
async function answer(event) {
  const shell = await caches.open(SHELL), { request } = event, isPage = request.mode === "navigate";
  const kept = (await shell.match(request, { ignoreVary: true })) || (isPage && (await ofPage(shell, request)));
  const coming = fetch(request).then((response) => {
    event.waitUntil(keep(shell, request, response));
    return kept && response.status >= 500 ? kept : response;
  });
  event.waitUntil(coming.catch(() => {}));
  if (!kept) return coming;
  return Promise.race([coming.catch(() => kept), new Promise((done) => setTimeout(done, PATIENCE, kept))]);
}

const ofPage = async (shell, request) => (await shell.match(request, { ignoreVary: true, ignoreSearch: true })) || shell.match(START, { ignoreVary: true, ignoreSearch: true });

async function sendAll() {
  const vault = await openVault({ key: KEY, token: TOKEN });
  const outbox = openOutbox(vault, { token: TOKEN, evidence: EVIDENCE });
  await outbox.send({ atOnce: true });
  const left = vault.state === "open" ? (await outbox.entries()).filter((one) => one.state === "waiting") : [];
  if (left.length) throw new Error("some wait still"); // the browser asks again by itself
}
