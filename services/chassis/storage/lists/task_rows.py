"""Writes what records wait for, beside what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from services.chassis.records.record import Record
from services.chassis.records.tasks import Task, has_tasks, tasks_of
from services.chassis.storage.lists import rewriting
from services.chassis.storage.lists.tables import tasks

BETWEEN = "\x1f"
"""Between the parts of a place, and around each of the barred: in no name of ours."""
OF_UNIT = "@"
"""Before a unit among the barred: no person's code begins so."""
Row = dict[str, str]


def save(tx: sa.Connection, changed: Iterable[Record]) -> None:
    """Write what own records wait for now."""
    rewriting.rewrite(tx, tasks, (one for one in changed if has_tasks(one.register)), _rows)


def clear(tx: sa.Connection, registers: Sequence[str]) -> None:
    """Forget what records of some registers wait for, to be written again."""
    rewriting.clear(tx, tasks, registers)


def place_of(record: Record, task: Task) -> str:
    """Where a task stands in the order of all: what waits longest comes first."""
    return BETWEEN.join((task.since.isoformat(), record.register.name, record.id, task.step))


def barred_text(people: Iterable[str], units: Iterable[str]) -> str:
    """Who may not take a task, in one text, so that each is found in it."""
    return "".join(marks_of(people, units))


def marks_of(people: Iterable[str], units: Iterable[str]) -> list[str]:
    """How people and units stand among the barred."""
    names = (*sorted(people), *sorted(f"{OF_UNIT}{one}" for one in units))
    return [f"{BETWEEN}{one}{BETWEEN}" for one in names]


def _rows(record: Record) -> list[Row]:
    return [
        {
            "kind": one.kind,
            "desk": one.desk.key,
            "unit": record.unit,
            "place": place_of(record, one),
            "register": record.register.name,
            "id": record.id,
            "barred": barred_text(one.people, one.units),
        }
        for one in tasks_of(record)
    ]
