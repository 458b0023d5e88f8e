"""Answers what waits for somebody: some of it of each kind, what waits longest first, and how much there is.

What is at one desk in one unit lies in order; what of it somebody may not take is passed over, within bounds, so that
no answer costs more the more there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa

from services.chassis.records.tasks import ELSEWHERE
from services.chassis.storage import store
from services.chassis.storage.lists.portions import Portion, lay_together

EXACT_UP_TO, FEWEST_COUNTED = 1_000, 100
"""So many tasks at one desk are counted, fewer in each unit where there are many units."""
MOST_PASSED = 2_000
"""So many tasks at one desk are looked at for one answer: then it ends, perhaps empty, and its place goes on."""
LAST = "\U0010ffff"
_Group = tuple[str, str, str]
"""A kind, a desk, and a unit; empty: all units."""


@dataclass(frozen=True)
class TaskQuestion:
    """What waits for somebody.

    desks   at which it lies, of each kind that is asked for
    units   in which they may take it; None: in all
    own     of which units they are
    barred  how they, those for whom they act, and their units stand among the barred
    place   where the last answer ended, or began for who goes back; empty: at the beginning, or at the end
    """

    desks: Mapping[str, Sequence[str]]
    units: Sequence[str] | None
    barred: Sequence[str] = ()
    own: frozenset[str] = frozenset()
    place: str = ""
    backward: bool = False
    most: int = 20


@dataclass(frozen=True)
class TaskPart:
    """Tasks of one kind by their places, in the order in which they were met; exact where `is_exact`, else at least."""

    portion: Portion
    total: int
    is_exact: bool


def read(tx: sa.Connection, question: TaskQuestion) -> dict[str, TaskPart]:
    """The tasks of each kind that is asked for."""
    groups = list(_groups(question))
    portions, counts = _portions(tx, question, groups), _counts(tx, question, groups)
    return {
        kind: TaskPart(
            lay_together(_of_kind(portions, kind), question.most, descending=question.backward),
            sum(free for free, _ in _of_kind(counts, kind)),
            all(is_exact for _, is_exact in _of_kind(counts, kind)),
        )
        for kind in question.desks
    }


def _groups(question: TaskQuestion) -> Iterable[_Group]:
    units = [""] if question.units is None else question.units
    every = ((kind, desk, unit) for kind, desks in question.desks.items() for desk in desks for unit in units)
    return (group for group in every if not (group[1].endswith(ELSEWHERE) and group[2] in question.own))


def _of_kind(by_group: Mapping[_Group, Any], kind: str) -> list[Any]:
    return [one for group, one in by_group.items() if group[0] == kind]


def _portions(tx: sa.Connection, question: TaskQuestion, groups: Sequence[_Group]) -> dict[_Group, Portion]:
    """Of each group so many tasks as may be taken, and one to tell whether there are more."""
    need = question.most + 1
    places = {group: _list(one) for group, one in _ask(tx, question, groups, "places", need).items()}
    short = [group for group in groups if len(places.get(group, ())) < need]
    ends = _ask(tx, question, short, "end", need)
    return {group: _portion(places.get(group, []), ends.get(group), need) for group in groups}


def _portion(places: Sequence[str], end: str | None, need: int) -> Portion:
    return Portion(places, end if len(places) < need else places[-1])


def _list(answer: Any) -> list[str]:
    """An array as the driver gives it: PostgreSQL's is a list already."""
    some: list[str] = orjson.loads(answer) if isinstance(answer, str) else answer
    return some


def _counts(tx: sa.Connection, question: TaskQuestion, groups: Sequence[_Group]) -> dict[_Group, tuple[int, bool]]:
    """How many of each group may be taken, of the first that are counted, and whether that is all."""
    most = max(FEWEST_COUNTED, EXACT_UP_TO // max(1, len(question.units or ())))
    counted = _ask(tx, question, groups, "count", most + 1)
    numbers = {group: [int(one) for one in text.split()] for group, text in counted.items()}
    return {group: (free, met <= most) for group, (met, free) in numbers.items()}


def _ask(
    tx: sa.Connection, question: TaskQuestion, groups: Sequence[_Group], what: str, need: int
) -> dict[_Group, Any]:
    """What one statement says of all these groups."""
    if not groups:
        return {}
    low, high = ("", question.place or LAST) if question.backward else (question.place, LAST)
    ask = {
        "groups": orjson.dumps(groups).decode(),
        "low": low,
        "high": high,
        "need": need,
        "passed": MOST_PASSED,
    }
    marks = {f"mark{number}": mark for number, mark in enumerate(question.barred)}
    shape = _TaskShape(store.is_lite(tx), question.units is None, question.backward, len(marks))
    wanted = {name: ask[name] for name in ("groups", *_PARAMETERS[what])}
    rows = tx.execute(_statement(shape, what), wanted | marks if what != "end" else wanted)
    return {groups[row.number]: row.answer for row in rows if row.answer is not None}


_PARAMETERS = {
    "places": ("low", "high", "need", "passed"),
    "end": ("low", "high", "passed"),
    "count": ("need",),
}


@dataclass(frozen=True)
class _TaskShape:
    """For which database, of all units or of some, which way, and how many marks are looked for."""

    lite: bool
    everywhere: bool
    backward: bool
    marks: int


@cache
def _statement(shape: _TaskShape, what: str) -> sa.TextClause:
    source = (
        "SELECT key AS number, json_extract(value, '$[0]') AS kind, json_extract(value, '$[1]') AS desk,"
        " json_extract(value, '$[2]') AS unit FROM json_each(:groups)"
        if shape.lite
        else "SELECT CAST(number - 1 AS integer) AS number, value->>0 AS kind, value->>1 AS desk, value->>2 AS unit"
        " FROM jsonb_array_elements(CAST(:groups AS jsonb)) WITH ORDINALITY AS every(value, number)"
    )
    return sa.text(f"SELECT g.number, ({_ANSWERS[what](shape)}) AS answer FROM ({source}) AS g")  # noqa: S608 -- texts of ours


def _places(shape: _TaskShape) -> str:
    array = "json_group_array" if shape.lite else "json_agg"
    met = _lying(shape, "place, barred", "passed")
    return f"SELECT {array}(place) FROM (SELECT place FROM ({met}) AS met WHERE {_free(shape)} LIMIT :need) AS free"  # noqa: S608


def _end(shape: _TaskShape) -> str:
    """The place up to which as many lie as are looked at."""
    return f"{_lying(shape, 'place', '')} LIMIT 1 OFFSET :passed - 1"


def _count(shape: _TaskShape) -> str:
    unit = "" if shape.everywhere else "AND tasks.unit = g.unit"
    met = f"SELECT barred FROM tasks WHERE tasks.kind = g.kind AND tasks.desk = g.desk {unit} LIMIT :need"  # noqa: S608
    return f"SELECT count(*) || ' ' || coalesce(sum(CASE WHEN {_free(shape)} THEN 1 ELSE 0 END), 0) FROM ({met}) AS met"  # noqa: S608


def _lying(shape: _TaskShape, columns: str, limit: str) -> str:
    """What lies at a desk between two places, in order."""
    unit = "" if shape.everywhere else "AND tasks.unit = g.unit"
    way = "DESC" if shape.backward else "ASC"
    most = f"LIMIT :{limit}" if limit else ""
    return f"""SELECT {columns} FROM tasks WHERE tasks.kind = g.kind AND tasks.desk = g.desk {unit}
        AND tasks.place > :low AND tasks.place < :high ORDER BY tasks.place {way} {most}"""  # noqa: S608


def _free(shape: _TaskShape) -> str:
    find = "instr" if shape.lite else "strpos"
    return " AND ".join(f"{find}(barred, :mark{number}) = 0" for number in range(shape.marks)) or "1 = 1"


_ANSWERS = {"places": _places, "end": _end, "count": _count}
