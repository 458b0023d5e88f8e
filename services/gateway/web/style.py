"""The style sheet."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.roles import ANONYMOUS
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import keepable_text
from services.gateway.http.routing import Route
from services.gateway.web.addresses import GROUP


class Style:
    """What all pages look like; the tag of its bytes lets a browser keep it."""

    @Route(GET, "/style.css", "style", ANONYMOUS, "样式 / The pages' style", "text/css", others=(304,), group=GROUP)
    def style(self, _request: ApiRequest) -> Response:
        """The style sheet."""
        return keepable_text(style_sheet(), "text/css")


@cache
def style_sheet() -> bytes:
    """The style sheet's bytes."""
    return (Path(__file__).parent / "style.css").read_bytes()
