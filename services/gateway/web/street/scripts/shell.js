// Has the worker keep this page, those to which it leads, and all that they are made of.
const OURS = /^\/(street(\/|$)|style\.css$|icon\.svg$)/;

export async function keepShell(address, scope = "/street") {
  // A full disk takes other sites' first: what was entered is not thrown away for a cache.
  navigator.storage?.persist?.().catch(() => {});
  if (!navigator.serviceWorker) return null;
  try {
    const worker = await navigator.serviceWorker.register(address, { type: "module", scope });
    await navigator.serviceWorker.ready;
    worker.active?.postMessage({ keep: partsOf(document) });
    return worker;
  } catch {
    return null; // an engine without module workers: what is entered is kept all the same, while a page is open
  }
}

function partsOf(page) {
  const named = [...page.querySelectorAll("a[href], link[href], script[src]")].map((one) => one.href || one.src);
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const addresses = [location.href, ...named, ...loaded].map((one) => new URL(one, location.href));
  const ours = addresses.filter((one) => one.origin === location.origin && OURS.test(one.pathname) && !one.pathname.endsWith("/worker.js"));
  return [...new Set(ours.map((one) => one.pathname + one.search))];
}
