"""How records stood on a day: a rule decides by the day on which a thing happened, whenever it is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.errors import NotYet
from contracts.refusals import NotOnStrength
from services.chassis.base import clock
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import LookupFunction


def as_of(record: Record, day: dt.date) -> Record:
    """A record as far as it had happened by a day."""
    return Record(record.register, record.id, tuple(e for e in record.effective if e.place and e.on <= day))


def unit_on(record: Record, day: dt.date) -> str:
    """The unit that a record belonged to on a day; empty: to none yet."""
    happened = sorted(as_of(record, day).effective, key=lambda entry: (entry.on, entry.place))
    return happened[-1].unit if happened else ""


def posting_unit(person: Record, day: dt.date, field: str) -> str:
    """The unit in which a person was on strength on a day. Raises NotOnStrength, at the field that names them."""
    then = as_of(person, day)
    if then.status() in ("new", "left"):
        raise NotOnStrength(person.id, day, errors=[NotOnStrength.fault(field)])
    return unit_on(person, day)


def day_passed(field: str, form: Data, at: Context) -> dt.date:
    """The business day of a moment that has passed. Raises NotYet, at its field."""
    if form[field] > at.now:
        raise NotYet(form[field].isoformat(), errors=[NotYet.fault(field)])
    return clock.day_of(form[field])


def lookup_by_field(register: str, field: str) -> LookupFunction:
    """A look-up for the record that a field of the form names, or named when it was last given."""

    def look_up(record: Record, form: Data, lookup: Lookup) -> Record:
        return lookup.record(register, str(form.get(field) or record[field]))

    return look_up


@dataclass(frozen=True)
class Move:
    """A step that moves a record: the day, where it leads, its data."""

    on: dt.date
    leads: str
    data: Data


@dataclass(frozen=True)
class Span:
    """From a day on, and up to another that is no longer part of it."""

    since: dt.date
    until: dt.date


Moves = Sequence[Move]


def moves(record: Record) -> list[Move]:
    """The moves of a record's main line, in their order."""
    return _moves(record.moves())


def later(record: Record, _form: Data, lookup: Lookup) -> list[Move]:
    """A look-up for the moves after the step that is corrected; after a step that is new there are none."""
    before = max((entry.place for entry in record.latest_revisions), default=0)
    whole = lookup.record(record.register.name, record.id)
    return _moves([entry for entry in whole.latest_revisions if entry.place > before][1:])


def _moves(entries: Iterable[Revision]) -> list[Move]:
    return [Move(e.on, e.step.leads, e.data) for e in entries if e.step.line == "main" and e.step.leads]


def status_spans(history: Moves, *statuses: str) -> list[Span]:
    """The spans in which a record stands in one of these statuses."""
    return [span for move, span in _with_spans(history) if move.leads in statuses]


def value_spans(history: Moves, field: str, value: str, *ends: str) -> list[Span]:
    """The spans in which a field has a value: until it has another, or a move leads to one of these ends."""
    turns = [move for move in history if move.data.get(field) or move.leads in ends]
    return [span for move, span in _with_spans(turns) if move.data.get(field) == value]


def _with_spans(history: Moves) -> list[tuple[Move, Span]]:
    """Each move with the span until the next."""
    days = [*(move.on for move in history), dt.date.max]
    return [(move, Span(*span)) for move, span in zip(history, pairwise(days), strict=True)]


def overlap(some: Iterable[Span], others: Iterable[Span]) -> bool:
    """Whether spans have a day in common."""
    theirs = list(others)
    return any(max(a.since, b.since) < min(a.until, b.until) for a in some for b in theirs)
