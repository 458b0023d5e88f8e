"""How a record is told to others: what the gateway's clients see of it."""

from __future__ import annotations

from typing import Any

from contracts.errors import Problem
from services.chassis import clocks, private, reckoning
from services.chassis.calendar import announced
from services.chassis.desk import Outcome
from services.chassis.disclosure import Disclosure
from services.chassis.record import Entry, Record, frozen
from services.chassis.registers import Registers, Result
from services.chassis.telling import Actor


def record(registers: Registers, actor: Actor | None, register: str, id_: str) -> dict[str, Any]:
    """A record with its history, or the problem that there is none."""
    try:
        found = registers.record(register, id_)
    except Problem as problem:
        return {"problem": problem.told()}
    return full(found, registers.disclosed(actor, private.tokens(found)))


def page(registers: Registers, actor: Actor | None, register: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records of a list, as a person may read them."""
    where, known = private.shape_of(register), registers.known(register)
    to = registers.disclosed(actor, (token for row in rows for token in private.found(where, row["fields"])))
    return [{**row, "fields": to.told(known, row["unit"], where, row["fields"])} for row in rows]


def shown(registers: Registers, actor: Actor, register: str, ids: list[str]) -> dict[str, dict[str, str]]:
    """What stands behind the tokens of these records, as a person may read it."""
    records = registers.records(register, ids)
    to = registers.disclosed(actor, (token for record in records for token in private.tokens(record)))
    return {record.id: to.behind(record) for record in records}


def brief(record: Record, to: Disclosure) -> dict[str, Any]:
    """A record as it is now, the steps that may come next, and its due dates."""
    fields: dict[str, Any] = {}
    for entry in record.standing:
        fields |= to.of(record, entry)
    told = {
        "id": record.id,
        "register": record.register.name,
        "version": record.version,
        "status": record.status(),
        "unit": record.unit,
        "fields": {name: value for name, value in fields.items() if name not in ("due", "of")},
        "next": record.possible(),
        "due": [
            {"clock": d.clock, "run": d.run, "article": d.article, "start": d.start, "due": d.due}
            for d in clocks.running(record)
        ],
    }
    whole: dict[str, Any] = frozen(told)
    return whole


def full(record: Record, to: Disclosure) -> dict[str, Any]:
    """A record with every telling, the replaced ones included, and how each of its clocks was reckoned."""
    standing = {entry.version for entry in record.standing}
    history = [_telling(record, entry, to, stands=entry.version in standing) for entry in record.entries]
    reckoned = [reckoning.told(due, announced()) for due in clocks.runs(record)]
    return brief(record, to) | {
        "history": sorted(history, key=lambda one: one["version"]),
        "clocks": frozen(reckoned),
    }


def _telling(record: Record, entry: Entry, to: Disclosure, *, stands: bool) -> dict[str, Any]:
    told: dict[str, Any] = frozen(
        {
            "event": entry.event,
            "type": record.register.type_of(entry.step),
            "step": entry.step.name,
            "version": entry.version,
            "place": entry.place,
            "occurred_on": entry.on,
            "recorded_at": entry.at.now,
            "actor": entry.at.actor,
            "unit": entry.unit,
            "level": entry.level,
            "stands": stands,
            "data": to.of(record, entry),
        }
    )
    return told


def results(registers: Registers, actor: Actor, found: list[Result], *, tried: bool = False) -> list[dict[str, Any]]:
    """What became of groups of commands, as the person who gave them may read it; `tried`: nothing of it stands."""
    left = [one[-1].record for one in found if not isinstance(one, Problem)]
    to = registers.disclosed(actor, (token for record in left for token in private.tokens(record)))
    return [refused(one) if isinstance(one, Problem) else _result(one, to, tried=tried) for one in found]


def refused(problem: Problem) -> dict[str, Any]:
    """A group's result when nothing was done: the problem, and the step that met it."""
    return {"problem": problem.told(), "step": problem.step}


def _result(found: list[Outcome], to: Disclosure, *, tried: bool) -> dict[str, Any]:
    """A group's result: the record as it left it, with the events."""
    last = found[-1]
    events = [outcome.event for outcome in found]
    told = brief(last.record, to)
    return {
        "record": told | {"fields": _seen(last.record, told["fields"])} if tried else told,
        "event": last.event,
        "events": events,
        "repeated": all(one.repeated for one in found),
    }


def _seen(record: Record, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields without what blind steps tell only when they stand."""
    unseen = {name for entry in record.standing for name in entry.step.unseen}
    return {name: value for name, value in fields.items() if name not in unseen}
