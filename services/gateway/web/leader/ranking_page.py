"""The pages of rankings: which measures rank units, and one of them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from contracts.training.units import KINDS
from contracts.wire import JsonObject
from services.gateway.api.rankings import Rankings
from services.gateway.display.messages import pages
from services.gateway.display.pictures import bars
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import html_response, page_frame, without_empty

INDEX, ONE = "排名目录网页 / Measures by which units are ranked", "单位排名网页 / Units ranked, as a page"
LINKS = ("as_of", "lang")


@dataclass
class RankingPages:
    """Shows what `/v1/rankings` answers."""

    rankings: Rankings
    signing: bytes

    @page("/rankings", "page_rankings", EVERYONE, INDEX, "as_of, unit, lang")
    def index(self, request: ApiRequest) -> Response:
        """The measures by whose number units are ranked, by item."""
        request = without_empty(request)
        frame = page_frame(request, self.signing, LINKS)
        return html_response(render.page("leader_rankings", frame, by_item=self.rankings.measures(request)))

    @page(
        "/rankings/{measure}",
        "page_ranking",
        EVERYONE,
        ONE,
        "minimum_n, as_of, kind, unit, lang",
        others=(403, 404, 422),
    )
    def ranking(self, request: ApiRequest) -> Response:
        """Units of one kind by a measure's number; those with too few facts stand apart."""
        request = without_empty(request)
        frame, told = page_frame(request, self.signing, LINKS), self.rankings.find(request)
        model = self.rankings.read_model
        measure = model.measure(request.path["measure"], request.day("as_of"))
        about = {
            "told": told,
            "item": model.programme.item_of(measure),
            "as_of": (request.day("as_of") or model.today()).isoformat(),
            "kinds": pages.titles(frame.lang, KINDS),
            "counts": measure.kind,
            "least_first": bool(measure.target and measure.target.op == "<="),
            "picture": draw(told, frame.lang, measure.kind) if told["ranked"] else None,
        }
        return html_response(render.page("leader_ranking", frame, **about))


def draw(told: JsonObject, lang: str, counts: str) -> Markup:
    """The units in their order, a bar each."""
    some = tuple(bars.Bar(one["title"], one["claimed"], one["verified"]) for one in told["ranked"])
    return bars.draw(bars.Ranking(told["title"][lang], told["unit"], lang, some, counts), "ranking")
