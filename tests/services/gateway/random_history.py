"""Offices that tried many commands, some as corrections of earlier steps; what was refused left nothing."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from contracts import catalogue
from contracts.errors import Problem
from contracts.forms import fields_of
from contracts.register import Register, Step
from services.chassis.records.record import Record
from tests.office import PROOF, Office, day

DAY0 = day("2017-01-01")
UNITS, PEOPLE = ["DT", "DBT", "ZS"], ["a", "b", "c"]
RULES = (
    ["outreach.matters"] * 5 + ["outreach.volunteer_events"] * 3 + ["outreach.features"] * 3 + ["training.people"] * 3
)
MOST, MOST_RECORDS = 90, 3
SELDOM = ("reject", "mark_duplicate")
"""What would end most histories early."""
LEFT_OUT = ("service_call", "opinion", "request_evidence")
"""What names a record that no history has, and what came later."""


def random_history(seed: int) -> Office:
    """An office with a history that depends on the seed alone."""
    dice, office = random.Random(seed), Office(units=" ".join(UNITS))
    for code in PEOPLE:
        office.person(code, dice.choice(UNITS))
    for _ in range(dice.randrange(20, MOST)):
        register = catalogue.REGISTERS[dice.choice(RULES)]
        try:
            _try(dice, office, register)
        except Problem:
            continue
    return office


def _try(dice: random.Random, office: Office, register: Register) -> None:
    record = _some_record(dice, office, register)
    if record is None:
        office.do(register.name, "", register.opening.name, **random_form(dice, register.opening, DAY0))
        return
    if dice.random() < 0.3:
        entry = dice.choice(record.effective)
        office.do(
            register.name, record.id, entry.step.name, corrects=entry.place, **random_form(dice, entry.step, entry.on)
        )
        return
    steps = [register.step(name) for name in record.possible()] or [register.opening]
    if dice.random() < 0.85:
        steps = [step for step in steps if not step.voids and step.name not in SELDOM] or steps
    moving = [step for step in steps if step.leads and not step.voids and step.name not in SELDOM]
    step = dice.choice(moving if moving and dice.random() < 0.75 else steps)
    office.do(register.name, record.id, step.name, **random_form(dice, step, record.effective[-1].on))


def _some_record(dice: random.Random, office: Office, register: Register) -> Record | None:
    ids = sorted({event.subject for event in office.events if event.register == register.name})
    if not ids or (dice.random() < 0.35 and len(ids) < MOST_RECORDS and not register.identity):
        return None
    return office.record(register.name, dice.choice(ids))


def random_form(dice: random.Random, step: Step, since: dt.date) -> dict[str, Any]:
    """A filled-in form, right often enough; most things happen some days after `since`, some before."""
    asked = {name: field for name, field in fields_of(step.form).items() if name not in LEFT_OUT}
    form = {name: _value(dice, name, field, since) for name, field in asked.items()}
    if form.get("unit") in form.get("counits", []):
        form["counits"].remove(form["unit"])
    return {name: value for name, value in form.items() if value is not None}


def _value(dice: random.Random, name: str, field: Any, since: dt.date) -> Any:
    kind, words = field.metadata.get("x-type"), field.metadata.get("x-words")
    if words:
        return dice.choice(list(words))
    if kind == "unit":
        return dice.choice(UNITS) if name == "unit" else dice.sample(UNITS, dice.randrange(2))
    if kind == "evidence":
        return dice.choice([[], PROOF])
    if kind == "happened" or name in ("planned_for", "valid_until"):
        return (since + dt.timedelta(days=dice.choice([dice.randrange(40), dice.randrange(-20, 100)]))).isoformat()
    fixed: dict[str, Any] = {
        "handler": None,
        "code": dice.choice(PEOPLE),
        "satisfied": dice.random() < 0.6,
        "party_member": dice.random() < 0.5,
        "minutes": dice.randrange(1, 200),
        "volunteers": dice.randrange(9),
        "score": dice.randrange(100),
        "service": [{"volunteer": dice.choice("xyz") + str(dice.randrange(9)), "minutes": dice.randrange(1, 99)}],
        "community": dice.choice(["映月", "诺卡", "春江花园"]),
    }
    return fixed.get(name, "文")
