"""What was due on the last day of a report: how much of it was overdue, and the first of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contracts import catalogue
from contracts.roles import EVERYONE
from services.chassis.storage.lists.keyset import EXACT_UP_TO
from services.gateway.display import record_names
from services.gateway.display.formatting import Wording
from services.gateway.display.messages import pages
from services.gateway.http import permissions
from services.gateway.read_model import departed_people, due_dates, units
from services.gateway.read_model.due_dates import Deadline, DueQuestion
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reports.contents.moves import unit_title

WITHIN, MOST_ROWS = 10, 12
"""Within how many working days what falls due counts as soon; how many rows are told."""
Json = dict[str, Any]


def due_part(read_model: ReadModel, reader: Reader) -> Json:
    """What is overdue, and what falls due soon; of registers that only some may read nothing."""
    day = reader.question.as_of
    last = read_model.calendar().after(day, f"{WITHIN} workdays")
    tree, unit = reader.tree.values(), reader.unit
    members = None if unit is None else units.below(tree, unit, day)
    ask = DueQuestion(reader.question.district, day, last, hidden(), members, announced=False)
    ask = replace(ask, without=departed_people.departed_records(reader.tx, ask))
    late = replace(ask, last=day - dt.timedelta(days=1))
    overdue, all_ = (due_dates.count(reader.tx, one, EXACT_UP_TO + 1) for one in (late, ask))
    page = due_dates.page(reader.tx, ask, "", MOST_ROWS, backward=False)
    named = {lang: _names(reader, lang, page.deadlines) for lang in (pages.ZH, pages.EN)}
    return {
        "within": WITHIN,
        "overdue": min(overdue, EXACT_UP_TO),
        "soon": min(all_ - overdue, EXACT_UP_TO),
        "exact": all_ <= EXACT_UP_TO,
        "rows": [
            _row(one, day)
            | {
                "unit_title": unit_title(reader, one.unit),
                "name": {lang: names.get(_key(one), "") for lang, names in named.items()},
            }
            for one in page.deadlines
        ],
    }


def _names(reader: Reader, lang: str, some: Sequence[Deadline]) -> dict[str, str]:
    """What records are called, in a language."""
    wording = Wording.with_units(lang, reader.tree)
    return record_names.names_of(reader.tx, reader.question.district, {_key(one) for one in some}, wording)


def _key(one: Deadline) -> str:
    return f"{one.register.name}/{one.record}"


def hidden() -> frozenset[str]:
    """The registers with clocks that not everybody may read."""
    clocked = (one for one in catalogue.REGISTERS.values() if one.clocks)
    return frozenset(one.name for one in clocked if not all(permissions.is_reader(one, role) for role in EVERYONE))


def _row(one: Deadline, day: dt.date) -> Json:
    return {
        "register": one.register.name,
        "title": {"zh": one.register.zh, "en": one.register.en},
        "record": one.record,
        "clock": {"zh": one.clock.zh, "en": one.clock.en},
        "article": one.clock.article,
        "unit": one.unit,
        "due": one.due.isoformat(),
        "days_left": one.days_left(day),
    }
