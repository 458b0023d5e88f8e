"""The page of the log as a whole: how it is, and what is missing in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Unavailable
from services.gateway.audit.log_routes import KEEPERS
from services.gateway.audit_client import AuditClient
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.audit.integrity import IntegrityCard
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, problem_words


@dataclass
class LogPages:
    """Shows what `/v1/audit/status` and `/v1/audit/gaps` answer."""

    log: AuditClient
    card: IntegrityCard
    signing: bytes

    @page("/audit/log", "page_audit_log", KEEPERS, "日志状态网页 / How the log is, as a page", others=(503,))
    def state(self, request: ApiRequest) -> Response:
        """How the log is, and the events that it lacks, by their ids."""
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        about: dict[str, Any] = {"gaps": None, "away": ""}
        status = 200
        try:
            about["gaps"] = self.log.gaps()
        except Unavailable as problem:
            status, about["away"] = problem.status, problem_words(problem, frame.lang)
        about["card"] = self.card.write(frame)
        return html_response(render.page("audit_log", frame, **about), status)
