"""The facts of a number that counted on an earlier day and ceased to by a later one: they ran out, or were ended.

Found along the ends of spans. What merely became verified goes on in another span, and who has a newer word that stands
is not missing: both are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists.window import ListWindow, Place
from services.gateway.read_model import queries
from services.gateway.read_model.comparisons.bounded_walk import (
    LAST,
    IndexStretch,
    WalkPage,
    page_of,
    stretch,
    there_is,
)
from services.gateway.read_model.ledger import contributions
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies.fact_walk import meeting, own_rows, sets_of, standing_rows
from services.gateway.read_model.tallies.serving import serves
from services.gateway.read_model.tallies.spans import WHOLE, day_after
from services.gateway.read_model.tallies.tables import spans

PART, ALL = "part", "all"
_s, _f, _w, _bind = spans.c, spans.alias("piece").c, spans.alias("other").c, sa.bindparam
_ORDER = (_s.until, _s.event, _s.number)
_PLACE = sa.tuple_(*(_bind(f"place_{name}") for name in ("at", "event", "number")))
# As the partial index has it, word for word.
_ENDS = _s.until < sa.literal_column("'9999-12-31'")


@dataclass(frozen=True)
class LapseShape:
    """What the statements for lapses differ in; equal shapes share one compiled statement."""

    backward: bool
    stateful: bool
    is_part: bool


@dataclass(frozen=True)
class Lapse:
    """A fact that ceased to count: its rows, and how that came.

    until  the first day on which it did not count; None: nobody kept it
    how    expired: its own time was over; ended: another event ended it; anew: its period was over
    by     that event
    """

    rows: tuple[Any, ...]
    until: str | None
    how: str
    by: str | None = None


def sides_of(measure: Measure) -> tuple[str, ...]:
    """The sides of a measure whose facts move its number."""
    return (PART, WHOLE) if measure.compares else (ALL,)


@cache
def _passing(shape: LapseShape) -> sa.Select[Any]:
    """Entries of the index of ends, each with whether a fact of the number ceased to count there."""
    key = sa.tuple_(*_ORDER)
    beyond = (key < _PLACE, _s.until > _bind("since")) if shape.backward else (key > _PLACE, _s.until <= _bind("as_of"))
    names = ("event", "number", "subject", "record", "side", "start", "units", "dated", "facet", "amount")
    of_set = (*own_rows(_s), _s.side == _bind("side"), _s.units == _bind("set"), _ENDS, *beyond)
    order = [one.desc() for one in _ORDER] if shape.backward else list(_ORDER)
    some = sa.select(_s.until.label("at"), *(_s[name] for name in names)).where(*of_set).order_by(*order)
    p = some.limit(_bind("passed")).subquery("passing").c
    in_order = (p.at, p.event, p.number)
    own = [*own_rows(_f), *(_f[name] == p[name] for name in ("subject", "side", "record", "event", "number"))]
    stood = there_is(*own, _f.start <= _bind("since"), _f.until > _bind("since"))
    matters = [stood, sa.not_(there_is(*own, _f.start == p.at))]
    other = [*own_rows(_w), _w.subject == p.subject]
    if shape.stateful:
        alike = sa.or_(_bind("facets") <= 1, _w.facet == p.facet)
        here = store.any_of(_w.units.concat(""), "sets")
        matters.append(sa.not_(there_is(*other, _w.side == _bind("side"), alike, *standing_rows(_w), here)))
    if shape.is_part:
        matters.append(there_is(*other, *member(p.dated)))
    flags = sa.and_(*matters).label("matters")
    return sa.select(*p, flags).order_by(*(one.desc() if shape.backward else one for one in in_order))


def member(dated: Any) -> tuple[Any, ...]:
    """That another row has a subject in the whole on one of the two days; where that is asked, not due before a day."""
    in_time = sa.or_(_bind("in_time") == 0, _w.dated >= dated)
    of_units = store.any_of(_w.units.concat(""), "members")
    return _w.side == WHOLE, _w.start <= _bind("as_of"), _w.until > _bind("since"), in_time, of_units


def lapses(tx: sa.Connection, measure: Measure, question: Question, since: str, window: ListWindow) -> WalkPage:
    """The facts that counted on a day (`since`) and not as of the question's, by the day on which they ceased to.

    What has no tallies is found by reading all.
    """
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        return _by_rows(tx, measure, question, since, window)
    return page_of(window, _stretches(tx, measure, question, since, window))


def _stretches(
    tx: sa.Connection, measure: Measure, question: Question, since: str, window: ListWindow
) -> Iterator[IndexStretch]:
    bound = bound_by(tx, measure, question, since) | {"facets": measure.facets}
    for side in sides_of(measure):
        statement = _passing(LapseShape(window.backward, measure.stateful, side == PART))
        sets = sets_of(tx, bound | {"side": side})
        # A part counts whichever unit did it: the whole says whose it is.
        own = sets if side == PART else list(meeting(sets, question))
        for units in own:
            of_set = bound | {"side": side, "set": units, "sets": own}
            yield stretch(window, window.place or (since, LAST, LAST), reading(tx, statement, of_set))


def reading(
    tx: sa.Connection, statement: sa.Select[Any], bound: dict[str, Any]
) -> Callable[[Place, int], Sequence[Any]]:
    """What gives so many entries behind a place, by a statement that says whether each matters."""

    def read(place: Place, most: int) -> Sequence[Any]:
        beyond = dict(zip(("place_at", "place_event", "place_number"), place, strict=True))
        return tx.execute(statement, bound | beyond | {"passed": most}).all()

    return read


def bound_by(tx: sa.Connection, measure: Measure, question: Question, since: str) -> dict[str, Any]:
    """What a question binds; `members` are the sets of units of its whole."""
    own = {"district": question.district, "programme": measure.programme, "measure": measure.id}
    members = list(meeting(sets_of(tx, own | {"side": WHOLE}), question)) if measure.compares else []
    days = {"since": since, "as_of": question.as_of.isoformat()}
    return own | days | {"members": members, "in_time": int(measure.in_time)}


def _by_rows(tx: sa.Connection, measure: Measure, question: Question, since: str, window: ListWindow) -> WalkPage:
    """What counted on the one day and not on the other; when it ceased to is not known, so it is by its own day."""
    earlier = replace(question, as_of=question.as_of.fromisoformat(since))
    now = {(row.event, row.number) for row in queries.facts(tx, measure, question)}
    by_place: dict[tuple[Any, ...], list[Any]] = {}
    for row in queries.facts(tx, measure, earlier):
        if (row.event, row.number) not in now:
            by_place.setdefault((row.dated, row.event, row.number), []).append(row)
    part = window.of_all(sorted(by_place))
    return WalkPage([by_place[one] for one in part.places], part)


def describe(tx: sa.Connection, measure: Measure, question: Question, page: WalkPage) -> list[Lapse]:
    """How each of these came to count no more: by its own time, or by another event."""
    rows = [one[0] for one in page.rows]
    c = contributions.c
    own = (c.district == question.district, c.programme == measure.programme, c.measure == measure.id)
    alike = (store.among(c.subject, {row.subject for row in rows}), store.among(c.record, {row.record for row in rows}))
    names = (c.event, c.side, c.role, c.number, c.subject, c.record, c.happened, c.expires)
    sides = c.side.in_(sides_of(measure))
    others = list(tx.execute(sa.select(*names).where(*own, sides, *alike, c.gone.is_(None)))) if rows else []
    return [_lapse(tuple(some), others) for some in page.rows]


def _lapse(rows: tuple[Any, ...], others: list[Any]) -> Lapse:
    row, until = rows[0], getattr(rows[0], "at", None)
    if until is None:
        return Lapse(rows, None, "ended")
    for one in others:
        same = (one.event, one.number, one.subject) == (row.event, row.number, row.subject)
        if same and one.expires and day_after(one.expires) == until:
            return Lapse(rows, until, "expired")
    by = next(
        (
            one.event
            for one in others
            if (one.record, one.subject) == (row.record, row.subject)
            and one.happened == until
            and one.event != row.event
        ),
        None,
    )
    return Lapse(rows, until, "ended" if by else "anew", by)
