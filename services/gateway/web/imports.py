"""The pages of imports that await a second person: which there are, what each says, and the act of vouching for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Invalid, Problem
from contracts.roles import EVERYONE, WRITERS
from services.gateway.api.imports import Imports, may_release
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, wording

ON_PAGE = 50
SEEN = "seen"


class NotSeen(Invalid):
    """Say first that you have compared what the import says."""

    slug, zh, field = "not-seen", "请先确认已核对导入内容", SEEN


@dataclass
class ImportsAwaiting:
    """Shows what `/v1/imports` answers, and releases as it does."""

    imports: Imports
    signing: bytes

    @page("/imports", "page_imports", EVERYONE, "待认定导入网页 / Imports awaiting release, as a page", "cursor, lang")
    def waiting(self, request: ApiRequest) -> Response:
        """The imports that await a second person."""
        frame, bearer = page_frame(request, self.signing, LANGUAGE_ONLY), request.bearer
        listed = self.imports.find_imports(request, ON_PAGE)
        waiting = [(one, may_release(one, bearer)) for one in listed.imports]
        return html_response(render.page("imports", frame, waiting=waiting, listed=listed))

    @page(
        "/imports/{id}",
        "page_import_waiting",
        EVERYONE,
        "待认定导入内容网页 / What of an import awaits release",
        "cursor, lang",
    )
    def steps(self, request: ApiRequest) -> Response:
        """What of an import awaits release, each with its record."""
        return self._page(request)

    @form("/imports/{id}", "page_released", WRITERS, "提交认定 / Release from a form")
    def release(self, request: ApiRequest) -> Response:
        """Vouch for all of it; what was refused stands below."""
        try:
            if SEEN not in request.http.form:
                raise NotSeen
            before = self.imports.find_import(request.bearer, request.path["id"])
            tally = self.imports.release_steps(request)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._page(request, wrong=problem.to_dict(), status=problem.status)
        left = sum(before.steps.values()) - tally.released - tally.repeated - tally.refused if before else 0
        return self._page(request, tally=tally, left=max(left, 0))

    def _page(self, request: ApiRequest, status: int = 200, **about: Any) -> Response:
        import_id = request.path["id"]
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        one = self.imports.find_import(request.bearer, import_id)
        shown = {
            "one": one,
            "may": one is not None and may_release(one, request.bearer),
            "listed": self.imports.find_steps(request, ON_PAGE),
            "n": sum(one.steps.values()) if one else 0,
            "wording": wording(frame, self.imports.read_model.unit_tree()),
            "tally": None,
            "left": 0,
            "wrong": None,
        }
        return html_response(render.page("import_waiting", frame, **shown | about), status)
