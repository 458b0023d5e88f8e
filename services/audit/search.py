"""Which entries are meant: the newest first, in pages, each found by a bounded number of rows.

Of what is asked for, that leads which the fewest entries have: its index is read in the order of time, and the entries
behind it are held against the rest. Where that takes more rows than an answer may read it ends, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from contracts.audit.rpc import EntryFilter, EntryPage, EntryRow, SearchRequest, TrailRequest
from contracts.errors import Invalid, fault
from contracts.tlog import tree
from services.audit.entries import microseconds, moment_of, type_of
from services.audit.tables import CONDITIONS, DONE, INDEXES, SOUGHT, bodies, entries, named
from services.chassis.storage import store

MOST, MOST_READ = 500, 2500
"""Entries in an answer, and rows of an index that it reads at the most."""
LARGEST = 4 * 1024 * 1024
"""Characters of contents in an answer."""
ENOUGH = 1000
"""Rows up to which it is counted how many entries have what is asked for."""
_C = entries.c
_EARLIEST, _LATEST = -(2**62), 2**62


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order of time: of two entries of one moment the later one has the greater position."""

    time: int
    position: int


@dataclass(frozen=True, slots=True)
class Span:
    """Which stretch of the order is read: between two places, neither of which is meant, newest or oldest first."""

    after: Place
    before: Place
    backward: bool

    def within(self, time: sa.ColumnElement[int], position: sa.ColumnElement[int]) -> list[sa.ColumnElement[bool]]:
        """The same as conditions. The bounds of the time stand beside them: SQLite finds its way by these."""
        key = sa.tuple_(time, position)
        return [
            time >= self.after.time,
            time <= self.before.time,
            key > sa.tuple_(sa.literal(self.after.time), sa.literal(self.after.position)),
            key < sa.tuple_(sa.literal(self.before.time), sa.literal(self.before.position)),
        ]

    def order(self, time: sa.ColumnElement[int], position: sa.ColumnElement[int]) -> list[sa.UnaryExpression[int]]:
        """The order in which it is read."""
        return [one.asc() if self.backward else one.desc() for one in (time, position)]

    def beyond(self, place: Place) -> Span:
        """What is left of it after a place."""
        if self.backward:
            return Span(place, self.before, self.backward)
        return Span(self.after, place, self.backward)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: values by column, further conditions, a stretch, and how many entries."""

    values: Mapping[str, str]
    span: Span
    most: int
    is_resumed: bool
    also: tuple[sa.ColumnElement[bool], ...] = ()


VIEWS = sa.or_(_C.kind == "text_shown", _C.kind.contains("."))
"""Who saw a record's texts: whoever was shown them, and whoever took a step, since its answer shows the record."""


def search(tx: sa.Connection, request: SearchRequest) -> EntryPage:
    """Entries of a filter. Raises Invalid for a moment that cannot be read."""
    return page(tx, question(tx, request, request.within))


def trail(tx: sa.Connection, request: TrailRequest) -> EntryPage:
    """All that happened to a record, or who saw its texts."""
    asked = question(tx, request, EntryFilter(record=request.record))
    return page(tx, replace(asked, also=(VIEWS,)) if request.views else asked)


def question(tx: sa.Connection, request: SearchRequest | TrailRequest, within: EntryFilter) -> Question:
    """What a request asks of entries of a filter. Raises Invalid for a moment that cannot be read."""
    place, backward = request.place, request.backward
    values = {name: value for name in SOUGHT if (value := getattr(within, name))}
    after = Place(_moment(within, "since", _EARLIEST), -1)
    before = Place(_moment(within, "until", _LATEST), -1)
    span = Span(after, before, backward)
    at = None if place is None else tx.scalar(sa.select(_C.time).where(_C.position == place))
    if place is not None:
        span = span.beyond(Place(_LATEST if at is None else at, place))
    return Question(values, span, max(1, min(request.most, MOST)), place is not None)


def _moment(within: EntryFilter, name: str, otherwise: int) -> int:
    text = getattr(within, name)
    try:
        return microseconds(text) if text else otherwise
    except (ValueError, TypeError):
        raise Invalid(errors=[fault(name, "is no moment with a zone", "不是带时区的时刻")]) from None


def page(tx: sa.Connection, asked: Question) -> EntryPage:
    """The entries, with the places from which it goes on to older and to newer ones."""
    lead = _lead(tx, asked)
    rest = [_C[name] == value for name, value in asked.values.items() if name not in (lead, "record")]
    if "record" in asked.values and lead != "record":
        rest.append(_names(asked.values["record"]))
    rows, at, read = list[Any](), asked.span, 0
    chunk = asked.most + 1
    while len(rows) <= asked.most and read < MOST_READ:
        spine = _spine(tx, asked, lead, at, chunk)
        rows += _entries(tx, spine, [*rest, *asked.also], asked.span) if spine else []
        read += len(spine)
        if len(spine) < chunk:
            return _answer(asked, rows, None)
        at, chunk = at.beyond(spine[-1]), min(chunk * 2, MOST_READ - read) or 1
    return _answer(asked, rows, spine[-1] if len(rows) <= asked.most else None)


def _lead(tx: sa.Connection, asked: Question) -> str:
    """The column that the fewest entries of the stretch have so, as far as is counted; empty: none is asked for."""
    # Nearly all entries are done: no index holds them.
    able = [name for name, value in asked.values.items() if (name, value) != ("outcome", DONE)]
    if len(able) < 2:  # noqa: PLR2004 -- nothing to choose from
        return able[0] if able else ""
    counts = {name: _count(tx, name, asked) for name in able}
    return min(able, key=lambda name: counts[name])


def _count(tx: sa.Connection, name: str, asked: Question) -> int:
    rows = _index_rows(name, asked.values[name], asked.span, ENOUGH).subquery()
    return tx.scalar(sa.select(sa.func.count()).select_from(rows)) or 0


def _spine(tx: sa.Connection, asked: Question, lead: str, span: Span, most: int) -> list[Place]:
    """The next places of the entries that have what leads."""
    query = _index_rows(lead, asked.values[lead], span, most) if lead else _rows_by_time(span, most)
    return [Place(row.time, row.position) for row in tx.execute(query)]


def _rows_by_time(span: Span, most: int) -> sa.Select[Any]:
    query = sa.select(_C.time, _C.position).where(*span.within(_C.time, _C.position))
    return (
        query.with_hint(entries, "INDEXED BY entries_by_time", "sqlite")
        .order_by(*span.order(_C.time, _C.position))
        .limit(most)
    )


def _index_rows(name: str, value: str, span: Span, most: int) -> sa.Select[Any]:
    """The first places of an index's stretch; of a record also those of entries that name it among others."""
    query = sa.select(_C.time, _C.position).where(
        _C[name] == value, CONDITIONS[name], *span.within(_C.time, _C.position)
    )
    query = query.with_hint(entries, f"INDEXED BY {INDEXES[name].name}", "sqlite")
    query = query.order_by(*span.order(_C.time, _C.position)).limit(most)
    if name != "record":
        return query
    n = named.c
    others = sa.select(n.time, n.position).where(n.record == value, *span.within(n.time, n.position))
    others = others.order_by(*span.order(n.time, n.position)).limit(most)
    both = sa.union(sa.select(query.subquery()), sa.select(others.subquery())).subquery()
    return sa.select(both).order_by(*span.order(both.c.time, both.c.position)).limit(most)


def _names(record: str) -> sa.ColumnElement[bool]:
    n = named.c
    among = sa.exists().where(n.record == record, n.time == _C.time, n.position == _C.position)
    return sa.or_(_C.record == record, among)


def _entries(
    tx: sa.Connection, spine: Sequence[Place], conditions: Sequence[sa.ColumnElement[bool]], span: Span
) -> list[Any]:
    places = store.among(_C.position, [one.position for one in spine])
    query = sa.select(entries).where(places, *conditions)
    rows = tx.execute(query).all()
    return sorted(rows, key=lambda row: (row.time, row.position), reverse=not span.backward)


def _answer(asked: Question, rows: Sequence[Any], stopped: Place | None) -> EntryPage:
    here, has_more = rows[: asked.most], len(rows) > asked.most
    onward = here[-1].position if has_more else stopped.position if stopped else None
    back = here[0].position if asked.is_resumed and here else None
    newest_first = here[::-1] if asked.span.backward else here
    older, newer = (back, onward) if asked.span.backward else (onward, back)
    searched = moment_of(stopped.time) if stopped else ""
    return EntryPage(tuple(row_of(one) for one in newest_first), older, newer, searched)


def row_of(row: Any, body: str = "", salt: bytes = b"") -> EntryRow:
    """An entry as it is answered."""
    return EntryRow(
        row.position,
        row.id,
        type_of(row.service, row.kind),
        row.kind,
        moment_of(row.time),
        row.actor,
        tree.leaf_hash(bytes(row.commitment)).hex(),
        row.post,
        row.unit,
        row.address,
        row.record,
        row.outcome,
        row.times,
        bool(row.forgotten),
        body,
        bytes(salt or b"").hex(),
    )


def whole(tx: sa.Connection, indexes: Sequence[int], ids: Sequence[str]) -> tuple[EntryRow, ...]:
    """Entries by index or by their events' ids, with what they say where that is still there."""
    here = sa.or_(store.among(_C.position, indexes[:MOST]), store.among(_C.id, ids[:MOST]))
    query = sa.select(entries, bodies.c.body, bodies.c.salt).outerjoin(bodies, bodies.c.position == _C.position)
    rows, size = list[EntryRow](), 0
    for row in tx.execute(query.where(here).order_by(_C.position)):
        size += len(row.body or "")
        # The broker takes no message of any size: the rest is asked for again.
        if rows and size > LARGEST:
            break
        rows.append(row_of(row, row.body or "", row.salt))
    return tuple(rows)
