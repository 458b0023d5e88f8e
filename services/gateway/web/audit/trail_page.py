"""The page of a record's trail: what was done to it, who was refused, who saw its texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Unavailable
from services.gateway.audit.desk import AuditDesk
from services.gateway.audit.entries import AUDITOR
from services.gateway.audit.routes import INVESTIGATORS, traced_register
from services.gateway.display.formatting import short
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.audit.entry_rows import lines
from services.gateway.web.audit.search_page import ON_PAGE
from services.gateway.web.layout import (
    LANGUAGE_ONLY,
    html_response,
    page_frame,
    problem_words,
    without_empty,
    wording,
)
from services.gateway.web.registers import record_path

PATH = "/audit/records/{service}/{register}/{id}"


@dataclass
class TrailPages:
    """Shows what `/v1/audit/records` answers."""

    desk: AuditDesk
    signing: bytes

    @page(
        PATH,
        "page_audit_trail",
        INVESTIGATORS,
        "记录痕迹网页 / A record's trail, as a page",
        "views, cursor, lang",
        others=(404, 422, 503),
    )
    def trail(self, request: ApiRequest) -> Response:
        """All that happened to a record, or only who saw its texts."""
        request = without_empty(request)
        register, id_ = traced_register(request), request.path["id"]
        frame, views = page_frame(request, self.signing, LANGUAGE_ONLY), request.flag("views")
        worded = wording(frame, self.desk.read_model.unit_tree(), clear=True)
        about: dict[str, Any] = {"listed": None, "lines": [], "away": ""}
        status = 200
        try:
            about["listed"] = self.desk.trail(request, register, id_, ON_PAGE, views=views)
            about["lines"] = lines(about["listed"].rows, worded)
        except Unavailable as problem:
            status, about["away"] = problem.status, problem_words(problem, frame.lang)
        about |= {
            "register": register,
            "name": short(id_),
            "place": record_path(register, id_) if permissions.may_read(register, request.bearer) else "",
            "views": views,
            "searches": request.bearer.role == AUDITOR,
        }
        return html_response(render.page("audit_trail", frame, **about), status)
