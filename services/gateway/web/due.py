"""The page of what is due: overdue first, then what ends soon or is announced, each with its rule and its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from services.gateway.api.due import WITHIN, DueDates
from services.gateway.http.app import ApiRequest, Route
from services.gateway.web import render
from services.gateway.web.layout import LANG, html_response, page_frame, unit_outline, without_empty, wording

SHOWN = 500


@dataclass
class DueList:
    """Shows what `/v1/due` tells."""

    due: DueDates
    signing: bytes

    def routes(self) -> Iterable[Route]:
        """The addresses."""
        yield Route("GET", "/due", "page_due", self.page, frozenset({"as_of", "unit", "within", *LANG}))

    def page(self, asking: ApiRequest) -> Response:
        """Who has to do what by when; without another wish a squadron sees its own."""
        asking = without_empty(asking)
        frame, view = page_frame(asking, self.signing, LANG), self.due.view
        within, today, found = self.due.find_due(asking)
        tree = view.unit_tree()
        about = {
            "found": found[:SHOWN],
            "n": len(found),
            "today": today,
            "within": within,
            "usual": WITHIN,
            "units": list(unit_outline(tree, view.today())),
            "unit": asking.query.get("unit"),
            "wording": wording(frame, tree, clear=True),
        }
        return html_response(render.page("due", frame, **about))
