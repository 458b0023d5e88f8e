"""The page of units beside each other in all items."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from contracts.training.units import KINDS
from services.gateway.api.comparison.matrix import QUERY, TREE, UnitMatrices
from services.gateway.display.messages import pages
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import html_response, page_frame, without_empty
from services.gateway.web.leader.ended_year import ended_on

TITLE = "单位与事项网页 / Units by items, as a page"


@dataclass
class MatrixPage:
    """Shows what `/v1/matrix` answers: figures with a mark and a shade, each opening to its measure."""

    matrices: UnitMatrices
    signing: bytes

    @page("/matrix", "page_matrix", EVERYONE, TITLE, f"{QUERY}, unit, lang")
    def matrix(self, request: ApiRequest) -> Response:
        """Units of a kind, and the thirteen items."""
        request = without_empty(request)
        frame, found = page_frame(request, self.signing, ("as_of", "lang")), self.matrices.find(request)
        about = {
            "found": found,
            "matrix": found.matrix,
            "ended": ended_on(self.matrices.progress.read_model.programme, found.question.as_of),
            "as_of": found.question.as_of.isoformat(),
            "kinds": pages.titles(frame.lang, KINDS),
            "tree": TREE,
            "kept": {name: request.query[name] for name in ("kind",) if name in request.query},
        }
        return html_response(render.page("leader_matrix", frame, **about))
