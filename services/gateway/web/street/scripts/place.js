// Where the device is. Browsers answer in WGS-84 (W3C Geolocation, 3.2.1); docs/engines.md says which are said not to.

const ENOUGH = 30, COARSE = 500, PATIENCE = 15000, STALE = 60000;
const PHRASES = { 1: "place denied", 2: "place unavailable", 3: "place slow" };

// Says by the name of a phrase why there is no place, and what would help.
export class NoPlace extends Error {
  constructor(phrase) {
    super(phrase);
    this.phrase = phrase;
  }
}

// `{longitude, latitude, datum, accuracy, coarse}`: the best fix of a quarter of a minute, or the first that is near enough.
// `better` is told each that is nearer than the last. Throws NoPlace.
export function locate({ better = () => {}, patience = PATIENCE, engine = globalThis } = {}) {
  const device = engine.navigator && engine.navigator.geolocation;
  if (!device) return Promise.reject(new NoPlace(engine.isSecureContext === false ? "place insecure" : "place absent"));
  return new Promise((done, failed) => {
    let best = null, watch = null, over = false;
    const end = (phrase) => {
      if (over) return;
      over = true;
      engine.clearTimeout(timer);
      if (watch !== null) device.clearWatch(watch);
      if (best) done(best);
      else failed(new NoPlace(phrase));
    };
    const timer = engine.setTimeout(() => end("place slow"), patience);
    const take = (fix) => {
      const place = placeOf(fix);
      if (over || !place || (best && place.accuracy >= best.accuracy)) return;
      best = place;
      better(place);
      if (place.accuracy <= ENOUGH) end();
    };
    const fail = (error) => {
      // Who refuses is asked no more; a receiver that sees no sky yet may see it in a moment.
      if (error.code === 1) end(engine.isSecureContext === false ? "place insecure" : PHRASES[1]);
      else if (error.code !== 2) end(PHRASES[error.code] || PHRASES[2]);
      else if (!best) engine.setTimeout(() => end(PHRASES[2]), patience / 3);
    };
    watch = device.watchPosition(take, fail, { enableHighAccuracy: true, timeout: patience, maximumAge: 10000 });
    if (over) device.clearWatch(watch); // it answered before it said which watch it is
  });
}

// A fix as a form has it; null of what is none, or of where the device was before.
function placeOf(fix) {
  const { longitude, latitude, accuracy } = fix.coords;
  const isPoint = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && (longitude !== 0 || latitude !== 0);
  if (!isPoint || !(accuracy >= 0) || Date.now() - fix.timestamp > STALE) return null;
  const [east, north] = [longitude, latitude].map((one) => Number(one.toFixed(7)));
  return { longitude: east, latitude: north, datum: "WGS84", accuracy: Math.ceil(accuracy), coarse: accuracy > COARSE };
}
