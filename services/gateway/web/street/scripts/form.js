// A form as it stands in the page, with what the device gave, as the commands that it means.
const ZONE = "Asia/Shanghai";

// The commands of a form for a record in this status (nothing: it opens one), where something lacks or nothing does.
export function stepsOf(form, { status = "new", lacking = false } = {}) {
  const all = [...form.querySelectorAll("[data-step]")];
  const meant = (one) => !one.dataset.when || one.dataset.when === (lacking ? "lacking" : "present");
  const first = all.filter((one) => !("follows" in one.dataset) && one.dataset.from.split(" ").includes(status) && meant(one));
  return first.length ? [first.at(-1), ...all.filter((one) => "follows" in one.dataset)] : [];
}

// One command: `{register, step, path, form, missing, field}`; `missing` are the titles of what is still to be filled in,
// `field` the one that takes the record which the command before opens.
export function readForm(step, got) {
  const { of: register, step: name, path, fill } = step.dataset, fills = JSON.parse(fill);
  const typed = valuesOf(step), form = {}, field = Object.keys(fills).find((one) => fills[one] === "opened");
  for (const [into, what] of Object.entries(fills)) {
    const value = typed[into] ?? given(what, got);
    if (value !== undefined) form[into] = value;
  }
  Object.assign(form, typed);
  const told = { register, step: name, form, missing: missingIn(step), field };
  return { ...told, path: got.record ? `${path}/${encodeURIComponent(got.record)}/${name}` : path };
}

// What is typed and chosen, by the names of the fields; what was left empty is not said.
export function valuesOf(step) {
  const values = {};
  for (const one of step.querySelectorAll("[name]")) {
    const name = one.name.split(".").at(-1), text = one.value.trim();
    if (one.type === "radio" ? one.checked : text) values[name] = valueOf(one.dataset.kind, text);
  }
  return values;
}

function valueOf(kind, text) {
  if (kind === "flag") return text === "true";
  return kind === "number" && /^[0-9]{1,9}$/.test(text) ? Number(text) : text; // what is no number is refused as it is typed
}

export function missingIn(step) {
  const empty = [...step.querySelectorAll("[data-required]")].filter((one) => !one.value.trim());
  return empty.map((one) => ({ input: one, title: one.labels[0]?.firstChild.textContent.trim() || one.name }));
}

// What a device fills a field with; nothing where it does not know.
export function given(what, got) {
  if (what.startsWith("=")) return { "=true": true, "=false": false }[what] ?? what.slice(1);
  const { photos = [], place = null } = got;
  return {
    unit: got.unit || undefined,
    today: dayOf(got.now),
    now: got.now,
    begun: got.begun_at,
    key: codeOf(got.key),
    longitude: place?.longitude,
    latitude: place?.latitude,
    datum: place?.datum,
    photos: photos.map(rowOf),
    papers: photos.map((one) => one.sha256),
    rows: got.rows || [],
    checklist: got.checklist,
    scan: got.scan,
  }[what];
}

function rowOf(photo) {
  const { kind, sha256, shot_at, longitude, latitude, datum } = photo;
  return { kind, photo: [sha256], ...(shot_at ? { shot_at } : {}), ...(datum ? { longitude, latitude, datum } : {}) };
}

// The business day on which a moment falls.
export function dayOf(moment) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(moment));
}

// A code that nobody else has, from the entry's key.
export function codeOf(key) {
  return `JM-${key.replaceAll("-", "").slice(0, 16).toUpperCase()}`;
}

// What stands in a form that comes back to be mended: what somebody had typed, in their own fields.
export function fillIn(step, form) {
  for (const one of step.querySelectorAll("[name]")) {
    const value = form[one.name.split(".").at(-1)];
    if (value === undefined || value === null) continue;
    if (one.type === "radio") one.checked = one.value === String(value);
    else setValue(one, String(value));
  }
}

// A form that was refused, as it stands now: what was typed is as it is typed now, what the device said then stays, but for what
// was refused of it; lists that are empty now are those of then.
export function mend(step, now, { form: then, problem }) {
  const typed = new Set([...step.querySelectorAll("[name]")].map((one) => one.name.split(".").at(-1)));
  const faulty = new Set((problem?.errors || []).map((one) => one.field.split(".")[0])), form = { ...now };
  for (const [name, value] of Object.entries(then)) {
    const stays = Array.isArray(value) ? !now[name]?.length && !faulty.has(name) : !faulty.has(name) || now[name] === undefined;
    if (!typed.has(name) && stays) form[name] = value;
  }
  return form;
}

// A choice that the list does not have (any more) stands there all the same.
export function setValue(input, value) {
  if (input.tagName === "SELECT" && ![...input.options].some((one) => one.value === value)) input.append(new Option(value, value));
  input.value = value;
}
