// As much of a page as the forms' modules ask of one: fields with names, values and words beside them.
export function input({ name, kind = "text", value = "", type = "text", checked = false, required = false, title = name }) {
  return { name, value, type, checked, tagName: "INPUT", dataset: { kind, ...(required ? { required: "" } : {}) }, labels: [{ firstChild: { textContent: title } }] };
}

export function step({ name = "report", of = "cases.digital_cases", from = "new", when = "", fill = {}, follows = false, inputs = [] }) {
  const dataset = { step: name, of, path: `/v1/${of.replace(".", "/")}`, from, when, fill: JSON.stringify(fill), ...(follows ? { follows: "" } : {}) };
  const all = { "[name]": inputs, "[data-required]": inputs.filter((one) => "required" in one.dataset) };
  return { dataset, querySelectorAll: (selector) => all[selector] };
}

export const form = (...steps) => ({ querySelectorAll: () => steps });

// A vault in memory, open or locked.
export function vault(state = "open") {
  const kept = new Map();
  return {
    state,
    get: async (store, id) => structuredClone(kept.get(`${store}/${id}`)),
    put: async (store, id, value) => void kept.set(`${store}/${id}`, structuredClone(value)),
  };
}

export function answer(status, body, headers = {}) {
  return { status, ok: status < 300, json: async () => structuredClone(body), headers: { get: (name) => headers[name] ?? null } };
}
