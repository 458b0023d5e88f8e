"""The pages of warnings: those that wait for somebody, and one with the form by which it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.cases.warning_answers import register as answers
from contracts.errors import Problem
from contracts.roles import EVERYONE, WRITERS
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.warnings.reading import RecordName, RecordWarning
from services.gateway.warnings.desk import ANSWER, WarningDesk
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, redirect, unit_outline, without_empty
from services.gateway.web.layout import wording as wording_of
from services.gateway.web.registers import record_path

ON_PAGE = 50


@dataclass
class WarningPages:
    """Shows what `/v1/warnings` answers, and has answers kept as it does."""

    desk: WarningDesk
    signing: bytes

    @page(
        "/warnings",
        "page_warnings",
        EVERYONE,
        "待核对提示网页 / Warnings, as a page",
        "unit, cursor, lang",
        others=(404,),
    )
    def waiting(self, request: ApiRequest) -> Response:
        """The warnings that wait for somebody, of one unit where one is chosen."""
        request = without_empty(request)
        frame, unit, tree = self._frame(request), request.query.get("unit"), self.desk.read_model.unit_tree()
        listed = self.desk.list.waiting(request, ON_PAGE)
        about = {
            "warnings": [as_row(one) for one in listed.warnings],
            "listed": listed,
            "units": list(unit_outline(tree, self.desk.read_model.today())),
            "unit": unit,
            "wording": wording_of(frame, tree, clear=True),
        }
        return html_response(render.page("warnings", frame, **about))

    @page("/warnings/{id}", "page_warning", EVERYONE, "答复提示网页 / A warning, as a page", others=(404,))
    def warning(self, request: ApiRequest) -> Response:
        """A warning with its answer, or the form for one."""
        return self._page(request)

    @form("/warnings/{id}", "page_answer", WRITERS, "提交答复 / Answer a warning from a form", kept=True)
    def answer(self, request: ApiRequest) -> Response:
        """Keep the answer, and go back to the record."""
        text = request.http.form.get(ANSWER, "")
        if request.draft:
            return self._page(request, text=text)
        warning = self.desk.list.find(request.path["id"], request.bearer)
        try:
            receipt = self.desk.answer(request, warning, text)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._page(request, problem.status, wrong=problem.to_dict(), text=text)
        self.desk.read_model.wait_for(receipt.event, WAIT)
        return redirect(self._frame(request).plain(_path(warning.subject)))

    def _frame(self, request: ApiRequest) -> render.Frame:
        return page_frame(request, self.signing, LANGUAGE_ONLY)

    def _page(self, request: ApiRequest, status: int = 200, **about: Any) -> Response:
        one, frame = self.desk.list.find(request.path["id"], request.bearer), self._frame(request)
        may = one.answer is None and permissions.may_take(answers.opening, request.bearer)
        what = {"one": as_row(one), "may": may, "wrong": None, "text": ""} | about
        return html_response(render.page("warning", frame, **what), status)


WAIT = 3.0
"""Seconds for which a page waits until the ledger has what was just answered."""


def as_row(one: RecordWarning) -> dict[str, Any]:
    """A warning as pages show it, with the addresses of its records."""
    return {
        "warning": one,
        "place": _path(one.subject),
        "other": _path(one.other) if one.other else "",
        "answer_place": f"/warnings/{one.id}",
    }


def _path(name: RecordName) -> str:
    return record_path(name.register, name.id)
