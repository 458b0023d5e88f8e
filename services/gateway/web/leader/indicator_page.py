"""The page of the indicators of digital city cases: all of them, and one of them by group."""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.wrappers import Response

from contracts.cases.case_classes import LIMITS
from contracts.cases.digital_cases import register
from contracts.roles import EVERYONE
from contracts.wire import JsonObject
from services.gateway.api.indicators import ALONE, MOST_ON_PAGE, Indicators
from services.gateway.display.messages import pages
from services.gateway.display.paging import Turns
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.indicators.counting import ALL
from services.gateway.read_model.indicators.formulas import Rate
from services.gateway.read_model.indicators.periods import COMPARISONS
from services.gateway.read_model.indicators.rates import RANKED_BY, RATES
from services.gateway.read_model.indicators.table import GROUPS
from services.gateway.read_model.indicators.times import TIMES
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import html_response, page_frame, without_empty, wording

TITLE = "数字城管指标网页 / Indicators of digital city cases, as a page"
QUERY = "from, to, by, compare, minimum_n, rate, sort, as_of, unit, lang"
ASKED = ("from", "to", "by", "compare", "minimum_n", "rate", "sort")
BY, CASES_ON_PAGE = "unit", 50
CASES = "指标所计案件网页 / The cases behind an indicator, as a page"
CASES_QUERY = "count, clock, from, to, by, group, cursor, as_of, unit, lang"
ORDERS = ("rate", "-rate", "name")


@dataclass
class IndicatorPage:
    """Shows what `/v1/indicators` answers."""

    indicators: Indicators
    signing: bytes

    @page("/indicators/cases", "page_indicator_cases", EVERYONE, CASES, CASES_QUERY, others=(403, 422))
    def cases(self, request: ApiRequest) -> Response:
        """The cases behind one number: a page of them, each open."""
        request = without_empty(request)
        frame = page_frame(request, self.signing, ("lang",))
        found = self.indicators.find_cases(replace(request, query=dict(request.query) | {"limit": str(CASES_ON_PAGE)}))
        about = {
            "told": found,
            "count": next(one.to_dict() for one in (*ALL, *TIMES) if one.id == found["count"]),
            "clock": pages.titles(frame.lang, LIMITS).get(found["clock"], "") if found["clock"] else "",
            "register": register,
            "wording": wording(frame, self.indicators.read_model.unit_tree()),
            "back": {name: str(found[name]) for name in ("from", "to", "by") if found[name]},
            "turns": Turns(None, found["next"]),
        }
        return html_response(render.page("leader_indicator_cases", frame, **about))

    @page("/indicators", "page_indicators", EVERYONE, TITLE, QUERY)
    def page(self, request: ApiRequest) -> Response:
        """The indicators of a period, beside another one, and a rate by group."""
        request = self._asked(without_empty(request))
        frame, rates = page_frame(request, self.signing, ("lang",)), {one.id: one for one in RATES}
        rate = rates[request.among("rate", rates, RANKED_BY)]
        found = self.indicators.find(request)
        sort = request.among("sort", ORDERS, "rate")
        definitions = {one["id"]: one for one in found["definitions"]}
        groups = _in_order(found["groups"], rate, sort, found["minimum_n"])
        about = {
            "told": found,
            "groups": groups,
            "opens": permissions.may_read(register, request.bearer),
            "rate": definitions[rate.id],
            "part": definitions[rate.part],
            "whole": definitions[rate.whole],
            "rates": [definitions[one] for one in rates],
            "counts": [one for one in found["definitions"] if one["kind"] == "count"],
            "times": {one["id"]: one for one in found["definitions"] if one["kind"] == "time"},
            "clocks": pages.titles(frame.lang, LIMITS),
            "bys": tuple(GROUPS),
            "compares": (ALONE, *COMPARISONS),
            "compare": request.query.get("compare", ALONE),
            "orders": ORDERS,
            "sort": sort,
            "kept": {name: request.query[name] for name in ASKED if name in request.query},
        }
        return html_response(render.page("leader_indicators", frame, **about))

    def _asked(self, request: ApiRequest) -> ApiRequest:
        """The request with the groups that a page shows, up to the day that other pages are asked for."""
        as_of = request.day("as_of")
        day = {"to": as_of.isoformat()} if as_of else {}
        return replace(request, query={"by": BY} | day | dict(request.query) | {"limit": str(MOST_ON_PAGE)})


def _in_order(groups: list[JsonObject], rate: Rate, sort: str, least: int) -> list[JsonObject]:
    """Groups by a rate, those with too few cases of its whole last; by name as they come."""
    if sort == "name":
        return groups
    sign = -1 if sort.startswith("-") else 1

    def key(one: JsonObject) -> tuple[bool, float]:
        value = one["values"][rate.id]
        return value is None or one["values"][rate.whole] < least, sign * (value or 0.0)

    return sorted(groups, key=key)
