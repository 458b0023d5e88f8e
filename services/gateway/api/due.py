"""What is overdue, and what falls due soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET
from contracts.roles import EVERYONE
from contracts.rpc import RecordKey
from services.chassis.storage.lists.keyset import EXACT_UP_TO
from services.gateway import callers
from services.gateway.api.public.publicity import owed_item
from services.gateway.display import paging
from services.gateway.display.paging import BadCursor, CountedPage, Cursor
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import departed_people, due_dates
from services.gateway.read_model.due_dates import Deadline, DuePage, DueQuestion
from services.gateway.read_model.public import reading as public_reading
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.warnings.listing import WarningList, warning_item

WITHIN, MOST = 10, 366
MOST_WARNINGS = MOST_OWED = 100


@dataclass(frozen=True)
class DueList(CountedPage):
    """A page of what is due: within how many working days, from which day on, how many there are in all."""

    within: int
    today: dt.date
    deadlines: Sequence[Deadline]


@dataclass
class DueDates:
    """Answers what is due."""

    read_model: ReadModel

    @Route(
        GET,
        "/v1/due",
        "due",
        EVERYONE,
        "时限提醒 / What is due",
        "Due",
        "unit, within, as_of, cursor, limit",
        headers=("Link",),
    )
    def due(self, request: ApiRequest) -> Response:
        """Clocks that are overdue, end within so many working days, or are announced already; soonest first."""
        found = self.find_due(request, paging.rows_asked(request))
        body = {
            "as_of": found.today,
            "n": found.total,
            "n_is_exact": found.is_exact,
            "due": [deadline_item(one, found.today) for one in found.deadlines],
            "previous": found.turns.previous,
            "next": found.turns.next,
            "warnings": [warning_item(one) for one in self.find_warnings(request, MOST_WARNINGS)],
            "owed": self.find_owed(request, MOST_OWED),
        }
        return responses.answer(body, **found.turns.links(request))

    def find_warnings(self, request: ApiRequest, most: int) -> list[RecordWarning]:
        """What waits for somebody's answer, though on no day. Raises Unknown for a unit."""
        return WarningList(self.read_model).first(request, most)

    def find_owed(self, request: ApiRequest, most: int) -> list[dict[str, Any]]:
        """What must be public today and is not, without a period by law: the oldest first. Raises Unknown for a unit.

        Of another day nothing is said of it.
        """
        unit, district = request.query.get("unit"), self.read_model.district
        members = None if unit is None else frozenset(callers.units_below(unit, self.read_model))
        with self.read_model.reader(self.read_model.question()) as reader:
            if (request.day("as_of") or reader.today) != reader.today:
                return []
            rows = public_reading.undated_page(reader.tx, district, reader.today, members, most)
        return [owed_item(row, {}, reader.today.isoformat()) for row in rows if _may_read(row.record, request.bearer)]

    def warm(self) -> None:
        """Have the statements written before anybody asks."""
        today = self.read_model.today()
        ask = DueQuestion(self.read_model.district, today, today)
        with self.read_model.store.begin_read() as tx:
            ask = replace(ask, without=departed_people.departed_records(tx, ask))
            due_dates.count(tx, ask, EXACT_UP_TO + 1)
            due_dates.page(tx, ask, "", 1, backward=False)

    def find_due(self, request: ApiRequest, most: int) -> DueList:
        """A page of what a bearer may see. Raises Unknown for a unit, and BadCursor."""
        within, unit = request.number("within", WITHIN, MOST), request.query.get("unit")
        members = None if unit is None else frozenset(callers.units_below(unit, self.read_model))
        return self._find(request, most, within, members)

    def find_own(self, request: ApiRequest, most: int, members: frozenset[str] | None) -> DueList:
        """What of some units, or of all, is overdue, due today, or announced. Raises Unknown for a unit, BadCursor."""
        return self._find(request, most, 0, members)

    def nearest(self, records: Sequence[RecordKey]) -> dict[RecordKey, Deadline]:
        """Of each of some records the clock of the bureau's own that ends soonest."""
        keys = {f"{one.register}/{one.id}": one for one in records}
        with self.read_model.store.begin_read() as tx:
            found = due_dates.nearest(tx, self.read_model.district, list(keys))
        return {keys[record]: deadline for record, deadline in found.items()}

    def _find(self, request: ApiRequest, most: int, within: int, members: frozenset[str] | None) -> DueList:
        today = request.day("as_of") or self.read_model.today()
        last = self.read_model.calendar().after(today, f"{within} workdays") if within else today
        hidden = frozenset(
            one.name
            for one in catalogue.REGISTERS.values()
            if one.clocks and not permissions.may_read(one, request.bearer)
        )
        cursor = paging.cursor_of(request, today.isoformat(), sorted(hidden))
        with self.read_model.reader(self.read_model.question(), request.query.get("unit")) as reader:
            ask = DueQuestion(reader.question.district, today, last, hidden, members)
            ask = replace(ask, without=departed_people.departed_records(reader.tx, ask))
            number = due_dates.count(reader.tx, ask, EXACT_UP_TO + 1)
            page = _page(reader.tx, ask, cursor, most)
        earlier, later = bool(cursor.place), page.more
        if cursor.backward:
            earlier, later = later, earlier
        first, last_place = (page.places[0], page.places[-1]) if page.places else (None, None)
        places = (first if earlier else None, last_place if later else None)
        turns = paging.turns(request, places, today.isoformat(), sorted(hidden))
        return DueList(number, turns, within, today, page.deadlines)


def _may_read(record: str, bearer: Bearer) -> bool:
    return permissions.may_read(catalogue.REGISTERS[record.partition("/")[0]], bearer)


def _page(tx: sa.Connection, ask: DueQuestion, cursor: Cursor, most: int) -> DuePage:
    try:
        return due_dates.page(tx, ask, cursor.place, most, backward=cursor.backward)
    except ValueError:
        raise BadCursor from None


def deadline_item(one: Deadline, today: dt.date) -> dict[str, Any]:
    """A deadline as it is answered."""
    return {
        "register": one.register.name,
        "record": one.record,
        "title": {"zh": one.register.zh, "en": one.register.en},
        "clock": one.clock.name,
        "clock_title": {"zh": one.clock.zh, "en": one.clock.en},
        "run": one.run,
        "article": one.clock.article,
        "consequence": one.clock.consequence,
        "unit": one.unit,
        "start": one.start,
        "due": one.due,
        "days_left": one.days_left(today),
        "overdue": one.days_left(today) < 0,
        "announced": one.nearest_announcement(today),
    }
