"""What waits for who is signed in: `/v1/work`, of all owners together and of the view, by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET
from contracts.errors import Unavailable, Unknown
from contracts.register import Register, Step
from contracts.roles import EVERYONE
from contracts.rpc import OpenRecord, PageRow, RecordKey, TaskFilter, TaskRow, TaskSection, TasksReply, TasksRequest
from contracts.tasks import KINDS
from services.chassis.storage.lists.portions import Portion, lay_together
from services.gateway import callers
from services.gateway.api.due import DueDates, DueList
from services.gateway.api.work.other_work import OtherWork, OtherWorkFinder, other_items
from services.gateway.display import paging, register_columns
from services.gateway.display.formatting import Wording
from services.gateway.display.messages.pages import ZH
from services.gateway.display.paging import Cursor, Turns
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.due_dates import Deadline
from services.gateway.record_client import RecordClient

DUE = "due"
DUE_TITLE = ("到期事项", "Due")
SECTIONS = {DUE: DUE_TITLE, **KINDS}
USUAL = 20
"""Rows of each section, where nobody says how many."""
Replies = dict[str, TasksReply]


@dataclass(frozen=True)
class WorkRow:
    """One thing that waits: its record, what it is about, since when or until when, and the steps that are next.

    record  as its owner tells it; None: it did not answer
    """

    register: Register
    id: str
    unit: str
    record: PageRow | None
    steps: tuple[Step, ...]
    since: str | None = None
    deadline: Deadline | None = None

    def about(self, wording: Wording) -> str:
        """What it is about, in a few words; empty where that is not told."""
        return register_columns.name_of(self.register, self.record.fields, wording) if self.record else ""


@dataclass(frozen=True)
class WorkSection:
    """Things of one kind, what is most urgent first; `total` of them, or, not `is_exact`, at least."""

    kind: str
    rows: Sequence[WorkRow]
    turns: Turns
    total: int
    is_exact: bool


@dataclass(frozen=True)
class WorkList:
    """All that waits for somebody.

    silent  owners that did not answer, of whose registers nothing is told
    other   what is no step of a record; None where one section alone is asked for
    """

    today: dt.date
    sections: Sequence[WorkSection]
    silent: tuple[str, ...]
    other: OtherWork | None


@dataclass
class Work:
    """Answers what waits for somebody."""

    client: RecordClient
    due: DueDates
    others: OtherWorkFinder

    @Route(
        GET,
        "/v1/work",
        "work",
        EVERYONE,
        "我的待办 / What waits for me",
        "Work",
        "unit, section, cursor, limit",
        others=(404, 422),
    )
    def work(self, request: ApiRequest) -> Response:
        """What waits for the bearer in the units of their post: due, to approve, to confirm, and so on.

        Beside the sections stand examinations, imports to vouch for and warnings to answer.
        With `section` that one alone; a section's `next` is a cursor of it. What somebody may not take because of what
        they did before is not told to them.
        """
        found = self.find_work(request, min(paging.MOST_ROWS, request.number("limit", USUAL, paging.MOST_TAKEN)))
        wording = Wording.with_units(ZH, self.client.read_model.unit_tree())
        sections = [_section_item(one, found.today, wording) for one in found.sections]
        body = {"as_of": found.today, "sections": sections, "silent": found.silent}
        return responses.answer(body | (other_items(found.other, request.bearer) if found.other else {}))

    def find_work(self, request: ApiRequest, most: int) -> WorkList:
        """What waits for a bearer, of each kind some. Raises Unknown for a unit, BadCursor, and Invalid."""
        section = request.among("section", SECTIONS, "") if "section" in request.query else ""
        if paging.CURSOR in request.query and not section:
            raise paging.BadCursor
        units = self._units(request)
        due = self._due(request, most, units) if section in ("", DUE) else None
        replies = self._ask_owners(request, most, section, units, due)
        silent = tuple(name for name in catalogue.SERVICES if name not in replies)
        kinds = [kind for kind in KINDS if section in ("", kind)]
        waiting = (_merged(_of_section(request, kind), kind, most, replies.values()) for kind in kinds)
        sections = [one for one in waiting if one is not None]
        sections = self._with_deadlines(sections)
        told = [_due_section(due, replies.values()), *sections] if due is not None else sections
        exact = [one if not silent or one.kind == DUE else replace(one, is_exact=False) for one in told]
        other = None if section else self.others.find(request.bearer, units, most)
        return WorkList(self.due.read_model.today(), exact, silent, other)

    def _with_deadlines(self, sections: Sequence[WorkSection]) -> list[WorkSection]:
        """What waits, each with what ends soonest in its record: who has many to look at begins with that."""
        keys = {RecordKey(row.register.name, row.id) for one in sections for row in one.rows}
        nearest = self.due.nearest(sorted(keys, key=lambda one: (one.register, one.id)))

        def with_deadline(row: WorkRow) -> WorkRow:
            return replace(row, deadline=nearest.get(RecordKey(row.register.name, row.id)))

        return [replace(one, rows=[with_deadline(row) for row in one.rows]) for one in sections]

    def _units(self, request: ApiRequest) -> tuple[str, ...] | None:
        """The units that are meant, of those for which the bearer speaks; None: all. Raises Unknown."""
        own, unit = callers.units_within(request.bearer, self.client.read_model), request.query.get("unit")
        if unit is None:
            return own
        if unit not in self.client.read_model.unit_tree():
            raise Unknown(unit)
        below = callers.units_below(unit, self.client.read_model)
        return below if own is None else tuple(one for one in below if one in own)

    def _due(self, request: ApiRequest, most: int, units: tuple[str, ...] | None) -> DueList:
        members = None if units is None else frozenset(units)
        return self.due.find_own(_of_section(request, DUE), most, members)

    def _ask_owners(
        self, request: ApiRequest, most: int, section: str, units: tuple[str, ...] | None, due: DueList | None
    ) -> Replies:
        """What each owner tells that answers."""
        cursor = Cursor() if section in ("", DUE) else paging.cursor_of(request, section)
        about = tuple(RecordKey(one.register.name, one.record) for one in due.deadlines) if due else ()
        kinds = () if not section else (section,)
        within = TaskFilter(kinds, units, cursor.place, cursor.backward, about)
        asked = TasksRequest(within, most, callers.caller_of(request, self.client.read_model))
        answers = zip(
            catalogue.SERVICES, self.client.ask_each(partial(self._ask, asked), catalogue.SERVICES), strict=True
        )
        return {service: reply for service, reply in answers if reply is not None}

    def _ask(self, asked: TasksRequest, service: str) -> TasksReply | None:
        of_service = tuple(one for one in asked.within.about if catalogue.REGISTERS[one.register].service == service)
        try:
            return self.client.owners.tasks(service, replace(asked, within=replace(asked.within, about=of_service)))
        except Unavailable:
            return None


def _of_section(request: ApiRequest, kind: str) -> ApiRequest:
    """The same question of one section: its cursors are that question's."""
    return replace(request, query={**request.query, "section": kind})


def _merged(request: ApiRequest, kind: str, most: int, replies: Iterable[TasksReply]) -> WorkSection | None:
    """A section of all owners together; None: of this kind nothing ever waits for who asks."""
    parts = [one for reply in replies for one in reply.sections if one.kind == kind]
    if not parts:
        return None
    cursor = paging.cursor_of(request, kind)
    laid = lay_together(map(_portion, parts), most, descending=cursor.backward)
    rows = {row.place: row for one in parts for row in one.rows}
    turns = paging.turns(request, _turning_places(cursor, laid), kind)
    shown = [_task_row(rows[place]) for place in (reversed(laid.places) if cursor.backward else laid.places)]
    return WorkSection(kind, shown, turns, sum(one.total for one in parts), all(one.is_exact for one in parts))


def _portion(part: TaskSection) -> Portion:
    return Portion([row.place for row in part.rows], part.end)


def _turning_places(cursor: Cursor, laid: Portion) -> tuple[str | None, str | None]:
    """Where the pages before and after lie: one side is where it was come from, the other where it was read to."""
    came = (laid.places[0] if laid.places else cursor.place) if cursor.place else None
    return (laid.end, came) if cursor.backward else (came, laid.end)


def _task_row(row: TaskRow) -> WorkRow:
    register, record = catalogue.REGISTERS[row.record.register], row.record
    steps = (register.step(row.step),) if row.step and register.has(row.step) else ()
    return WorkRow(register, record.id, record.unit, record, steps, since=row.since)


def _due_section(due: DueList, replies: Iterable[TasksReply]) -> WorkSection:
    records = {(one.record.register, one.record.id): one for reply in replies for one in reply.about}
    rows = [_due_row(one, records.get((one.register.name, one.record))) for one in due.deadlines]
    return WorkSection(DUE, rows, due.turns, due.total, due.is_exact)


def _due_row(one: Deadline, told: OpenRecord | None) -> WorkRow:
    """Of the steps that end the clock those that its owner says may be taken; none where it did not answer."""
    ending = (one.register.event(event) for event in one.clock.stops)
    steps = tuple(step for step in ending if told and step.name in told.steps)
    return WorkRow(one.register, one.record, one.unit, told.record if told else None, steps, deadline=one)


def _section_item(section: WorkSection, today: dt.date, wording: Wording) -> dict[str, Any]:
    zh, en = SECTIONS[section.kind]
    return {
        "id": section.kind,
        "title": {"zh": zh, "en": en},
        "total": section.total,
        "total_is_exact": section.is_exact,
        "items": [_row_item(row, today, wording) for row in section.rows],
        "previous": section.turns.previous,
        "next": section.turns.next,
    }


def _row_item(row: WorkRow, today: dt.date, wording: Wording) -> dict[str, Any]:
    register, deadline = row.register, row.deadline
    return {
        "register": register.name,
        "title": {"zh": register.zh, "en": register.en},
        "record": row.id,
        "version": row.record.version if row.record else None,
        "unit": row.unit,
        "status": row.record.status if row.record else None,
        "about": row.about(wording),
        "since": row.since,
        "due": deadline.due if deadline else None,
        "days_left": deadline.days_left(today) if deadline else None,
        "clock": {"zh": deadline.clock.zh, "en": deadline.clock.en} if deadline else None,
        "steps": [{"id": step.name, "title": {"zh": step.zh, "en": step.en}} for step in row.steps],
    }
