"""The page that goes through the report on the campaign, claim by claim."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.article import MISSING, STATES
from contracts.roles import EVERYONE
from services.gateway.api.measures.article import ArticleClaims
from services.gateway.http import permissions
from services.gateway.http.request import VISIT, ApiRequest, Visit
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import html_response, page_frame, unit_outline, without_empty
from services.gateway.web.leader.views import VIEWS, opens

SHAPES = dict(zip(STATES, ("achieved", "unverifiable", "not_started"), strict=True))
"""With which shape of a status a claim's state is shown beside its word."""
PHRASES = dict([*render.SECTIONS, *VIEWS, ("/public", "public pages")])
"""What the pages are called that claims name."""


@dataclass
class ArticlePage:
    """Shows what `/v1/article` answers."""

    claims: ArticleClaims
    signing: bytes

    @page("/article", "page_article", EVERYONE, "报道对照网页 / The article, as a page", f"{QUERY_OF_NUMBERS}, only")
    def article(self, request: ApiRequest) -> Response:
        """Every claim with its answers, or only those of which something is missing."""
        request = without_empty(request)
        told, read_model = self.claims.document(request), self.claims.progress.read_model
        registers = catalogue.REGISTERS.values()
        visit: Visit = request.http.environ.get(VISIT, Visit())
        about = {
            "told": told,
            "phrases": PHRASES,
            "shapes": SHAPES,
            "only": request.query.get("only") == MISSING,
            "readable": {one.name for one in registers if permissions.may_read(one, request.bearer)},
            "opened": {path for one in self.claims.article.claims for path in one.pages if opens(visit, path)},
            "units": list(unit_outline(read_model.unit_tree(), read_model.today())),
        }
        return html_response(render.page("leader_article", page_frame(request, self.signing), **about))
