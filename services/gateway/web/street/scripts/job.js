// One job of the street: its form from opening to saved.
import { isGoing, statusesAhead } from "./ahead.js";
import { dayOf, fillIn, mend, readForm, setValue, stepsOf, valuesOf } from "./form.js";
import { locate } from "./place.js";
import { askProposals, putProposals, watchTyping } from "./proposals.js";
import { Photos } from "./photos.js";
import { faultOf, fieldOf, titleOf } from "./problem.js";
import { Recording } from "./recording.js";
import { Rows } from "./rows.js";

// What the first photograph wants is loaded with it: the page is there before.
const later = { camera: () => import("./camera.js"), scan: () => import("./scan.js") };
const LONGEST_ABOUT = 40, BOOK_WITHIN = 10000, DRAWN = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

export function startJob(form, about) {
  return new Job(form, about).start();
}

class Job {
  constructor(form, { vault, outbox, book, say, addresses, ready }) {
    Object.assign(this, { form, vault, outbox, book, say, addresses, ready, place: null, scan: null, mended: null, busy: 0, ahead: new Map(), going: new Set() });
    const at = (name) => form.querySelector(`[data-${name}]`);
    Object.assign(this, { record: at("record"), wrong: at("wrong"), none: at("record-none"), found: at("place-said"), read: at("scan-said") });
    this.name = form.dataset.streetJob;
    const list = at("photos"), rows = at("rows-part");
    this.photos = list && new Photos(list, { say, onchange: () => this.#wrong("") });
    this.recording = new Recording(form, { say, vault, onpictures: (files) => this.#pictures(files) });
    this.rows = rows && new Rows(rows, JSON.parse(rows.dataset.row), { say, onpictures: (files) => this.#pictures(files) });
  }

  async start() {
    this.#listen();
    this.#begin();
    await this.#look();
    this.#fill();
    this.outbox.onchange(({ part }) => part === undefined && this.#look());
    this.book.onchange(() => {
      this.#fill();
      this.#mend();
    });
    addEventListener("hashchange", () => this.#mend());
    this.form.hidden = false;
    await this.#mend();
    if (this.found) await this.#locate();
  }

  // --- from the page and the device ---

  #listen() {
    const on = (name, call, event = "change") => this.form.querySelector(`[data-${name}]`)?.addEventListener(event, call);
    on("camera", ({ target }) => this.#take(target));
    on("label", ({ target }) => this.#scanned(target));
    on("locate", () => this.#locate(), "click");
    on("rows-list", () => this.#showMeant());
    if (this.record) this.record.onchange = () => this.#showSteps();
    for (const one of this.form.querySelectorAll("[data-step]")) watchTyping(one);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
  }

  #begin() {
    Object.assign(this, this.outbox.begin(this.name));
  }

  // The lists of the book, into what is chosen from them; what was chosen stays.
  #fill() {
    for (const input of this.form.querySelectorAll("select[data-list]")) this.#choices(input, this.book.items(input.dataset.list));
    for (const input of this.form.querySelectorAll("input[data-list]")) {
      input.list.replaceChildren(...this.book.items(input.dataset.list).map((one) => new Option(one.label, one.id)));
    }
    if (this.record) this.#fillRecords();
    for (const input of this.form.querySelectorAll('select[data-kind="unit"]')) {
      if (this.book.person?.unit && !input.value) setValue(input, this.book.person.unit);
      if (this.book.person && !this.book.person.unit) input.closest("details").open = true;
    }
    this.recording.recallDevice();
    this.#showSteps();
  }

  // The records of which a step can be taken, also when what waits here was sent; where no label names them, the only one is
  // meant, or the only one that is planned for today.
  #fillRecords() {
    const { list, register } = this.form.dataset, records = this.book.items(list).filter((one) => stepsOf(this.form, { status: this.#statusOf(one) }).length);
    this.#choices(this.record, records, recordLabel);
    const today = records.filter((one) => one.planned_for === dayOf(Date.now())), [meant, ...others] = records.length > 1 ? today : records;
    if (meant && !others.length && !this.record.value && !this.#registers.includes(register)) setValue(this.record, meant.id);
    this.none.textContent = this.#whatListLacks(list, records.length);
  }

  #whatListLacks(list, many) {
    if (this.book.person && !many && !this.record.value) return this.say("none to choose");
    return this.book.isWhole(list) ? "" : this.say("not all", { n: many });
  }

  #choices(input, items, label = (one) => one.label) {
    const chosen = input.value, [empty] = input.options;
    input.replaceChildren(empty, ...items.map((one) => new Option(label(one), one.id)));
    if (chosen) setValue(input, chosen);
  }

  // The registers whose labels are read here.
  get #registers() {
    return (this.form.querySelector("[data-scan]")?.dataset.scan || "").split(" ");
  }

  get #chosen() {
    return this.record?.value ? this.book.find(this.form.dataset.list, this.record.value) : null;
  }

  #statusOf(record) {
    return this.ahead.get(record.id) || record.status;
  }

  // What waits here, and what was sent since: then the records stand elsewhere than the book says.
  async #look() {
    const entries = this.vault.state === "open" ? await this.outbox.entries().catch(() => []) : [];
    const isSent = entries.some((one) => one.state === "sent" && this.going.has(one.key));
    this.going = new Set(entries.filter(isGoing).map((one) => one.key));
    if (isSent) await this.book.refresh();
    this.ahead = statusesAhead(entries, this.form);
    if (!this.record || this.mended) return;
    this.#fillRecords();
    this.#showSteps();
  }

  // Which commands are meant: by the record's status, and by what lacks.
  #steps() {
    if (this.mended) return [this.form.querySelector(`[data-step="${this.mended.step}"]`)];
    const status = this.record ? (this.#chosen && this.#statusOf(this.#chosen)) || this.form.querySelector("[data-step]").dataset.from.split(" ")[0] : "new";
    return stepsOf(this.form, { status, lacking: Boolean(this.rows?.lacking) });
  }

  #showSteps() {
    if (this.rows) this.#showRows();
    this.#showMeant();
  }

  #showMeant() {
    const steps = this.#steps(), all = [...this.form.querySelectorAll("[data-step]")];
    for (const one of all) one.hidden = !steps.includes(one) || Boolean(this.record && !this.record.value);
    const takes = steps.some((one) => /"(photos|papers)"/.test(one.dataset.fill) && !("follows" in one.dataset));
    if (this.photos) this.photos.list.closest(".shots").hidden = !takes;
  }

  #showRows() {
    const { rows: list } = this.form.dataset;
    if (list === "people") this.rows.show([...this.book.items("people")].sort((one, other) => one.label.localeCompare(other.label, "zh")));
    if (list === "kit_definitions") {
      // Of a kit that is not in the book nobody knows here what belongs in which slot.
      const known = this.book.find(list, this.#chosen?.definition), definition = known || (this.record.value && this.book.items(list)[0]);
      this.rows.show((definition?.slots || []).map((one) => ({ id: one.slot, label: known ? `${one.slot} ${one.name}` : `${one.slot}` })));
    }
    if (list === "checklists") {
      this.checklist = this.record.value ? this.book.items(list)[0] : null;
      this.rows.show((this.checklist?.lines || []).map((one) => ({ id: one.line, label: `${one.line} ${one.text}`, photo: one.photo })));
    }
  }

  async #take(input) {
    const photos = await this.#pictures(input.files);
    input.value = "";
    this.photos.add(photos);
    // Where the device does not know where it is, the photograph may.
    const placed = photos.find((one) => one.datum);
    if (placed && !this.place && this.found) await this.#at(placed);
  }

  async #pictures(files) {
    this.busy += 1;
    try {
      const { takePictures } = await later.camera();
      return await takePictures(files, (phrase, about) => this.#tell(this.say(phrase, about)));
    } catch (error) {
      this.#wrong(this.say("no picture"));
      return [];
    } finally {
      this.busy -= 1;
    }
  }

  #tell(text) {
    const said = this.form.querySelector("[data-told]");
    if (said) said.textContent = text;
  }

  async #locate() {
    this.found.value = this.say("locating");
    try {
      await this.#at(await locate({ better: (place) => this.#sayPlace(place) }));
    } catch (error) {
      if (!error.phrase) throw error;
      if (!this.place) this.found.value = this.say(error.phrase);
    }
  }

  #sayPlace(place) {
    this.found.value = place.accuracy === undefined ? this.say("place of photo") : this.say(place.coarse ? "place coarse" : "place", { accuracy: place.accuracy, n: place.accuracy });
  }

  async #at(place) {
    this.place = place;
    this.#sayPlace(place);
    await this.#propose();
  }

  async #propose() {
    const [step] = this.#steps();
    if (!this.place || !step) return;
    const { longitude, latitude, datum, accuracy } = this.place, { object = this.scan, case_class } = valuesOf(step);
    const where = { longitude, latitude, datum, ...(accuracy === undefined ? {} : { accuracy: Math.min(Math.round(accuracy), 100000) }) };
    const told = await askProposals(this.addresses, { ...where, ...(object ? { object } : {}), ...(case_class ? { case_class } : {}) });
    if (!told) return;
    putProposals(step, told, this.say);
    if (told.alike.length) this.#tell(this.say("alike", { n: told.alike.length }));
  }

  async #scanned(input) {
    const [file] = input.files;
    if (!file) return;
    this.#wrong("");
    try {
      const { readLabel, recordOf } = await later.scan();
      this.#label(recordOf(await readLabel(file, this.addresses)));
    } catch (error) {
      this.#wrong(this.say(error.phrase || "label unread"), input);
    } finally {
      input.value = "";
    }
  }

  #label(record) {
    if (!record || !this.#registers.includes(record.register)) {
      this.#wrong(this.say("other label"), this.form.querySelector("[data-label]"));
      return;
    }
    const known = ["objects", "people", this.form.dataset.list].map((one) => this.book.find(one, record.id)).find(Boolean);
    this.read.value = this.say("scanned", { label: known ? recordLabel(known) : record.id });
    if (record.register === "training.people") this.rows.mark(record.id, known?.label);
    else if (this.record) {
      setValue(this.record, record.id);
      this.none.textContent = "";
      this.#showSteps();
    } else {
      this.scan = record.id;
      this.#propose();
    }
  }

  // --- saved ---

  async #save() {
    if (this.busy) return;
    await this.#whoseBook();
    const steps = this.#steps(), wrong = this.#whatLacks(steps);
    if (wrong) {
      this.#wrong(wrong.text, wrong.input);
      return;
    }
    this.busy += 1;
    try {
      await this.#keep(steps);
    } catch (error) {
      this.#wrong(this.say("not kept"));
    } finally {
      this.busy -= 1;
    }
  }

  // Whose form it is comes with the book: on the first day it may still be on its way.
  async #whoseBook() {
    if (this.book.person || !this.ready) return;
    this.busy += 1;
    await Promise.race([this.ready.catch(() => null), new Promise((done) => setTimeout(done, BOOK_WITHIN))]);
    this.busy -= 1;
  }

  #whatLacks(steps) {
    if (this.record && !this.record.value) return { text: this.say("no record"), input: this.record };
    if (this.form.querySelector("[data-scan]") && !this.record && !this.scan && !this.mended) return { text: this.say("no record"), input: this.form.querySelector("[data-label]") };
    for (const step of steps.filter((one) => this.#isMeant(one))) {
      const [first] = readForm(step, this.#got()).missing;
      if (first) return { text: this.say("missing", { field: first.title }), input: first.input };
    }
    return this.#whatPapersLack(steps);
  }

  #whatPapersLack([step]) {
    const lacking = (input, field) => ({ input, text: this.say("missing", { field }) });
    if (this.rows?.bare) return lacking(this.rows.bare, this.rows.bare.getAttribute("aria-label"));
    if (!step.dataset.wants || this.mended || this.photos.all.length) return null;
    return lacking(this.form.querySelector("[data-camera]"), step.dataset.wants);
  }

  // A second command is given where there is something to record.
  #isMeant(step) {
    return !("follows" in step.dataset) || this.recording.isChosen || Boolean(this.mended);
  }

  async #keep(steps) {
    if (this.vault.state !== "open" && !(await this.vault.unlock())) throw new Error("locked");
    const [first, ...others] = steps.filter((one) => this.#isMeant(one)), papers = [...(this.photos?.all || []), ...(this.rows?.papers || [])];
    const following = "follows" in first.dataset;
    const entry = this.#entry(first, this.#got(following ? await this.recording.read() : this.photos?.all), this.key);
    if (following) papers.push(...this.recording.papers);
    if (this.mended?.after) entry.after = this.mended.after;
    await this.outbox.keep(entry, papersIn(entry, papers));
    for (const step of others) {
      const { key } = this.outbox.begin(this.name), got = this.#got(await this.recording.read());
      const second = this.#entry(step, got, key);
      second.about = `${entry.about} · ${second.about}`;
      await this.outbox.keep({ ...second, after: { key: this.key, field: readForm(step, got).field } }, papersIn(second, got.photos));
    }
    await this.recording.noteDevice();
    this.#again();
    this.outbox.send({ atOnce: true });
  }

  #got(photos = this.photos?.all) {
    return {
      photos: photos || [],
      place: this.place,
      now: new Date().toISOString(),
      begun_at: this.begun_at,
      key: this.key,
      unit: this.book.person?.unit,
      rows: this.rows?.read(),
      checklist: this.checklist?.id,
      scan: this.scan ?? undefined,
      record: this.record?.value,
    };
  }

  #entry(step, got, key) {
    const told = readForm(step, got), form = this.mended ? mend(step, told.form, this.mended) : told.form;
    const record = got.record || this.mended?.record, path = this.mended?.path || told.path;
    return {
      key,
      job: this.name,
      register: told.register,
      step: told.step,
      path,
      ...(record ? { record } : {}),
      form,
      papers: hashesIn(form),
      begun_at: this.begun_at,
      titles: titlesOf(step),
      about: aboutOf(form, this.record?.selectedOptions[0]?.textContent, step),
    };
  }

  // The next one begins: the same job, an empty form, under another key.
  #again() {
    Object.assign(this, { scan: null, mended: null });
    history.replaceState(null, "", location.pathname + location.search);
    this.photos?.clear();
    this.form.reset();
    for (const one of this.form.querySelectorAll("details")) one.open = false;
    this.#forgetProposals();
    if (this.read) this.read.value = "";
    this.recording.show();
    if (this.place) this.#sayPlace(this.place);
    this.rows?.clear();
    this.#begin();
    this.#fill();
    this.#wrong("");
    this.#tell(this.say("saved"));
    this.#propose();
  }

  #forgetProposals() {
    for (const one of this.form.querySelectorAll("[data-from-where]")) one.hidden = true;
    for (const one of this.form.querySelectorAll("[data-proposed]")) delete one.dataset.proposed;
  }

  // --- what was refused comes back ---

  async #mend() {
    const key = /^#mend=([0-9a-f-]{36})$/.exec(location.hash)?.[1];
    const entry = key && this.vault.state === "open" ? await this.vault.get("entries", key) : null;
    if (!entry || entry.job !== this.name || !entry.form || this.mended?.key === key) return;
    Object.assign(this, { key, begun_at: entry.begun_at, mended: entry, scan: entry.form.object ?? null });
    if (this.record && entry.record) setValue(this.record, entry.record);
    const step = this.form.querySelector(`[data-step="${entry.step}"]`);
    if (entry.form.datum) this.place = { longitude: entry.form.longitude, latitude: entry.form.latitude, datum: entry.form.datum };
    this.#showSteps();
    this.#forgetProposals();
    fillIn(step, entry.form);
    const papers = await this.#papersOf(entry), rows = this.rows && Object.values(entry.form).find((one) => Array.isArray(one) && one[0]?.[this.rows.about.key] !== undefined);
    if (rows) this.rows.put(rows, papers);
    this.photos?.clear();
    if (!("follows" in step.dataset)) this.#papersBack(entry, papers);
    this.#say(step, entry.problem);
  }

  // What is still here of its papers, by their hashes.
  async #papersOf(entry) {
    const all = await Promise.all(entry.papers.map((hash) => this.vault.get("papers", hash)));
    return new Map(all.filter((one) => one?.blob).map((one) => [one.sha256, one]));
  }

  #papersBack({ form }, papers) {
    const rows = (form.photos || []).flatMap(({ photo, ...row }) => photo.map((hash) => [hash, row]));
    const taken = [...rows, ...(form.evidence || []).map((hash) => [hash, {}])].filter(([hash]) => papers.has(hash));
    this.photos?.add(taken.map(([hash, row]) => ({ ...row, ...papers.get(hash) })));
  }

  #say(step, problem) {
    if (!problem) return;
    const [fault] = problem.errors || [], name = fieldOf(fault);
    const input = [...step.querySelectorAll("[name]")].find((one) => one.name.endsWith(`.${name}`)) || this.#filledBy(step, name);
    const named = input?.labels?.[0]?.firstChild.textContent.trim();
    this.#wrong(faultOf(fault, named) || titleOf(problem), input);
  }

  // What fills a field that is not in the page itself.
  #filledBy(step, name) {
    const what = JSON.parse(step.dataset.fill)[name], by = { photos: "[data-camera]", papers: "[data-camera]", rows: "[data-rows-list] input" }[what];
    return by && this.form.querySelector(by);
  }

  // What is wrong stands beside its field, which has the focus; what is wrong with the whole, above all.
  #wrong(text, input) {
    Object.assign(this.wrong, { hidden: !text, textContent: text });
    for (const one of this.form.querySelectorAll("[aria-invalid]")) {
      one.removeAttribute("aria-invalid");
      one.setAttribute("aria-describedby", one.dataset.hints);
    }
    const part = text && input?.closest(".ask, .choice");
    if (part) part.prepend(this.wrong);
    else this.form.prepend(this.wrong);
    if (!text) return;
    const fold = input?.closest("details");
    if (fold) fold.open = true;
    if (input) {
      input.dataset.hints ??= input.getAttribute("aria-describedby") || "";
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", `${this.wrong.id} ${input.dataset.hints}`.trim());
    }
    (input || this.wrong).focus();
  }
}

// A record as it is told from others of its list: by its code, and what is known of it, each once.
function recordLabel(one) {
  const parts = [DRAWN.test(one.id) ? "" : one.id, one.label, one.title, one.place, one.site, one.problem, one.planned_for].filter(Boolean);
  return parts.filter((part, at) => !parts.some((other, where) => other.includes(part) && (where < at || (where > at && other !== part)))).join(" · ").slice(0, 80);
}

// What its fields are called, for who reads which of them was refused.
function titlesOf(step) {
  const typed = [...step.querySelectorAll("[name]:not([type=radio])")].filter((one) => one.labels[0]);
  return Object.fromEntries(typed.map((one) => [one.name.split(".").at(-1), one.labels[0].firstChild.textContent.trim()]));
}

function hashesIn(form) {
  const rows = [...(form.photos || []), ...(form.answers || [])].flatMap((one) => one.photo || []);
  return [...new Set([...rows, ...(form.evidence || [])])];
}

function papersIn(entry, photos) {
  const named = photos.filter((one) => entry.papers.includes(one.sha256));
  return named.map(({ sha256: hash, blob, name, original }) => ({ sha256: hash, blob, name, original }));
}

function aboutOf(form, record, step) {
  const words = form.problem || form.matter || form.outcome || record || step.querySelector("legend").textContent;
  return words.slice(0, LONGEST_ABOUT);
}
