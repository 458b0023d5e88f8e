// The best fix within the time is taken; why there is none is said by a phrase that the pages have.
import assert from "node:assert/strict";
import { test } from "node:test";
import { locate } from "./scripts/place.js";

// A device whose receiver says these things, one after another: fixes, or codes of errors.
function device(...said) {
  const log = [];
  const watchPosition = (take, fail, options) => {
    log.push(options);
    said.forEach((one, number) => setTimeout(() => (typeof one === "number" ? fail({ code: one }) : take(one)), number));
    return 7;
  };
  const geolocation = { watchPosition, clearWatch: (watch) => log.push(watch) };
  return { navigator: { geolocation }, setTimeout, clearTimeout, isSecureContext: true, log };
}

function fix(accuracy, longitude = 120.353212345, latitude = 31.59, age = 0) {
  return { coords: { longitude, latitude, accuracy }, timestamp: Date.now() - age };
}

const refusal = (engine, patience = 60) => locate({ engine, patience }).then(() => "a place", (error) => error.phrase);

test("the first that is near enough is taken, and the receiver is let go", async () => {
  const engine = device(fix(900), fix(12.4)), heard = [];
  const place = await locate({ engine, better: (one) => heard.push(one.accuracy) });
  assert.deepEqual(place, { longitude: 120.3532123, latitude: 31.59, datum: "WGS84", accuracy: 13, coarse: false });
  assert.deepEqual(heard, [900, 13]);
  assert.equal(engine.log[0].enableHighAccuracy, true);
  assert.equal(engine.log[1], 7);
});

test("where none is near enough the best of the time is taken, and it is said to be coarse", async () => {
  const place = await locate({ engine: device(fix(3000), fix(1500), fix(2000)), patience: 40 });
  assert.deepEqual([place.accuracy, place.coarse], [1500, true]);
});

test("an error after a fix loses nothing", async () => {
  assert.equal((await locate({ engine: device(fix(400), 2, 3), patience: 40 })).accuracy, 400);
});

test("a refusal is told at once, and without TLS that it is for that", async () => {
  const engine = device(1);
  assert.equal(await refusal(engine, 60000), "place denied");
  assert.equal(engine.log[1], 7);
  assert.equal(await refusal(Object.assign(device(1), { isSecureContext: false }), 60000), "place insecure");
  assert.equal(await refusal({ navigator: {}, isSecureContext: false }), "place insecure");
});

test("no receiver, none that sees the sky, and a slow one are told apart", async () => {
  assert.equal(await refusal({ navigator: {}, isSecureContext: true }), "place absent");
  assert.equal(await refusal(device(2)), "place unavailable");
  assert.equal(await refusal(device(3)), "place slow");
  assert.equal(await refusal(device(), 20), "place slow");
});

test("a receiver that sees the sky a moment later is waited for", async () => {
  assert.equal((await locate({ engine: device(2, fix(10)), patience: 300 })).accuracy, 10);
});

test("what is no fix is passed over: nought, nowhere, of before", async () => {
  const strange = [fix(5, 0, 0), fix(5, 200), fix(NaN), fix(5, 120, 31, 120000)];
  assert.equal(await refusal(device(...strange), 30), "place slow");
});

test("a fix that comes before the watch has its number lets it go all the same", async () => {
  const engine = device();
  engine.navigator.geolocation.watchPosition = (take) => {
    take(fix(5));
    return 9;
  };
  assert.equal((await locate({ engine })).accuracy, 5);
  assert.deepEqual(engine.log, [9]);
});
