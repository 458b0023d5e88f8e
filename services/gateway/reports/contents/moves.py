"""What got worse or better against the month before: measure by measure, with the facts that did it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts import catalogue
from contracts.roles import EVERYONE
from services.chassis.storage.lists.window import ListWindow
from services.gateway.http import permissions
from services.gateway.read_model import ledger, tallies
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.progress import Reader
from services.gateway.reports.contents.items import FURTHER

WORSE, BETTER = "worse", "better"
MOST_FACTS, MOST_TRENDS = 3, 2
SHOWN = ("claimed", "verified", "expected", "status")
END = "\uffff"
Json = dict[str, Any]


def find(before: Reader, after: Reader) -> list[Json]:
    """The measures with a target that stand weaker or stronger, or whose numbers moved: what got worse comes first,
    and of each what moved a status before what moved a number alone.
    """
    return sorted(_moved(before, after), key=_turn)


def _turn(one: Json) -> tuple[bool, bool, int]:
    same = one["before"]["status"] == one["after"]["status"]
    return one["way"] != WORSE, same, FURTHER.index(one["after"]["status"])


def _moved(before: Reader, after: Reader) -> Iterator[Json]:
    for name, measure in after.programme.by_name.items():
        if name in before.programme.by_name and measure.target and not measure.awaits:
            old, new = before.measure(before.programme.by_name[name]), after.measure(measure)
            if way := way_of(old, new):
                plain = {key: new[key] for key in ("id", "ref", "title", "unit", "target")}
                sides = {side: {key: one[key] for key in SHOWN} for side, one in (("before", old), ("after", new))}
                since = before.question.as_of.isoformat()
                yield {**plain, **sides, "item": measure.item, "way": way, "facts": _facts(after, measure, since)}


def way_of(old: Json, new: Json) -> str | None:
    """Whether a measure stands weaker than it did, or stronger; None: as before, or it cannot be told."""
    if None in (old["status"], new["status"]) or new["target"] is None:
        return None
    before, after = (FURTHER.index(one["status"]) for one in (old, new))
    if before != after:
        return WORSE if after < before else BETTER
    steps = [float(new[name] or 0) - float(old[name] or 0) for name in ("claimed", "verified")]
    step = next((one for one in steps if one), 0.0) * (-1 if new["target"]["op"] == "<=" else 1)
    return None if not step else BETTER if step > 0 else WORSE


def _facts(reader: Reader, measure: Measure, since: str) -> list[Json]:
    """The last facts of a number that came in after a day; none of registers that only some may read."""
    if not lists_for_all(reader, measure):
        return []
    question = reader.as_of_for(measure)
    window = ListWindow(MOST_FACTS, (question.as_of.isoformat(), END, END), backward=True)
    rows = [row for row in tallies.facts(reader.tx, measure, question, window).rows if row.dated > since]
    events = ledger.events(reader.tx, question.district, {row.event for row in rows})
    chosen = {row.event: row for row in reversed(rows) if row.event in events}
    return [_fact(events[event], row) for event, row in chosen.items()][:MOST_FACTS]


def lists_for_all(reader: Reader, measure: Measure) -> bool:
    """Whether everybody who may see the number may see what stands behind it."""
    registers = reader.programme.registers(measure.id)
    return not measure.private and all(permissions.is_reader(one, role) for one in registers for role in EVERYONE)


def _fact(event: Any, row: Any) -> Json:
    register, step = catalogue.step_of(event.type)
    return {
        "event": event.id,
        "title": {"zh": f"{register.zh}{step.zh}", "en": f"{register.en}, {step.en.lower()}"},
        "unit": row.unit,
        "dated": row.dated,
    }


def trends(reader: Reader, changed: list[Json]) -> list[Json]:
    """The course of the first that changed, by month-ends, as pictures draw it."""
    measures = [reader.programme.by_name[one["id"]] for one in changed[:MOST_TRENDS]]
    return [reader.measure(one) | {"by_month": reader.by_month(one)} for one in measures]
