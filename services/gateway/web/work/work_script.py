"""The script of the page of one's own work."""

from __future__ import annotations

from pathlib import Path

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.roles import ANONYMOUS
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import keepable_file
from services.gateway.http.routing import Route
from services.gateway.web.addresses import GROUP

SCRIPT, FILE = "/work.js", Path(__file__).with_name("work.js")


class WorkScript:
    """Hears that something moved, and moves the page: without it one loads the page anew."""

    @Route(
        GET, SCRIPT, "work_script", ANONYMOUS, "待办脚本 / Work script", "text/javascript", others=(304,), group=GROUP
    )
    def script(self, _request: ApiRequest) -> Response:
        """The script."""
        return keepable_file(FILE, "text/javascript")
