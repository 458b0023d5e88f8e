// The entry of the street's pages: what the device keeps is opened, and wired to what stands in the page.
import { openBook } from "./book.js";
import { openOutbox, sendWhenever } from "./outbox.js";
import { showQueue } from "./queue.js";
import { keepShell } from "./shell.js";
import { openVault } from "./vault.js";

const addresses = document.body.dataset, words = JSON.parse(document.querySelector("[data-words]").textContent);

function say(name, about = {}) {
  return (words[name] || name).replace(/{(\w+)}/g, (_whole, part) => about[part] ?? "");
}

// A job that is not the person's is not offered: the page may have been kept when somebody else was here.
function showJobs(book) {
  if (!book.person) return;
  for (const one of document.querySelectorAll("[data-job]")) one.hidden = !book.job(one.dataset.job);
}

// Modules that the first photograph wants: the worker keeps them; where there is none they are loaded while there is a signal.
function keepLater(worker) {
  const later = (addresses.later || "").split(" ").filter(Boolean);
  if (worker?.active) worker.active.postMessage({ keep: later });
  else if (!worker) for (const one of later) import(one).catch(() => null);
}

async function start() {
  const vault = await openVault({ key: addresses.key, token: addresses.token });
  const outbox = openOutbox(vault, { token: addresses.token, evidence: addresses.evidence });
  const book = await openBook(vault, addresses.book), form = document.querySelector("[data-street-job]");
  const queue = showQueue({ vault, outbox, say });
  book.onchange(showJobs);
  vault.onchange(async () => {
    await book.look();
    if (vault.state === "open") await book.refresh();
  });
  showJobs(book);
  queue.show();
  const ready = vault.unlock().then(() => vault.state === "open" && book.refresh());
  if (!vault.storage) document.querySelector("[data-unsafe]").hidden = false;
  else if (form) (await import("./job.js")).startJob(form, { vault, outbox, book, say, addresses, ready });
  keepShell(addresses.worker).then(keepLater); // nothing here waits for it
  await ready;
  sendWhenever(outbox);
}

start();
