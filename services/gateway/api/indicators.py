"""The indicator table of digital city cases: by whom, where and what, beside another period, each number explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from werkzeug.wrappers import Response

from contracts.cases.digital_cases.intake import SOURCES
from contracts.documents.endpoints import GET
from contracts.errors import Invalid, fault
from contracts.roles import EVERYONE
from contracts.wire import JsonObject
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.indicators import table
from services.gateway.read_model.indicators.counts import COUNTS, VOIDED
from services.gateway.read_model.indicators.formulas import Count, Indicator, Rate
from services.gateway.read_model.indicators.periods import COMPARISONS, Period
from services.gateway.read_model.indicators.rates import RATES
from services.gateway.read_model.indicators.table import GROUPS, NOTHING, Group, IndicatorRow
from services.gateway.read_model.indicators.times import TIMES
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel

MINIMUM, MOST = 5, 1_000_000
ALONE = "none"
TITLE = "数字城管指标 / Indicators of digital city cases"
QUERY = "from, to, by, compare, minimum_n"


@dataclass
class Indicators:
    """Answers "on-time closing per squadron, rework, send-backs?"."""

    read_model: ReadModel

    @Route(GET, "/v1/indicators", "indicators", EVERYONE, TITLE, "Indicators", QUERY, others=(422,))
    def indicators(self, request: ApiRequest) -> Response:
        """The indicators of a period, of all cases and by group; without days: of this month so far."""
        period = self._period(request)
        by = request.among("by", GROUPS, "") if "by" in request.query else None
        compare = request.among("compare", (*COMPARISONS, ALONE), ALONE)
        other = None if compare == ALONE else period.comparison_period(compare)
        least = request.number("minimum_n", MINIMUM, MOST)
        with self.read_model.reader(self.read_model.question()) as reader:
            tables = [_table(reader, by, period, other, least) for by in ([None, by] if by else [None])]
        whole, groups = tables[0], tables[1] if by else []
        return responses.answer(
            {
                **_days(period),
                "compared": {**_days(other), "with": compare} if other else None,
                "by": by,
                "minimum_n": least,
                "stale_since": self.read_model.stale.get("cases"),
                "definitions": [_definition(one) for one in (*COUNTS, VOIDED, *RATES, *TIMES)],
                "whole": whole[0],
                "groups": groups,
            }
        )

    def _period(self, request: ApiRequest) -> Period:
        """The period that is asked for. Raises Invalid where it ends before it begins."""
        last = request.day("to") or self.read_model.today()
        first = request.day("from") or last.replace(day=1)
        if first > last:
            raise Invalid("from", errors=[fault("from", "After its end", "起始日期晚于截止日期")])
        return Period(first, last)


def _days(period: Period) -> JsonObject:
    return {"from": period.first, "to": period.last}


def _definition(one: Indicator) -> JsonObject:
    if isinstance(one, Rate):
        return one.to_dict() | {"kind": "rate", "part": one.part, "whole": one.whole}
    return one.to_dict() | {"kind": "count" if isinstance(one, Count) else "time", "part": None, "whole": None}


def _table(reader: Reader, by: str | None, period: Period, other: Period | None, least: int) -> list[JsonObject]:
    """A line for each group that has cases in either period."""
    now = _by_group(reader, period, by)
    before = _by_group(reader, other, by) if other else {}
    places = table.ranks(now.values(), least) if by else {}
    names = sorted({*now, *before}, key=lambda one: (one is None, one or ""))
    return [
        _line(now.get(one, NOTHING), before.get(one, NOTHING) if other else None)
        | {"group": one, "title": _title(reader, by, one), "rank": places.get(one)}
        for one in names
    ]


def _by_group(reader: Reader, period: Period, by: str | None) -> Mapping[Group, IndicatorRow]:
    return {one.group: one for one in table.rows(reader.tx, reader.question.district, period, by)}


def _line(now: IndicatorRow, before: IndicatorRow | None) -> JsonObject:
    return {
        "values": now.values,
        "times": [asdict(one) for one in now.times],
        "before": before.values if before else None,
        "change": table.change(now.values, before.values) if before else None,
    }


def _title(reader: Reader, by: str | None, group: Group) -> str:
    code = group or ""
    if by == "unit" and code in reader.tree:
        return str(reader.tree[code]["name"])
    return SOURCES.get(code, code) if by == "source" else code
