import assert from "node:assert/strict";
import { test } from "node:test";
import { paper, phone, problem } from "./device.js";
import { backoff, judge } from "./sender.js";

const numbers = Array.from({ length: 20 }, (_, place) => `report ${place + 1}`);

test("twenty reports without a signal arrive once each and in order, through kills, lost answers and an expired session", async () => {
  const { phone: one, server, clock, HOUR } = await phone();
  server.away = true;
  for (const each of numbers) {
    await one.report(each, { papers: [paper(`photo of ${each}`)] });
    if (each === "report 10") await one.start();
  }
  await one.outbox.send();
  assert.equal(server.done.size, 0);
  clock.time += 13 * HOUR;
  await one.start();
  server.away = false;
  server.person = null;
  await one.outbox.send({ atOnce: true });
  assert.equal(server.done.size, 0, "nobody is signed in");
  assert.equal(await one.vault.count("entries", "sent"), 20);
  server.person = "OFF";
  for (let turn = 0; turn < 60 && server.done.size < 20; turn += 1) {
    server.losesAnswers = turn % 3 === 0 ? 1 : 0;
    await one.start();
    await one.outbox.send({ atOnce: true });
  }
  await one.outbox.send({ atOnce: true });
  assert.deepEqual([...server.done.values()].map((each) => each.form.problem), numbers);
  assert.deepEqual(new Set(await one.states()), new Set(["sent"]));
  assert.equal(await one.vault.count("papers", "sent"), 0, "and no paper stays on the device");
});

test("papers go first, each once, and what was handed in is not handed in again", async () => {
  const { phone: one, server } = await phone();
  await one.report("hole", { papers: [paper("p1"), paper("p2")] });
  server.answers.push({ status: 0, body: null, wait: 0 });
  await one.outbox.send();
  await one.start();
  await one.outbox.send({ atOnce: true });
  assert.deepEqual(server.log, ["paper p1", "paper p2", "hole", "hole"]);
  assert.equal((await one.outbox.entries())[0].opened, "R-1");
});

test("a refusal is kept with its field, the others go on, and mended it goes under its own key", async () => {
  const { phone: one, server } = await phone();
  const faults = [{ field: "grid", en: "Unknown grid", zh: "没有此网格" }];
  server.answers.push(problem(422, "invalid", faults));
  const key = await one.report("first", { papers: [paper("p1")] });
  await one.report("second");
  await one.outbox.send();
  let [first, second] = await one.outbox.entries();
  assert.deepEqual([first.state, second.state], ["refused", "sent"]);
  assert.deepEqual(first.problem.errors, faults);
  assert.equal(first.form.problem, "first", "all that was entered is there");
  assert.equal(await (await one.vault.get("papers", "p1")).blob.text(), "p1");
  await one.outbox.send({ atOnce: true });
  assert.equal(server.log.filter((each) => each === "first").length, 1, "it does not go by itself");
  await one.outbox.keep({ ...first, form: { problem: "mended" } });
  [first, second] = await one.outbox.entries();
  assert.deepEqual([first.state, first.problem, first.key], ["waiting", undefined, key]);
  await one.outbox.send();
  assert.equal(server.done.get(`OFF ${key}`).form.problem, "mended");
  assert.deepEqual(server.log.filter((each) => each === "paper p1"), ["paper p1"]);
});

test("what was sent is not sent again, whoever says so", async () => {
  const { phone: one, server } = await phone();
  const key = await one.report("first");
  await one.outbox.send();
  await one.outbox.retry(key);
  await one.outbox.send({ atOnce: true });
  assert.deepEqual([server.log, await one.states()], [["first"], ["sent"]]);
});

test("a photograph that arrived is not sent again after a kill", async () => {
  const { phone: one, server } = await phone();
  await one.report("first", { papers: [paper("p1")] });
  const { post } = server;
  let cut;
  const killed = new Promise((done) => { cut = done; });
  one.outbox.post = (address, about) => (address === "/v1/cases/digital_cases" ? new Promise(() => cut()) : post(address, about));
  one.outbox.send();
  await killed;
  await one.start();
  await one.outbox.send();
  assert.deepEqual(server.log, ["paper p1", "first"]);
});

test("what was refused goes again as it is when its person says so", async () => {
  const { phone: one, server } = await phone();
  server.answers.push(problem(409, "not-now"));
  const key = await one.report("first");
  await one.outbox.send();
  await one.outbox.retry(key);
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["sent"]);
});

test("a service that is away holds back its own in their order, and is asked again later and later", async () => {
  const { phone: one, server, clock } = await phone();
  server.answers.push(problem(503, "unavailable"));
  await one.report("first");
  await one.report("second");
  await one.report("other", { register: "outreach.matters" });
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["waiting", "waiting", "sent"]);
  await one.outbox.send();
  assert.deepEqual(server.log, ["first", "other"], "not before its time");
  clock.time += 6000;
  await one.outbox.send();
  assert.deepEqual(server.log, ["first", "other", "first", "second"]);
});

test("a fault with one entry lets the others go on, and so does silence about one that lasts", async () => {
  const { phone: one, server, clock } = await phone();
  server.answers.push(problem(500, "fault"));
  await one.report("first");
  await one.report("second");
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["waiting", "sent"]);
  await one.report("third");
  for (let tries = 0; tries < 6; tries += 1) {
    server.answers.push(problem(503, "unavailable"));
    clock.time += 3600000;
    await one.outbox.send();
  }
  assert.deepEqual(await one.states(), ["waiting", "sent", "sent"]);
});

test("without a signal nothing else is tried, and the order stays", async () => {
  const { phone: one, server } = await phone();
  await one.report("first");
  await one.report("second");
  server.answers.push({ status: 0, body: null, wait: 0 });
  await one.outbox.send();
  await one.outbox.send();
  assert.deepEqual(server.log, ["first"], "and what comes after it does not overtake it while it waits");
  await one.outbox.send({ atOnce: true });
  assert.deepEqual(server.log, ["first", "first", "second"]);
});

test("too many at once wait for as long as they are told", async () => {
  const { phone: one, server, clock } = await phone();
  server.answers.push({ ...problem(429, "too-many"), wait: 120000 });
  await one.report("first");
  await one.outbox.send();
  clock.time += 60000;
  await one.outbox.send();
  assert.equal(server.done.size, 0);
  clock.time += 61000;
  await one.outbox.send();
  assert.equal(server.done.size, 1);
});

test("nothing goes as somebody else, and it goes when its own person is back", async () => {
  const { phone: one, server } = await phone();
  await one.report("mine");
  server.person = "CAP";
  await one.outbox.send({ atOnce: true });
  assert.equal(server.done.size, 0);
  server.person = "OFF";
  await one.outbox.send({ atOnce: true });
  assert.deepEqual([...server.done.values()].map((each) => each.person), ["OFF"]);
});

test("who signs in between the token and the command sends nothing of another's", async () => {
  const { phone: one, server } = await phone();
  await one.report("mine");
  const { post } = server;
  one.outbox.post = async (...about) => {
    server.person = "CAP";
    return post(...about);
  };
  await one.outbox.send();
  assert.equal(server.done.size, 0);
});

test("a token that is of an earlier post is renewed once", async () => {
  const { phone: one, server } = await phone();
  server.answers.push(problem(403, "forged"));
  await one.report("mine");
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["sent"]);
  server.answers.push(problem(403, "forged"), problem(403, "forged"));
  await one.report("again");
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["sent", "waiting"]);
});

test("a part goes after its whole with the record that was opened, and a step after the one before it", async () => {
  const { phone: one, server } = await phone();
  server.answers.push(problem(409, "not-now"));
  const whole = await one.report("whole");
  await one.report("part", { after: { key: whole, field: "record" } });
  await one.report("accept", { record: "R-9" });
  await one.report("dispose", { record: "R-9" });
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["refused", "waiting", "sent", "sent"]);
  await one.outbox.retry(whole);
  await one.outbox.send();
  const { opened } = (await one.outbox.entries())[0];
  assert.equal([...server.done.values()].find((each) => each.form.problem === "part").form.record, opened);
});

test("of one record no step overtakes another", async () => {
  const { phone: one, server } = await phone();
  server.answers.push(problem(500, "fault"));
  for (const [step, record] of [["accept", "R-9"], ["dispose", "R-9"], ["accept", "R-8"]]) await one.report(step, { record });
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["waiting", "waiting", "sent"]);
  await one.outbox.send({ atOnce: true });
  assert.deepEqual(server.log, ["accept", "accept", "accept", "dispose"]);
});

test("a part whose whole went days ago still finds what was opened", async () => {
  const { phone: one, server, clock, HOUR } = await phone();
  const whole = await one.report("whole");
  await one.report("part", { after: { key: whole, field: "record" } });
  server.answers.push(null, problem(503, "unavailable"), problem(503, "unavailable"));
  await one.outbox.send();
  clock.time += 48 * HOUR;
  await one.outbox.send({ atOnce: true });
  await one.outbox.send({ atOnce: true });
  assert.equal([...server.done.values()][1].form.record, "R-1");
});

test("a part whose whole was taken away says so and stays", async () => {
  const { phone: one, server } = await phone();
  server.away = true;
  const whole = await one.report("whole");
  await one.report("part", { after: { key: whole, field: "record" } });
  await one.outbox.remove(whole);
  server.away = false;
  await one.outbox.send({ atOnce: true });
  const [part] = await one.outbox.entries();
  assert.deepEqual([part.state, part.problem.type], ["refused", "after-gone"]);
});

test("what is taken away while it goes does not come back", async () => {
  const { phone: one, server } = await phone();
  const key = await one.report("first", { papers: [paper("p1")] }), { post } = server;
  one.outbox.post = async (...about) => {
    await one.outbox.remove(key);
    return post(...about);
  };
  await one.outbox.send();
  assert.deepEqual(await one.states(), []);
  assert.equal(await one.vault.count("papers", "sent"), 0);
});

test("a photograph of two entries stays until both went", async () => {
  const { phone: one } = await phone();
  const first = await one.report("first", { papers: [paper("p1")] });
  await one.report("second", { papers: [paper("p1")] });
  await one.outbox.remove(first);
  assert.ok(await one.vault.get("papers", "p1"));
  await one.outbox.send();
  assert.equal(await one.vault.get("papers", "p1"), undefined);
});

test("a photograph that is not what it was is not sent as if it were", async () => {
  const { phone: one } = await phone();
  await one.report("first", { papers: [{ ...paper("p1"), blob: new Blob(["another"]) }] });
  await one.outbox.send();
  const [entry] = await one.outbox.entries();
  assert.deepEqual([entry.state, entry.problem.type], ["refused", "paper-lost"]);
});

test("what was killed while it went goes again under the same key", async () => {
  const { phone: one, server } = await phone();
  await one.report("first");
  const { post } = server;
  let cut;
  const killed = new Promise((done) => { cut = done; });
  one.outbox.post = async (...about) => {
    await post(...about);
    cut();
    return new Promise(() => {});
  };
  one.outbox.send();
  await killed;
  assert.deepEqual(await one.states(), ["sending"]);
  await one.start();
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["sent"]);
  assert.equal(server.done.size, 1);
});

test("what was sent goes from the list after a day, what was refused never", async () => {
  const { phone: one, server, clock, HOUR } = await phone();
  server.answers.push(problem(409, "not-now"));
  await one.report("refused");
  await one.report("sent");
  await one.outbox.send();
  clock.time += 25 * HOUR;
  await one.vault.unlock();
  await one.outbox.send();
  assert.deepEqual(await one.states(), ["refused"]);
});

test("who looks hears how far a photograph is", async () => {
  const { phone: one } = await phone(), parts = [];
  one.outbox.onchange(({ part }) => part !== undefined && parts.push(part));
  await one.report("first", { papers: [paper("p1")] });
  await one.outbox.send();
  assert.deepEqual(parts, [0.25, 0.5]);
});

test("each entry has a key of its own from its beginning", async () => {
  const { phone: one } = await phone(), keys = numbers.map(() => one.outbox.begin("case").key);
  assert.equal(new Set(keys).size, 20);
  for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("answers mean one of a closed set", () => {
  const ours = { type: "/problems/x" };
  const table = [
    [201, {}, "sent"],
    [200, null, "away"], // a page that a network put in between
    [0, null, "away"],
    [429, ours, "away"],
    [401, ours, "locked"],
    [401, null, "later"], // a network's own door
    [403, { type: "/problems/forged" }, "forged"],
    [403, ours, "refused"],
    [404, ours, "refused"],
    [404, null, "later"],
    [409, ours, "refused"],
    [412, ours, "refused"],
    [413, ours, "refused"],
    [422, ours, "refused"],
    [408, ours, "later"],
    [500, ours, "later"],
    [503, ours, "later"],
    [502, null, "later"],
  ];
  for (const [status, body, verdict] of table) assert.equal(judge({ status, body }), verdict, String(status));
});

test("tries come later and later, a quarter of an hour apart at most, and not all at once", () => {
  assert.deepEqual([0, 1, 2].map((tries) => backoff(tries, 1)), [5000, 10000, 20000]);
  assert.equal(backoff(100, 1), 15 * 60000);
  assert.equal(backoff(1, 0), 5000);
});
