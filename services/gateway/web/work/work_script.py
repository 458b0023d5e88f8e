"""The script of the page of one's own work, and the policy that lets it run there alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from werkzeug.wrappers import Request, Response

from contracts.documents.endpoints import GET
from contracts.roles import ANONYMOUS
from services.gateway.http.app import HEADERS
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import keepable_text
from services.gateway.http.routing import Route
from services.gateway.web.addresses import GROUP

SCRIPT, POLICY = "/work.js", "Content-Security-Policy"
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")


class WorkScript:
    """Hears that something moved, and moves the page: without it one loads the page anew."""

    @Route(
        GET, SCRIPT, "work_script", ANONYMOUS, "待办脚本 / Work script", "text/javascript", others=(304,), group=GROUP
    )
    def script(self, _request: ApiRequest) -> Response:
        """The script."""
        return keepable_text(_script(), "text/javascript")


@cache
def _script() -> bytes:
    return (Path(__file__).parent / "work.js").read_bytes()


def admit_work_script(response: Response, http: Request) -> Response:
    """Let this page run that script, and no other of this host: papers that people handed in lie there too."""
    if _HOST.fullmatch(http.host):
        response.headers[POLICY] = f"{HEADERS[POLICY]}; script-src {http.host}{SCRIPT}; connect-src 'self'"
    return response
