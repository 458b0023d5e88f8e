import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone, paper, phone } from "./device.js";
import { Locked } from "./vault.js";

const SECRET = "张三 13812345678";

test("what is kept is read again, with its file, and nothing of it lies there in clear", async () => {
  const { phone: one } = await phone();
  await one.vault.put("papers", "abc", { ...paper("abc"), note: SECRET });
  const again = await one.vault.get("papers", "abc");
  assert.equal(again.note, SECRET);
  assert.equal(await again.blob.text(), "abc");
  assert.equal(again.blob.type, "image/jpeg");
  const bytes = [...one.storage.rows.values()].flatMap(function all(row) {
    if (row instanceof ArrayBuffer) return [Buffer.from(row).toString("utf8")];
    return row && typeof row === "object" && !(row instanceof CryptoKey) ? Object.values(row).flatMap(all) : [String(row)];
  }).join(" ");
  assert.ok(!bytes.includes("张三"));
  assert.ok(!bytes.includes("abc.jpg"));
});

test("the key cannot be taken out", async () => {
  const { phone: one } = await phone();
  const { key } = await one.storage.get(["vault", one.vault.device]);
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
});

test("after a kill without a signal it is open while the session lasts, and locked after it", async () => {
  const { phone: one, server, clock, HOUR } = await phone();
  await one.vault.put("book", "book", { classes: [SECRET] });
  server.away = true;
  clock.time += 11 * HOUR;
  await one.start();
  assert.equal(one.vault.state, "open");
  assert.equal((await one.vault.get("book", "book")).classes[0], SECRET);
  clock.time += 2 * HOUR;
  await assert.rejects(one.vault.get("book", "book"), Locked);
  await one.start();
  assert.equal(one.vault.state, "locked");
  assert.equal((await one.storage.get(["vault", "device-0"])).key, undefined, "no key is left to be found");
});

test("a clock that is set back opens nothing", async () => {
  const { phone: one, clock, HOUR } = await phone();
  clock.time -= HOUR;
  assert.equal(await one.vault.look(), "locked");
});

test("a telephone's wrong clock shortens nothing: the server's tells how long it lasts", async () => {
  const { phone: one, server, clock, HOUR } = await phone();
  one.vault.now = () => clock.time + 240 * HOUR;
  await one.vault.lock();
  assert.equal(await one.vault.unlock(), true);
  assert.equal(server.devices.size, 1);
});

test("the same person opens it again, and another finds nothing of theirs", async () => {
  const { phone: one, server } = await phone();
  await one.vault.put("book", "book", { whose: "OFF" });
  server.person = null;
  assert.equal(await one.vault.unlock(), false);
  assert.equal(one.vault.state, "locked");
  server.person = "CAP";
  assert.equal(await one.vault.unlock(), true);
  assert.equal(await one.vault.get("book", "book"), undefined);
  await one.vault.put("book", "book", { whose: "CAP" });
  server.person = "OFF";
  await one.vault.unlock();
  assert.equal((await one.vault.get("book", "book")).whose, "OFF");
  const open = (await one.storage.all(["vault"])).filter(([, row]) => row.key);
  assert.equal(open.length, 1, "one at most is open");
});

test("a network's own door locks nothing", async () => {
  for (const status of [200, 401, 403, 502]) {
    const { phone: one, server } = await phone();
    await one.report("mine");
    one.vault.ask = one.outbox.ask = async () => new Response("<html>", { status, headers: { "Content-Type": "text/html" } });
    assert.equal(await one.vault.unlock(), true);
    await one.outbox.send({ atOnce: true });
    assert.equal(server.done.size, 0);
    assert.deepEqual(await one.states(), ["waiting"]);
  }
});

test("what was revoked is deleted at the next contact, whoever is signed in", async () => {
  for (const person of ["OFF", "CAP", null]) {
    const { phone: one, server } = await phone();
    await one.vault.put("entries", "e", { state: "waiting" });
    server.revoked.add(one.vault.device);
    server.away = true;
    assert.equal(await one.vault.unlock(), true, "nobody told it yet");
    server.away = false;
    server.person = person;
    await one.vault.unlock();
    assert.deepEqual(await one.storage.all(["row"]), []);
    assert.equal(await one.storage.get(["vault", "device-0"]), undefined);
    assert.equal(one.vault.state, person ? "open" : "none");
  }
});

test("who asks twice at once has one vault", async () => {
  const { phone: one, server } = await phone();
  await one.vault.forget();
  await Promise.all([one.vault.unlock(), one.vault.unlock()]);
  assert.equal(server.devices.size, 2, "the first, and one after it was forgotten");
});

test("what lies at one place is not read at another", async () => {
  const { phone: one, } = await phone();
  await one.vault.put("entries", "a", { about: "a" });
  const device = one.vault.device;
  await one.storage.put(["row", device, "entries", "b"], await one.storage.get(["row", device, "entries", "a"]));
  await assert.rejects(one.vault.get("entries", "b"));
});

test("under another home's key what was kept stays shut, and another vault begins", async () => {
  const { phone: one, server } = await phone();
  await one.vault.put("entries", "a", { state: "waiting" });
  await one.vault.lock();
  server.devices.get("device-0").secret = btoa("another".padEnd(32, "*"));
  assert.equal(await one.vault.unlock(), true);
  assert.equal(one.vault.device, "device-1");
  assert.equal(await one.vault.count("entries", "sent"), 1, "and it is counted still");
});

test("forgetting takes away what is kept for who is here alone", async () => {
  const { phone: one, server } = await phone();
  await one.vault.put("entries", "a", { state: "waiting" });
  server.person = "CAP";
  await one.vault.unlock();
  await one.vault.put("entries", "b", { state: "waiting" });
  await one.vault.forget();
  assert.equal(one.vault.state, "locked");
  server.person = "OFF";
  await one.vault.unlock();
  assert.equal((await one.vault.all("entries")).length, 1);
});

test("where nothing can be encrypted nothing is kept", async () => {
  const { openVault } = await import("./vault.js");
  const vault = await openVault({ key: "https://campaign.example/v1/street/key" });
  assert.equal(vault.state, "none");
  assert.equal(await vault.unlock(), false);
  await assert.rejects(vault.put("entries", "a", {}), Locked);
  assert.equal(await vault.count("entries", "sent"), 0);
});

test("who looks hears when it is locked", async () => {
  const { phone: one, clock, HOUR } = await phone(), heard = [];
  one.vault.onchange((state) => heard.push(state));
  await one.vault.look();
  clock.time += 13 * HOUR;
  await one.vault.look();
  await one.vault.unlock();
  assert.deepEqual(heard, ["locked", "open"]);
});

test("a line on which nothing comes is none", async () => {
  const { phone: one } = await phone();
  one.vault.ask = async (_address, { signal }) => {
    assert.ok(signal instanceof AbortSignal, "nobody waits for ever");
    throw new DOMException("nothing came", "TimeoutError");
  };
  assert.equal(await one.vault.unlock(), true, "it stays as it was");
});
