// How far records will be once what waits here was sent: the book does not know it yet.
const GOING = ["waiting", "sending"];

export function isGoing(entry) {
  return GOING.includes(entry.state);
}

// The statuses to which the steps that wait lead, by the ids of the form's records.
export function statusesAhead(entries, form) {
  const ahead = new Map();
  for (const one of entries.filter(isGoing)) {
    const leads = one.register === form.dataset.register && one.record && form.querySelector(`[data-step="${one.step}"]`)?.dataset.leads;
    if (leads) ahead.set(one.record, leads);
  }
  return ahead;
}
