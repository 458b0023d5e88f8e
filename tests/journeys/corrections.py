"""Steps of the records in a home's databases, corrected by what they say already."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from contracts.errors import Problem
from services.cases import service as cases
from services.chassis.handling.command_service import CommandService
from services.chassis.records.correction import as_entered, redecide
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.record import Context, Record, Revision
from services.chassis.storage import journal
from services.chassis.storage.store import Store
from services.equipment import service as equipment
from services.outreach import service as outreach
from services.training import service as training
from tests import keys
from tests.office import VAULT

GUARDED = {"already-sat", "certificate-rests", "not-assigned"}
"""What refuses every correction of a step on which something rests, a paper that was sat, an examination that gave a
certificate; and what is its own reviewer's to correct."""
PROPOSED = "alike"
"""What a person is shown to choose from: what else is known by now, or was recorded in the same moment."""
OWNERS = {"training": training, "outreach": outreach, "equipment": equipment, "cases": cases}


def changed_by_nothing(home: Path, at: Context, dice: random.Random, most: int) -> tuple[int, list[str]]:
    """How many steps were decided again with the content that they have, and what came of those that now differ.

    `most` records of a register are drawn; of each of them every step is decided again, and all that follow it.
    """
    tried, wrong = 0, list[str]()
    for service, module in OWNERS.items():
        with_rules = CommandService(
            Store(f"sqlite:///{home / service}.db"), module.Service.provider.rules, keys.sealer("-"), vault=VAULT
        )
        for register in with_rules.rules:
            for number, problem in _of_register(with_rules, register, at, dice, most):
                tried += number
                wrong += [problem] if problem else []
    return tried, wrong


def _of_register(
    service: CommandService, register: str, at: Context, dice: random.Random, most: int
) -> Iterator[tuple[int, str]]:
    with service.store.begin_read() as tx:
        ids = journal.subjects(tx, register)
        lookup = service.lookup(tx)
        ports = DecisionPorts(lookup, lambda _form, data: data)
        for id_ in dice.sample(ids, min(most, len(ids))):
            record = lookup.record(register, id_)
            for place in [one.place for one in record.latest_revisions if one.place and not record.voided]:
                yield 1, _difference(service, record, place, at, ports)


def _difference(service: CommandService, record: Record, place: int, at: Context, ports: DecisionPorts) -> str:
    old = next(one for one in record.latest_revisions if one.place == place)
    entered = replace(as_entered(old), command="again")
    try:
        changed = redecide(service.rules[record.register.name], record, entered, at, ports)
    except Problem as problem:
        return "" if problem.slug in GUARDED else f"{record.register.name} {old.step.name}: {problem.slug} {problem}"
    differing = [one.step.name for one in changed if not _only_proposes(record, one)]
    return f"{record.register.name} {old.step.name}: changes {differing}" if differing else ""


def _only_proposes(record: Record, new: Revision) -> bool:
    old = next(one for one in record.latest_revisions if one.place == new.place)
    said, before = ({k: v for k, v in one.data.items() if k != PROPOSED} for one in (new, old))
    return (said, new.on, new.unit) == (before, old.on, old.unit)
