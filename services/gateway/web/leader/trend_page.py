"""The page of trends: a small picture for each measure with a target, the worst first, each beside its table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from services.gateway.api.measures.trends import ITEM, Trends
from services.gateway.display.formatting import PERCENT
from services.gateway.display.pictures import trend
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import html_response, page_frame, unit_outline, without_empty
from services.gateway.web.leader.ended_year import ended_on

PATH = "/trends"


@dataclass
class TrendPage:
    """Shows what `/v1/trends` answers."""

    trends: Trends
    signing: bytes

    @page(PATH, "page_trends", EVERYONE, "走势网页 / Trends", f"{QUERY_OF_NUMBERS}, {ITEM}")
    def page(self, request: ApiRequest) -> Response:
        """The measures with a target by month, or all of one item."""
        request = without_empty(request)
        frame, standing = page_frame(request, self.signing), self.trends.find(request)
        tree = self.trends.progress.read_model.unit_tree()
        about = {
            "told": standing,
            "ended": ended_on(self.trends.progress.read_model.programme, dt.date.fromisoformat(standing["as_of"])),
            "drawn": pictures_of(standing["items"], frame.lang),
            "legend": trend.full_legend(frame.lang),
            "item": request.query.get(ITEM),
            "units": list(unit_outline(tree, dt.date.fromisoformat(standing["as_of"]))),
            "percent": PERCENT,
        }
        return html_response(render.page("leader_trends", frame, **about))


def pictures_of(items: Iterable[dict[str, Any]], lang: str) -> dict[str, Markup]:
    """The picture of each measure that has anything to draw, by its id."""
    courses = {one["id"]: trend.trend_of(one, lang) for item in items for one in item["measures"]}
    return {name: trend.draw(one, f"t-{name}", trend.SMALL) for name, one in courses.items() if one.drawable}
