import assert from "node:assert/strict";
import { test } from "node:test";
import { isGoing, statusesAhead } from "./scripts/ahead.js";

const leads = { '[data-step="receive"]': "received", '[data-step="dispose"]': "disposed", '[data-step="check"]': "" };
const form = { dataset: { register: "cases.digital_cases" }, querySelector: (one) => (one in leads ? { dataset: { leads: leads[one] } } : null) };
const entry = (record, step, state = "waiting", register = "cases.digital_cases") => ({ record, step, state, register });

test("a record is as far as the last step that waits will bring it", () => {
  const ahead = statusesAhead([entry("a", "receive"), entry("a", "dispose", "sending"), entry("b", "receive")], form);
  assert.deepEqual([...ahead], [["a", "disposed"], ["b", "received"]]);
});

test("what was refused, sent, opens a record, stays, or is of another register leads nowhere", () => {
  const others = [entry("a", "receive", "refused"), entry("b", "receive", "sent"), entry(undefined, "receive"), entry("c", "check"), entry("d", "report"), entry("e", "receive", "waiting", "equipment.kits")];
  assert.equal(statusesAhead(others, form).size, 0);
});

test("what waits and what is being sent is on its way", () => {
  assert.deepEqual(["waiting", "sending", "sent", "refused"].map((state) => isGoing({ state })), [true, true, false, false]);
});
