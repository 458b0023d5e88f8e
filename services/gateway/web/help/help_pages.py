"""The help pages: what levels and statuses mean, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.roles import EVERYONE
from services.gateway.display.messages import pages
from services.gateway.display.reasons import NEAR
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import html_response, page_frame

ORDER = ("not_started", "achieved", "unverifiable", "on_track", "at_risk", "behind")
"""The statuses in the order in which they are tried."""


@dataclass
class HelpPages:
    """Shows help to whoever is signed in."""

    signing: bytes

    @page(
        "/help/meaning", "help_meaning", EVERYONE, "等级和状态说明 / Levels and statuses", QUERY_OF_NUMBERS, others=()
    )
    def meaning(self, request: ApiRequest) -> Response:
        """What levels and statuses mean, and who may take a step."""
        about = {"levels": pages.LEVEL, "statuses": ORDER, "near": NEAR}
        return html_response(render.page("help_meaning", page_frame(request, self.signing), **about))
