"""How a record is told to others: what the gateway's clients see of it."""

from __future__ import annotations

from typing import Any

from contracts.errors import Problem
from contracts.register import Register
from services.chassis.desk import Outcome
from services.chassis.record import Entry, Record, frozen


def brief(record: Record) -> dict[str, Any]:
    """A record as it is now, the steps that may come next, and its due dates."""
    fields: dict[str, Any] = {}
    for entry in record.standing:
        fields |= entry.data
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
            for d in record.running()
        ],
    }
    whole: dict[str, Any] = frozen(told)
    return whole


def full(record: Record) -> dict[str, Any]:
    """A record with every telling, the replaced ones included."""
    standing = {entry.version for entry in record.standing}
    history = [_telling(record.register, entry, stands=entry.version in standing) for entry in record.entries]
    return brief(record) | {"history": sorted(history, key=lambda one: one["version"])}


def _telling(register: Register, entry: Entry, *, stands: bool) -> dict[str, Any]:
    told: dict[str, Any] = frozen(
        {
            "event": entry.event,
            "type": register.type_of(entry.step),
            "step": entry.step.name,
            "version": entry.version,
            "place": entry.place,
            "occurred_on": entry.on,
            "recorded_at": entry.at.now,
            "actor": entry.at.actor,
            "unit": entry.unit,
            "level": entry.level,
            "stands": stands,
            "data": entry.data,
        }
    )
    return told


def result(found: list[Outcome] | Problem) -> dict[str, Any]:
    """A group's result: the record as it left it with the events, or the problem and the step that met it."""
    if isinstance(found, Problem):
        return {"problem": found.told(), "step": found.step}
    last = found[-1]
    events = [outcome.event for outcome in found]
    return {
        "record": brief(last.record),
        "event": last.event,
        "events": events,
        "repeated": all(one.repeated for one in found),
    }
