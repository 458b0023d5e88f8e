"""The style sheet, and the mark by which a browser shows whose page it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.roles import ANONYMOUS
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import keepable_file, keepable_text
from services.gateway.http.routing import Route
from services.gateway.web.addresses import GROUP

ICON = Path(__file__).with_name("icon.svg")


class Style:
    """What all pages look like; the tags of their bytes let a browser keep both."""

    @Route(GET, "/style.css", "style", ANONYMOUS, "样式 / The pages' style", "text/css", others=(304,), group=GROUP)
    def style(self, _request: ApiRequest) -> Response:
        """The style sheet."""
        return keepable_text(style_sheet(), "text/css")

    @Route(GET, "/icon.svg", "icon", ANONYMOUS, "图标 / The pages' mark", "image/svg+xml", others=(304,), group=GROUP)
    def icon(self, _request: ApiRequest) -> Response:
        """The mark: four, six and three strokes."""
        return keepable_file(ICON, "image/svg+xml")


@cache
def style_sheet() -> bytes:
    """The style sheet's bytes."""
    return (Path(__file__).parent / "style.css").read_bytes()
