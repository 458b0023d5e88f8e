"""First plan and present plan beside what was carried out: of registers that plan, and of the programme's targets."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET
from contracts.errors import Invalid, Unknown, fault
from contracts.roles import EVERYONE
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import units
from services.gateway.read_model.plans import reading
from services.gateway.read_model.plans.counts import DONE, DROPPED, FIRST, MOVED, NOW
from services.gateway.read_model.plans.kinds import BY_REGISTER
from services.gateway.read_model.plans.reading import PlanQuestion
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel

NAMES = {"first": FIRST, "now": NOW, "done": DONE}
QUERY = "as_of, unit"
LIST_QUERY = "as_of, unit, planning, month, series, cursor, limit"
SHOWN = ("record", "unit", "status", "first_for", "now_for", "done_on")
NOTHING = {MOVED: 0, DROPPED: 0}


class PlanList(NamedTuple):
    """A page of plans of one register, and the cursors that go on from it."""

    rows: list[dict[str, Any]]
    turns: Turns


@dataclass
class Plans:
    """Answers "what did we want, what do we want now, and what was done?"."""

    read_model: ReadModel

    @Route(GET, "/v1/plans", "plans", EVERYONE, "计划对照 / First plan and present plan", "Plans", QUERY)
    def plans(self, request: ApiRequest) -> Response:
        """By register and month how many plans there were first, stand now, and were carried out; and the targets."""
        return responses.answer(self.compare(request))

    @Route(
        GET,
        "/v1/plans/records",
        "plan_records",
        EVERYONE,
        "计划清单 / The plans of a month",
        "PlanRecords",
        LIST_QUERY,
        headers=("Link",),
    )
    def records(self, request: ApiRequest) -> Response:
        """The plans that one number of a month is made of. Raises Unknown, Invalid, BadCursor."""
        listed = self.find_plans(request, paging.rows_asked(request))
        body = {"plans": listed.rows, "previous": listed.turns.previous, "next": listed.turns.next}
        return responses.answer(body, **listed.turns.links(request))

    def compare(self, request: ApiRequest) -> dict[str, Any]:
        """The answer to the whole question. Raises Unknown for a unit that there is not."""
        day, unit = request.day("as_of") or self.read_model.today(), request.query.get("unit")
        with self.read_model.reader(self.read_model.question(day), unit) as reader:
            asked = self._question(reader, unit, request.bearer)
            whole = reading.is_whole(reader.tx, asked.district, self.read_model.wanted)
            done = replace(asked, last=max(min(asked.last, day), asked.first - dt.timedelta(days=1)))
            counted = {
                name: reading.by_month(reader.tx, done if name == "done" else asked, series)
                for name, series in NAMES.items()
            }
            changed = reading.count_changes(reader.tx, asked)
            months = list(reading.months_between(asked.first, asked.last))
            return {
                "from": asked.first,
                "to": asked.last,
                "as_of": day,
                "unit": unit,
                "whole": whole,
                "registers": [_register(name, counted, changed.get(name, NOTHING), months) for name in asked.registers],
                "targets": list(targets_of(reader.programme)),
            }

    def _question(self, reader: Reader, unit: str | None, bearer: Bearer) -> PlanQuestion:
        """The year's plans, of the registers that a bearer may read, of a unit and all below it."""
        shown = [one for one in BY_REGISTER if permissions.may_read(catalogue.REGISTERS[one], bearer)]
        day, programme = reader.question.as_of, reader.programme
        below = units.below(reader.tree.values(), unit, day, None) if unit else None
        return PlanQuestion(self.read_model.district, programme.start, programme.end, shown, below)

    def find_plans(self, request: ApiRequest, most: int) -> PlanList:
        """A page of one register's plans whose day of a series is in a month. Raises Unknown, Invalid, BadCursor."""
        name, series = request.query.get("planning", ""), request.among("series", tuple(NAMES), "first")
        if name not in BY_REGISTER:
            raise Unknown(name)
        register, unit = catalogue.REGISTERS[name], request.query.get("unit")
        permissions.admit_reading(register, request.bearer)
        question = self.read_model.question(request.day("as_of"))
        window = AskedWindow(request, CURSOR, ("plans", name, series, request.query.get("month", ""), unit or ""))
        with self.read_model.reader(question, unit) as reader:
            asked = replace(self._question(reader, unit, request.bearer), registers=[name])
            if month := request.query.get("month"):
                first, last = _days_of(month)
                asked = replace(asked, first=first, last=last)
            part, rows = reading.of_days(reader.tx, asked, NAMES[series], window.window(most, 2))
        listed = [{one: getattr(row, one) for one in SHOWN} for row in rows]
        return PlanList(listed, window.turns(part))


def _days_of(month: str) -> tuple[dt.date, dt.date]:
    """The first day and the last of a month. Raises Invalid."""
    if not re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", month):
        raise Invalid("month", errors=[fault("month", "A month, as 2017-06", "应为月份，如 2017-06")])
    year, number = map(int, month.split("-"))
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def _register(name: str, counted: Any, changed: Any, months: list[str]) -> dict[str, Any]:
    register = catalogue.REGISTERS[name]
    by_month = [{"month": at, **{one: some.get((name, at), 0) for one, some in counted.items()}} for at in months]
    totals = {one: sum(row[one] for row in by_month) for one in counted}
    return {"register": name, "title": {"zh": register.zh, "en": register.en}, **totals, **changed, "months": by_month}


def targets_of(programme: Programme) -> Iterator[dict[str, Any]]:
    """What each year set for the measures that have a target in any, the earliest first."""
    for name, measure in programme.by_name.items():
        editions = [
            {
                "from": one.start,
                "to": one.end,
                "target": target and {"op": target.op, "value": target.value, "by": target.by, "source": target.source},
            }
            for one in programme.editions
            for target in [one.latest.by_name[name].target]
        ]
        if any(one["target"] for one in editions):
            yield {"id": name, "ref": measure.ref, "title": measure.title, "unit": measure.unit, "editions": editions}
