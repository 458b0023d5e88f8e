"""The indicator table of digital city cases: by whom, where and what, beside another period, each number explained."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from werkzeug.wrappers import Response

from contracts.cases.case_classes import LIMITS
from contracts.cases.digital_cases import register as digital_cases
from contracts.cases.digital_cases.intake import SOURCES
from contracts.documents.endpoints import GET
from contracts.errors import Invalid, fault
from contracts.roles import EVERYONE
from contracts.wire import JsonObject
from services.chassis.storage import projection
from services.gateway.http import permissions, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.indicators import members, table
from services.gateway.read_model.indicators.case_memory import CaseMemory
from services.gateway.read_model.indicators.counting import ALL, WHOLE_DAYS, Group, Members, order_of
from services.gateway.read_model.indicators.formulas import Count, Indicator, Rate, Time
from services.gateway.read_model.indicators.periods import COMPARISONS, Period
from services.gateway.read_model.indicators.rates import RATES
from services.gateway.read_model.indicators.table import GROUPS, IndicatorTable
from services.gateway.read_model.indicators.times import TIMES
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel

MINIMUM, MOST = 5, 1_000_000
ALONE = "none"
TITLE = "数字城管指标 / Indicators of digital city cases"
QUERY = "from, to, by, compare, minimum_n, cursor, limit"
CASES_QUERY = "count, clock, from, to, by, group, cursor, limit"
MOST_ON_PAGE = 500
LONGEST_PLACE = 10
CLOCKS = (*LIMITS, WHOLE_DAYS)
"""By which clocks it is told how long something took."""


@dataclass
class Indicators:
    """Answers "on-time closing per squadron, rework, send-backs?"."""

    read_model: ReadModel

    @cached_property
    def memory(self) -> CaseMemory:
        """The cases, as this gateway remembers them."""
        return CaseMemory(self.read_model.district, self.read_model.today)

    def warm(self) -> None:
        """Remember the cases before anybody asks."""
        with self.read_model.store.begin_read() as tx:
            self.memory.warm(tx)

    @Route(GET, "/v1/indicators", "indicators", EVERYONE, TITLE, "Indicators", QUERY, others=(422,))
    def indicators(self, request: ApiRequest) -> Response:
        """The indicators of a period, of all cases and by group, a page of groups; without days: of this month so far.

        Places are among all groups, whatever page they stand on.
        """
        return responses.answer(self.find(request))

    def find(self, request: ApiRequest) -> JsonObject:
        """The table that a request asks for, as it is answered. Raises Invalid."""
        period = self._period(request)
        by = request.among("by", GROUPS, "") if "by" in request.query else None
        compare = request.among("compare", (*COMPARISONS, ALONE), ALONE)
        other = None if compare == ALONE else period.comparison_period(compare)
        least, most = request.number("minimum_n", MINIMUM, MOST), request.number("limit", 100, MOST_ON_PAGE)
        after = projection.from_cursor(request.query.get("cursor", ""))
        with self.read_model.reader(self.read_model.question()) as reader:
            (whole, groups), *before = (self._tables(reader, one, by) for one in (period, other) if one)
        whole_before, groups_before = before[0] if before else (None, None)
        names = _names_after(after, (*groups.groups, *(groups_before.groups if groups_before else ())))
        places, page = groups.ranks(least), names[:most]
        lines = [_line(groups, groups_before, one) | _heading(reader, by, one, places) for one in page]
        return {
            **_days(period),
            "compared": {**_days(other), "with": compare} if other else None,
            "by": by,
            "minimum_n": least,
            "stale_since": self.read_model.stale.get("cases"),
            "definitions": [_definition(one) for one in (*ALL, *RATES, *TIMES)],
            "whole": _line(whole, whole_before, None) | _heading(reader, None, None, {}),
            "groups": lines,
            "next": projection.cursor_of(page[-1] or "") if len(names) > most else None,
        }

    @Route(
        GET,
        "/v1/indicators/cases",
        "indicator_cases",
        EVERYONE,
        "指标所计案件 / The cases behind an indicator",
        "IndicatorCases",
        CASES_QUERY,
        others=(403, 422),
    )
    def cases(self, request: ApiRequest) -> Response:
        """The cases that one count of the table counts, a page of them: all, or those of one group.

        `by` without `group`: those of which nothing was said. Raises Forbidden, Invalid.
        """
        return responses.answer(self.find_cases(request))

    def find_cases(self, request: ApiRequest) -> JsonObject:
        """A page of the cases behind a number, as it is answered. Raises Forbidden, Invalid."""
        permissions.admit_reading(digital_cases, request.bearer)
        period, most = self._period(request), request.number("limit", 100, MOST_ON_PAGE)
        counts: dict[str, Count | Time] = {one.id: one for one in (*ALL, *TIMES)}
        name = request.among("count", counts, ALL[0].id)
        by, group = request.among("by", GROUPS, "") if "by" in request.query else None, request.query.get("group")
        after = _place_of(request.query.get("cursor", ""))
        told_by = request.among("clock", CLOCKS, "") if "clock" in request.query else ""
        asked = Members(counts[name], period, GROUPS[by] if by else None, group, told_by)
        with self.read_model.reader(self.read_model.question()) as reader:
            found = members.page(reader.tx, self.memory, asked, after, most)
            title = _title(reader, by, group) if group else None
        return {
            **_days(period),
            "count": name,
            "clock": told_by or None,
            "by": by,
            "group": group,
            "title": title,
            "n": found.number,
            "cases": found.rows,
            "next": None if found.after is None else projection.cursor_of(str(found.after)),
        }

    def _tables(self, reader: Reader, period: Period, by: str | None) -> tuple[IndicatorTable, IndicatorTable]:
        """All cases of a period together, and those of each group."""
        whole, groups = self.memory.count(reader.tx, period, GROUPS[by] if by else None)
        return IndicatorTable(whole), IndicatorTable(groups)

    def _period(self, request: ApiRequest) -> Period:
        """The period that is asked for. Raises Invalid where it ends before it begins."""
        last = request.day("to") or self.read_model.today()
        first = request.day("from") or last.replace(day=1)
        if first > last:
            raise Invalid("from", errors=[fault("from", "After its end", "起始日期晚于截止日期")])
        return Period(first, last)


def _place_of(cursor: str) -> int:
    """The place in a cursor. Raises Invalid."""
    text = projection.from_cursor(cursor) or "0"
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_PLACE:
        raise Invalid("cursor", errors=[fault("cursor", "Not a cursor of ours", "游标无效")])
    return int(text)


def _days(period: Period) -> JsonObject:
    return {"from": period.first, "to": period.last}


def _definition(one: Indicator) -> JsonObject:
    if isinstance(one, Rate):
        return one.to_dict() | {"kind": "rate", "part": one.part, "whole": one.whole}
    return one.to_dict() | {"kind": "count" if isinstance(one, Count) else "time", "part": None, "whole": None}


def _names_after(after: str, groups: Iterable[Group]) -> list[Group]:
    """The groups that follow one, in order, each once. A group's name is never empty."""
    names = sorted(set(groups), key=order_of)
    return names[bisect_right(names, order_of(after), key=order_of) :] if after else names


def _line(now: IndicatorTable, before: IndicatorTable | None, group: Group) -> JsonObject:
    """What was counted of a group, beside another period's."""
    row, former = now.row(group), before.row(group) if before else None
    return {
        "values": row.values,
        "times": [asdict(one) for one in row.times],
        "before": former.values if former else None,
        "change": table.change(row.values, former.values) if former else None,
    }


def _heading(reader: Reader, by: str | None, group: Group, places: Mapping[Group, int]) -> JsonObject:
    return {"group": group, "title": _title(reader, by, group), "rank": places.get(group)}


def _title(reader: Reader, by: str | None, group: Group) -> str:
    code = group or ""
    if by == "unit" and code in reader.tree:
        return str(reader.tree[code]["name"])
    return SOURCES.get(code, code) if by == "source" else code
