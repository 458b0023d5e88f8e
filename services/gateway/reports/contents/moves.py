"""What moved against the month before, and which way: measure by measure, with the facts that did it."""

from __future__ import annotations

from typing import Any

from contracts import catalogue
from contracts.roles import EVERYONE
from services.chassis.storage.lists.window import ListWindow
from services.gateway.http import permissions
from services.gateway.read_model import ledger, tallies
from services.gateway.read_model.comparisons import moves
from services.gateway.read_model.comparisons.judgement import Direction
from services.gateway.read_model.comparisons.moves import MeasureMove
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.progress import Reader

WAYS = (Direction.WORSE, Direction.BETTER, Direction.CHANGED)
"""What stands below its pace and did not move is among what is behind, and not here."""
MOST_FACTS, MOST_TRENDS = 3, 2
SHOWN = ("claimed", "verified", "expected", "status")
END = "\uffff"
Json = dict[str, Any]


def find(before: Reader, after: Reader) -> list[Json]:
    """The measures with a target that went any way, by the rule of the comparison and in its order: the worst first."""
    moved, _withheld = moves.moves(before, after)
    since = before.question.as_of.isoformat()
    return [_told(after, one, since) for one in moved if one.direction in WAYS and one.after["target"]]


def _told(reader: Reader, one: MeasureMove, since: str) -> Json:
    plain = {key: one.after[key] for key in ("id", "ref", "title", "unit", "target")}
    sides = {side: {key: told[key] for key in SHOWN} for side, told in (("before", one.before), ("after", one.after))}
    way = one.direction and one.direction.value
    return {**plain, **sides, "item": one.measure.item, "way": way, "facts": _facts(reader, one.measure, since)}


def _facts(reader: Reader, measure: Measure, since: str) -> list[Json]:
    """The last facts of a number that came in after a day; none of registers that only some may read."""
    if not lists_for_all(reader, measure):
        return []
    question = reader.as_of_for(measure)
    window = ListWindow(MOST_FACTS, (question.as_of.isoformat(), END, END), backward=True)
    rows = [row for row in tallies.facts(reader.tx, measure, question, window).rows if row.dated > since]
    events = ledger.events(reader.tx, question.district, {row.event for row in rows})
    chosen = {row.event: row for row in reversed(rows) if row.event in events}
    return [_fact(reader, events[event], row) for event, row in chosen.items()][:MOST_FACTS]


def lists_for_all(reader: Reader, measure: Measure) -> bool:
    """Whether everybody who may see the number may see what stands behind it."""
    registers = reader.programme.registers(measure.id)
    return not measure.private and all(permissions.is_reader(one, role) for one in registers for role in EVERYONE)


def _fact(reader: Reader, event: Any, row: Any) -> Json:
    register, step = catalogue.step_of(event.type)
    return {
        "event": event.id,
        "title": {"zh": f"{register.zh}{step.zh}", "en": f"{register.en}, {step.en.lower()}"},
        "unit": row.unit,
        "unit_title": unit_title(reader, row.unit),
        "dated": row.dated,
    }


def unit_title(reader: Reader, code: str) -> str:
    """What a unit is called; the code where it is known no more."""
    return str(reader.tree[code]["name"]) if code in reader.tree else code


def trends(reader: Reader, changed: list[Json]) -> list[Json]:
    """The course of the first that changed, by month-ends, as pictures draw it."""
    measures = [reader.programme.by_name[one["id"]] for one in changed[:MOST_TRENDS]]
    return [reader.measure(one) | {"by_month": reader.by_month(one)} for one in measures]
