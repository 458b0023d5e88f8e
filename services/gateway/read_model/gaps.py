"""What a gap list says of each member: what its record is called, the last event of it in the part, and what it has.

For every measure alike: the ledger's row that ended, expired or came too late, and the words of its event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from marshmallow import fields

from contracts import catalogue
from contracts.envelope import Event
from contracts.forms import Form, element_form, fields_of, personal
from contracts.register import Register, Step
from services.chassis.records.record import OPENING
from services.chassis.storage import store
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.gateway.read_model import ledger, tallies
from services.gateway.read_model.ledger import contributions, stamp, tellings
from services.gateway.read_model.programme import Measure, Programme, Take
from services.gateway.read_model.question import Question

PART = "part"
UNSAID = ("evidence", "paper", "private", "happened")
Data = dict[str, Any]
Field = fields.Field[Any]


@dataclass(frozen=True)
class LastEvent:
    """The last event of a member in the part.

    how   ended: it no longer counts since; expired: its time is over; late: after the day it was due;
          partial: more is asked for; earlier: it lies in a period that is over
    values  what the event says in single fields, and what the rule found; of a list that was counted one by one the
          element that this member is, and `each` is the list
    """

    how: str
    event: Event
    values: Data
    each: str | None = None

    @property
    def value_fields(self) -> dict[str, Field]:
        """The fields of which `values` has some."""
        return fields_of_each(self.step, self.each)

    @property
    def step(self) -> Step:
        """The step that left it."""
        return catalogue.edition_of(self.event)


@dataclass(frozen=True)
class Gap:
    """A member of the whole that is missing from the part.

    event   what made it a member, of which record
    details what that record's opening and that event say, by which people know it
    last    the last event of it in the part; None: there is none
    has     the facets it has, where several are asked for
    """

    subject: str
    unit: str
    dated: str
    event: Event
    details: Data
    last: LastEvent | None = None
    has: tuple[str, ...] = ()

    @property
    def register(self) -> Register:
        """The register of the record that made it a member."""
        return catalogue.REGISTERS[self.event.register]


@dataclass
class _PartHistory:
    """The rows of one member in the part, in the order in which they happened."""

    last: Any = None
    facets: dict[str, set[str]] = field(default_factory=dict)

    def add(self, row: Any, as_of: str) -> None:
        """One more row; what ends a record's share takes its facets."""
        self.last = row
        if row.role == "ends":
            self.facets[row.record] = set()
        elif row.facet and not _over(row, as_of):
            self.facets.setdefault(row.record, set()).add(row.facet)

    @property
    def has(self) -> tuple[str, ...]:
        """The facets that stand."""
        return tuple(sorted({one for some in self.facets.values() for one in some}))


@dataclass(frozen=True)
class GapPage:
    """Some gaps of a measure, how many it has in all, and where the list goes on."""

    gaps: list[Gap]
    number: int
    part: ListPart


def gaps_of(
    tx: sa.Connection, programme: Programme, measure: Measure, question: Question, window: ListWindow
) -> GapPage:
    """The gaps of a measure in a window of their list, in the order of their subjects."""
    page = tallies.missing_members(tx, measure, question, window)
    return GapPage(describe(tx, programme, measure, question, page.rows), page.number, page.part)


def describe(
    tx: sa.Connection, programme: Programme, measure: Measure, question: Question, rows: Sequence[Any]
) -> list[Gap]:
    """What there is to say of some members that are missing, of each by its row of `queries.gaps`."""
    part = _Part(programme, measure, question)
    histories = part.histories(tx, [row.subject for row in rows])
    events = ledger.events(
        tx, question.district, {row.event for row in (*rows, *(one.last for one in histories.values()))}
    )
    openings = _openings(tx, {events[row.event].record for row in rows}, question)
    return [_gap(part, row, histories.get(row.subject), events, openings) for row in rows]


def _gap(
    part: _Part, row: Any, history: _PartHistory | None, events: Mapping[str, Event], openings: Mapping[str, Data]
) -> Gap:
    event = events[row.event]
    details = openings.get(event.record, {}) | _set(event.data.get("of") or {})
    gap = Gap(row.subject, row.unit, row.dated, event, details)
    if history is None:
        return gap
    return replace(gap, last=part.last_event(history.last, gap, events[history.last.event]), has=part.has(history))


def _openings(tx: sa.Connection, records: Iterable[str], question: Question) -> dict[str, Data]:
    """What the openings of some records say, the last revision of each that was known."""
    c, known_at = tellings.c, stamp(question.known_at)
    own = (store.among(c.record, records), c.district == question.district)
    rows = tx.execute(sa.select(c.id, c.known).where(*own, c.place == OPENING))
    # A condition in the statement would have the planner read the index of time: all events that were known.
    ids = [row.id for row in rows if row.known <= known_at]
    events = sorted(ledger.events(tx, question.district, ids).values(), key=lambda one: one.recordversion)
    return {event.record: _set(event.data) for event in events}


@dataclass(frozen=True)
class _Part:
    """The part of a measure, on the day asked about."""

    programme: Programme
    measure: Measure
    question: Question

    def histories(self, tx: sa.Connection, subjects: Sequence[str]) -> dict[str, _PartHistory]:
        """The rows of each of these by that day, as they were known."""
        c, as_of, known_at = contributions.c, self.question.as_of.isoformat(), stamp(self.question.known_at)
        standing = sa.and_(c.known <= known_at, sa.or_(c.gone.is_(None), c.gone > known_at))
        counted = sa.or_(c.role == "ends", sa.and_(c.role == "opens", c.dated <= as_of))
        own = (c.district == self.question.district, c.programme == self.measure.programme)
        of = (c.measure == self.measure.id, c.side == PART, store.among(c.subject, subjects), c.happened <= as_of)
        query = sa.select(c.subject, c.record, c.event, c.role, c.number, c.dated, c.expires, c.facet)
        histories: dict[str, _PartHistory] = {}
        ordered = query.where(*own, *of, standing, counted).order_by(c.turn, c.event, c.number)
        for row in tx.execute(ordered):
            histories.setdefault(row.subject, _PartHistory()).add(row, as_of)
        return histories

    def has(self, history: _PartHistory) -> tuple[str, ...]:
        """The facets that a member has, where several are asked for."""
        return history.has if self._several else ()

    @property
    def _several(self) -> bool:
        return self.measure.facets > 1 or self.measure.demanding

    def last_event(self, row: Any, gap: Gap, event: Event) -> LastEvent:
        """The last event, in its own words."""
        take = self._take(row, event)
        return LastEvent(self._how(row, gap), event, _event_values(take, row, event), take.each)

    def _how(self, row: Any, gap: Gap) -> str:
        """Why the last event does not put the member into the part."""
        if row.role == "ends":
            return "ended"
        if _over(row, self.question.as_of.isoformat()):
            return "expired"
        if self.measure.in_time and row.dated > gap.dated:
            return "late"
        return "partial" if self._several else "earlier"

    def _take(self, row: Any, event: Event) -> Take:
        """The way in which the event came into the part."""
        key = (self.measure.id, PART, row.role, row.number.partition(".")[0])
        ways = self.programme.takes[event.type]
        return next(one for one in ways if (one.measure, one.side, one.role, str(one.number)) == key)


def fields_of_each(step: Step, each: str | None) -> dict[str, Field]:
    """The fields of a step's event, and those of the elements of a list that is counted one by one."""
    form_fields = fields_of(step.data)
    inner = element_form(form_fields[each]) if each else None
    return form_fields | (fields_of(inner) if inner else {})


def _over(row: Any, as_of: str) -> bool:
    return row.expires is not None and row.expires < as_of


def _event_values(take: Take, row: Any, event: Event) -> Data:
    """The event's own words, short enough for a list: the whole of it stands behind the event."""
    step = catalogue.edition_of(event)
    values = _form_values(step.form, event.data, lists=False)
    values |= _form_values(step.adds, event.data, lists=True) if step.adds else {}
    if take.each and (inner := element_form(fields_of(step.data)[take.each])):
        values.pop(take.each, None)
        values |= _form_values(inner, event.data[take.each][int(row.number.rpartition(".")[2])], lists=True)
    return values


def _form_values(form: type[Form], data: Mapping[str, Any], *, lists: bool) -> Data:
    """What a form's fields say, but for papers, private texts and the day; `lists`: those that a rule found."""
    names = {
        name
        for name, one in fields_of(form).items()
        if one.metadata.get("x-type") not in UNSAID and (lists or not element_form(one)) and not personal(one)
    }
    return _set({name: value for name, value in data.items() if name in names})


def _set(data: Mapping[str, Any]) -> Data:
    """What was filled in."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
