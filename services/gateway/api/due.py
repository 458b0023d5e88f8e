"""What is overdue, and what falls due soon."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.roles import EVERYONE
from services.chassis.records import calendar
from services.gateway.http import permissions, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import departed_people, due_dates, units
from services.gateway.read_model.due_dates import Deadline
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.warnings.listing import WarningList, warning_item

WITHIN, MOST = 10, 366
FARTHEST = dt.timedelta(days=400)
"""The announcements of a clock reach no farther ahead."""
MOST_LISTED, MOST_WARNINGS = 1000, 500


@dataclass
class DueDates:
    """Answers what is due."""

    read_model: ReadModel

    @Route(GET, "/v1/due", "due", EVERYONE, "时限提醒 / What is due", "Due", "unit, within, as_of")
    def due(self, request: ApiRequest) -> Response:
        """Clocks that are overdue, end within so many working days, or are announced already; soonest first."""
        _, today, deadlines = self.find_due(request)
        body = {
            "as_of": today,
            "n": len(deadlines),
            "due": [deadline_item(one, today) for one in deadlines[:MOST_LISTED]],
            "warnings": [warning_item(one) for one in self.find_warnings(request, MOST_WARNINGS)],
        }
        return responses.answer(body)

    def find_warnings(self, request: ApiRequest, most: int) -> list[RecordWarning]:
        """What waits for somebody's answer, though on no day. Raises Unknown for a unit."""
        return WarningList(self.read_model).waiting(request.bearer, request.query.get("unit"), "", most)

    def find_due(self, request: ApiRequest) -> tuple[int, dt.date, list[Deadline]]:
        """Within how many working days, from which day on, and what a bearer may see. Raises Unknown for a unit."""
        within, today = request.number("within", WITHIN, MOST), request.day("as_of") or self.read_model.today()
        last = calendar.official_calendar().after(today, f"{within} workdays")
        announced = self._until(max(last, today + FARTHEST), today, request.query.get("unit"))
        soon = [one for one in announced if one.due <= last or one.nearest_announcement(today) is not None]
        return within, today, [one for one in soon if permissions.may_read(one.register, request.bearer)]

    def _until(self, day: dt.date, as_of: dt.date, unit: str | None) -> list[Deadline]:
        with self.read_model.reader(self.read_model.question(), unit) as reader:
            members = units.below(reader.tree.values(), unit, self.read_model.today()) if unit else None
            district = reader.question.district
            deadlines = due_dates.until(reader.tx, district, day, as_of, members)
            return departed_people.without_departed(reader.tx, district, deadlines, as_of)


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
