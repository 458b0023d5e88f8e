"""How a record is told to others: what the gateway's clients see of it."""

from __future__ import annotations

from typing import Any

from contracts.errors import Problem
from services.chassis.handling.command_service import CommandService, Result
from services.chassis.handling.masking import Masker
from services.chassis.handling.unit_of_work import CommandOutcome
from services.chassis.records import deadline_explanation, deadlines, pseudonyms
from services.chassis.records.calendar import official_calendar
from services.chassis.records.command import Actor
from services.chassis.records.record import Record, Revision, encode


def record(registers: CommandService, actor: Actor | None, register: str, id_: str) -> dict[str, Any]:
    """A record with its history, or the problem that there is none."""
    try:
        found = registers.record(register, id_)
    except Problem as problem:
        return {"problem": problem.to_dict()}
    return full(found, registers.masker_for(actor, pseudonyms.tokens(found)))


def page(
    registers: CommandService, actor: Actor | None, register: str, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Records of a list, as a person may read them."""
    where, known = pseudonyms.shape_of(register), registers.find_register(register)
    to = registers.masker_for(actor, (token for row in rows for token in pseudonyms.find_texts(where, row["fields"])))
    return [{**row, "fields": to.mask_data(known, row["unit"], where, row["fields"])} for row in rows]


def readable_texts(registers: CommandService, actor: Actor, register: str, ids: list[str]) -> dict[str, dict[str, str]]:
    """What stands behind the tokens of these records, as a person may read it."""
    records = registers.records(register, ids)
    to = registers.masker_for(actor, (token for record in records for token in pseudonyms.tokens(record)))
    return {record.id: to.texts_by_token(record) for record in records}


def brief(record: Record, to: Masker) -> dict[str, Any]:
    """A record as it is now, the steps that may come next, and its due dates."""
    fields: dict[str, Any] = {}
    for entry in record.effective:
        fields |= to.revision_data(record, entry)
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
            for d in deadlines.running(record)
        ],
    }
    whole: dict[str, Any] = encode(told)
    return whole


def full(record: Record, to: Masker) -> dict[str, Any]:
    """A record with every telling, the replaced ones included, and how each of its clocks was reckoned."""
    standing = {entry.version for entry in record.effective}
    history = [_revision(record, entry, to, stands=entry.version in standing) for entry in record.revisions]
    reckoned = [deadline_explanation.explain(due, official_calendar()) for due in deadlines.runs(record)]
    return brief(record, to) | {
        "history": sorted(history, key=lambda one: one["version"]),
        "clocks": encode(reckoned),
    }


def _revision(record: Record, entry: Revision, to: Masker, *, stands: bool) -> dict[str, Any]:
    told: dict[str, Any] = encode(
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
            "data": to.revision_data(record, entry),
        }
    )
    return told


def results(
    registers: CommandService, actor: Actor, found: list[Result], *, tried: bool = False
) -> list[dict[str, Any]]:
    """What became of groups of commands, as the person who gave them may read it; `tried`: nothing of it stands."""
    left = [one[-1].record for one in found if not isinstance(one, Problem)]
    to = registers.masker_for(actor, (token for record in left for token in pseudonyms.tokens(record)))
    return [refusal(one) if isinstance(one, Problem) else _result(one, to, tried=tried) for one in found]


def refusal(problem: Problem) -> dict[str, Any]:
    """A group's result when nothing was done: the problem, and the step that met it."""
    return {"problem": problem.to_dict(), "step": problem.step}


def _result(found: list[CommandOutcome], to: Masker, *, tried: bool) -> dict[str, Any]:
    """A group's result: the record as it left it, with the events."""
    last = found[-1]
    events = [outcome.event for outcome in found]
    told = brief(last.record, to)
    return {
        "record": told | {"fields": _visible_fields(last.record, told["fields"])} if tried else told,
        "event": last.event,
        "events": events,
        "repeated": all(one.repeated for one in found),
    }


def _visible_fields(record: Record, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields without what blind steps tell only when they stand."""
    unseen = {name for entry in record.effective for name in entry.step.unseen}
    return {name: value for name, value in fields.items() if name not in unseen}
