"""The page of what is due: overdue first, then what ends soon or is announced, each with its rule and its record."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from services.gateway.api.due import WITHIN, DueDates
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, unit_outline, without_empty, wording
from services.gateway.web.warnings import as_row

ON_PAGE, MOST_WARNINGS, MOST_OWED = 50, 50, 50


@dataclass
class DuePages:
    """Shows what `/v1/due` answers."""

    due: DueDates
    signing: bytes

    @page("/due", "page_due", EVERYONE, "时限提醒网页 / What is due, as a page", "unit, within, as_of, cursor, lang")
    def page(self, request: ApiRequest) -> Response:
        """Who has to do what by when, of one unit where one is chosen."""
        request = without_empty(request)
        frame, read_model = page_frame(request, self.signing, LANGUAGE_ONLY), self.due.read_model
        listed = self.due.find_due(request, ON_PAGE)
        tree, unit = read_model.unit_tree(), request.query.get("unit")
        about = {
            "found": listed.deadlines,
            "listed": listed,
            "kept": {name: request.query[name] for name in ("unit", "within", "as_of") if name in request.query},
            "warnings": [as_row(one) for one in self.due.find_warnings(request, MOST_WARNINGS)],
            "most_warnings": MOST_WARNINGS,
            "owed": self.due.find_owed(request, MOST_OWED),
            "most_owed": MOST_OWED,
            "today": listed.today,
            "within": listed.within,
            "usual": WITHIN,
            "units": list(unit_outline(tree, read_model.today())),
            "unit": unit,
            "wording": wording(frame, tree, clear=True),
        }
        return html_response(render.page("due", frame, **about))
