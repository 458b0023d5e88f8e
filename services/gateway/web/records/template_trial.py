"""The page on which a template is tried: a Word file, a paper, a case; what is wrong, or the paper that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.cases.penalties.papers import PAPERS
from contracts.errors import Invalid, Problem
from services.gateway.api.casefiles.paper_answers import FORMS, HTML
from services.gateway.api.casefiles.template_trial import ADOPTERS, TemplateTrial, TrialOrder
from services.gateway.casefile.rendering.package import MOST_BYTES
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, without_empty

PATH, FILE = "/paper-templates/trial", "template"
ENTRIES = ("paper", "case", "form")


class NoTemplateFile(Invalid):
    """No Word file of a template was chosen."""

    slug, zh, field = "no-template-file", "未选择模板文件（docx）", FILE


@dataclass
class TrialPages:
    """Shows the form, and what `/v1/paper-templates/{paper}/trial` answers to it."""

    trial: TemplateTrial
    signing: bytes

    @page(PATH, "page_template_trial", ADOPTERS, "试用文书模板网页 / Trying a template, as a page", "paper, lang")
    def show(self, request: ApiRequest) -> Response:
        """The form; the paper may be chosen already."""
        paper = without_empty(request).query.get("paper", "")
        return self._show(request, {"paper": paper if paper in PAPERS else "", "case": "", "form": HTML})

    @form(PATH, "page_template_tried", ADOPTERS, "提交试用的文书模板 / Try a template from a form", "paper, lang")
    def take(self, request: ApiRequest) -> Response:
        """The paper that the file makes; where it is unfit, the form again with each fault."""
        fields = request.http.form
        entries = {name: fields.get(f"_{name}", "").strip() for name in ENTRIES}
        shown_as = entries["form"] if entries["form"] in FORMS else HTML
        try:
            body = self._file(request)
            order = TrialOrder(entries["paper"], body, shown_as, _record(entries["case"]))
            answer = self.trial.fill(request, order)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._show(request, entries, problem)
        request.settle()
        return answer

    def _file(self, request: ApiRequest) -> bytes:
        upload = request.http.files.get(FILE)
        body = upload.stream.read(MOST_BYTES + 1) if upload else b""
        if not body:
            raise NoTemplateFile(errors=[NoTemplateFile.fault(FILE)])
        return bytes(body)

    def _show(self, request: ApiRequest, entries: dict[str, str], problem: Problem | None = None) -> Response:
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        about: dict[str, Any] = {"papers": PAPERS, "typed": entries, "wrong": problem.to_dict() if problem else None}
        return html_response(render.page("template_trial", frame, **about), problem.status if problem else 200)


def trial_resources(trial: TemplateTrial, signing: bytes) -> tuple[object, ...]:
    """What answers of trials: to programs and as a page."""
    return trial, TrialPages(trial, signing)


def _record(typed: str) -> str:
    """The case that was typed: its id, or the address of its page, of which it is the last part."""
    return typed.partition("?")[0].rstrip("/").rpartition("/")[2]
