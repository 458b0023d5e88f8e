"""The pages of a month beside another: every measure that moved, and of one of them its units and its facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from contracts.wire import JsonObject
from services.gateway.api.comparison.losses import FIRST_FACTS
from services.gateway.api.comparison.month_comparison import FIRST_UNITS, MonthComparisons, MonthMoves
from services.gateway.api.measures import gap_list
from services.gateway.api.programmes.programmes_beside import in_force_beside
from services.gateway.display import reasons
from services.gateway.display.paging import ENDED_CURSOR, FACTS_CURSOR, GONE_CURSOR
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.comparisons.judgement import Direction
from services.gateway.read_model.comparisons.months import MONTH, WITH, MonthPair, months_up_to
from services.gateway.read_model.comparisons.moves import MeasureMove, UnitMove, behind_target
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import html_response, page_frame, unit_outline, without_empty, wording
from services.gateway.web.leader.ended_year import ended_on
from services.gateway.web.measure import fact_row

QUERY = "month, with, as_of, unit, lang"
TITLE, OF_MEASURE = "环比网页 / Month on month, as a page", "一个指标的环比网页 / A measure month on month, as a page"
LISTS = f"{QUERY}, {FACTS_CURSOR}, {ENDED_CURSOR}, {GONE_CURSOR}"
ITEM_WAYS = (Direction.WORSE.value, Direction.BETTER.value)
MONTHS = 24


@dataclass
class MonthPages:
    """Shows what `/v1/comparison` answers."""

    comparisons: MonthComparisons
    signing: bytes

    @page("/comparison", "page_comparison", EVERYONE, TITLE, QUERY)
    def comparison(self, request: ApiRequest) -> Response:
        """What got worse first, why, and who moved it."""
        request = without_empty(request)
        frame, found = page_frame(request, self.signing), self.comparisons.find(request)
        about = self._about(request, found.pair, frame) | {
            "sections": [(way, list(some)) for way, some in _by_way(found)],
            "found": found,
            "items": {way: [name for name, one in found.items.items() if one.value == way] for way in ITEM_WAYS},
            "reason": lambda told: reasons.measure_reason(frame.lang, told),
            "most": FIRST_UNITS,
            "behind": behind_target,
            "issued": in_force_beside(self.comparisons.progress.read_model),
        }
        return html_response(render.page("leader_comparison", frame, **about))

    @page("/comparison/{measure}", "page_measure_comparison", EVERYONE, OF_MEASURE, LISTS)
    def measure(self, request: ApiRequest) -> Response:
        """One measure: what it was and is, its units, the facts in between, those that count no more."""
        request = without_empty(request)
        frame, found = page_frame(request, self.signing), self.comparisons.find_measure(request)
        about = self._about(request, found.pair, frame)
        about |= {
            "found": found,
            "move": found.move,
            "most": FIRST_FACTS,
            "item": self.comparisons.progress.read_model.programme.item_of(found.move.measure),
            "reasons": {
                name: reasons.measure_reason(frame.lang, told)
                for name, told in (("before", found.move.before), ("after", found.move.after))
            },
            "facts": [fact_row(one, about["wording"]) for one in found.facts.items],
            "lapses": [fact_row(one, about["wording"]) for one in found.ended.items],
            "withdrawals": [fact_row(one, about["wording"]) for one in found.gone.items],
            "gaps": [gap_list.gap_row(one, None, about["wording"]) for one in found.gaps],
        }
        return html_response(render.page("leader_comparison_measure", frame, **about))

    def _about(self, request: ApiRequest, pair: MonthPair, frame: render.Frame) -> JsonObject:
        """What both pages have: the days, the form that chooses them, the units in words."""
        tree = self.comparisons.progress.read_model.unit_tree()
        as_of = request.day("as_of") or self.comparisons.progress.read_model.today()
        kept = {name: request.query[name] for name in ("month", "with") if name in request.query}
        return {
            "pair": pair,
            "ended": ended_on(self.comparisons.progress.read_model.programme, pair.after),
            "since": pair.since.isoformat(),
            "until": pair.after.isoformat(),
            "kept": kept,
            "months": list(dict.fromkeys((*months_up_to(as_of, MONTHS), pair.month))),
            "beside": request.query.get("with", MONTH),
            "ways": WITH,
            "units": list(unit_outline(tree, pair.after)),
            "unit": request.query.get("unit"),
            "wording": wording(frame, tree),
        }


def _by_way(found: MonthMoves) -> Iterable[tuple[str, Iterable[tuple[MeasureMove, list[UnitMove]]]]]:
    judged = ((one, units) for one, units in found.moves if one.verdict is not None)
    return groupby(judged, key=lambda pair: pair[0].verdict.way.value if pair[0].verdict else "")
