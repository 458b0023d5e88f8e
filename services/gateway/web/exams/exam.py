"""The page on which a person sits a paper: begun by themselves, with their own time, and handed in."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from contracts.errors import KeyReused, NotNow, Problem, Refused, Unknown
from contracts.roles import EVERYONE, WRITERS
from contracts.rpc import CommandMessage, PageRow, RecordHistory
from contracts.training.assessments import register as assessments
from contracts.training.papers import register as papers
from contracts.wire import JsonObject
from services.chassis.base import clock, ids
from services.gateway.api.work import sittings
from services.gateway.api.work.sittings import PaperState
from services.gateway.command_input import client_key
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.record_client import RecordClient
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.forms import exam_questions
from services.gateway.web.forms.submission import DO, KEY
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, redirect

ANYWAY, BEGIN, SITTING = "anyway", "begin", "_sitting"


class AnsweredBefore(Refused):
    """You have handed in this sitting already; the answers that you handed in first count."""

    slug, zh = "answered-before", "您已交卷，以首次提交的答案为准，之后的改动不计"


@dataclass(frozen=True)
class AnswerSheet:
    """An answer sheet: the paper, what was filled in, and what is wrong with it.

    unsure  whether questions were left out, and whether that was meant is to be asked
    """

    paper: RecordHistory
    fields: MultiDict[str, str]
    hand_in_by: str | None = None
    wrong: JsonObject | None = None
    unsure: bool = False

    @property
    def faults(self) -> list[dict[str, str]]:
        """What is wrong, field by field."""
        return list(self.wrong["errors"]) if self.wrong else []


@dataclass
class Exams:
    """Lets a person sit a paper as themselves: what is begun and handed in is an assessment like any other."""

    client: RecordClient
    signing: bytes

    @page("/exam/{paper}", "page_exam", WRITERS, "考试网页 / An exam", others=(404, 409, 422))
    def ask(self, request: ApiRequest) -> Response:
        """The questions, for who has begun; else what awaits them, and the button that begins."""
        paper = self._paper(request)
        state = self._state(request, paper)
        if state.sitting is None:
            return self._start_page(request, paper, state)
        fields = MultiDict({KEY: ids.new_id(), SITTING: state.sitting.id})
        return self._exam_page(request, AnswerSheet(paper, fields, state.sitting.fields.get("hand_in_by")))

    @form("/exam/{paper}", "page_hand_in", WRITERS, "开考、交卷 / Begin, hand in", others=(303, 404, 409), kept=True)
    def hand_in(self, request: ApiRequest) -> Response:
        """It is begun, or its answers are handed in; who left questions out is asked once whether that was meant."""
        paper, fields = self._paper(request), request.http.form
        if request.draft:
            return self._show_again(request, paper)
        if fields.get(DO) == BEGIN:
            return self._begin(request, paper)
        answers = exam_questions.answers(paper.fields, fields)
        hand_in_by = self._hand_in_by(request, paper)
        if len(answers) < len(paper.fields["questions"]) and fields.get(DO) != ANYWAY:
            return self._exam_page(request, AnswerSheet(paper, fields, hand_in_by, unsure=True))
        command = self._command(request, "answer", {"answers": answers}, fields.get(KEY, ""), fields.get(SITTING, ""))
        try:
            self.client.carry_out(request, assessments, command)
        except Problem as problem:
            wrong = problem.to_dict()
            if wrong["slug"] == KeyReused.slug:  # somebody went back, changed an answer, and sent it again
                wrong = AnsweredBefore().to_dict()
            return self._exam_page(request, AnswerSheet(paper, fields, hand_in_by, wrong), int(wrong["status"]))
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).link("/exams"))

    def _hand_in_by(self, request: ApiRequest, paper: RecordHistory) -> str | None:
        state = self._state(request, paper)
        return state.sitting.fields.get("hand_in_by") if state.sitting else None

    def _show_again(self, request: ApiRequest, paper: RecordHistory) -> Response:
        """The answers as they were kept; whose sitting is over, or who had only begun, sees how they stand."""
        if KEY not in request.http.form or self._state(request, paper).sitting is None:
            return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).link(f"/exam/{paper.id}"))
        sheet = AnswerSheet(paper, request.http.form, self._hand_in_by(request, paper))
        return self._exam_page(request, sheet)

    def _begin(self, request: ApiRequest, paper: RecordHistory) -> Response:
        """The timer starts now. Pressed twice, it begins once: the key is the person's, for this attempt."""
        number = len(self._mine(request, paper.id))
        begun = {"paper": paper.id, "person": request.bearer.id, "sat_on": clock.day_of(clock.now()).isoformat()}
        if self._state(request, paper).sitting is None:
            self.client.carry_out(
                request, assessments, self._command(request, "sit", begun, f"exam {paper.id} {number}")
            )
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).link(f"/exam/{paper.id}"))

    def _command(self, request: ApiRequest, name: str, form: JsonObject, key: str, record: str = "") -> CommandMessage:
        return CommandMessage(client_key(request.bearer, key), assessments.name, name, form, record)

    def _mine(self, request: ApiRequest, paper: str) -> list[PageRow]:
        mine = sittings.sittings_of(self.client, request.bearer)
        return [one for one in mine if one.fields.get("paper") == paper]

    def _state(self, request: ApiRequest, paper: RecordHistory) -> PaperState:
        row = PageRow(paper.register, paper.id, paper.version, paper.status, paper.unit, paper.fields)
        return sittings.state_of(row, self._mine(request, paper.id), clock.now())

    @page("/exam/{paper}/{id}", "page_result", EVERYONE, "成绩网页 / A result")
    def result(self, request: ApiRequest) -> Response:
        """What came of it, once it was marked: for the examinee, and for who may read assessments."""
        record = next((one for one in self._mine(request, request.path["paper"]) if one.id == request.path["id"]), None)
        if record is None:
            permissions.admit_reading(assessments, request.bearer)
            found = self.client.fetch(request, assessments, request.path["id"])
            record = PageRow(found.register, found.id, found.version, found.status, found.unit, found.fields)
        # An assessment of another paper, or one that has no marks yet, has no result here.
        if record.fields.get("paper") != request.path["paper"] or "score" not in record.fields:
            raise Unknown(request.path["paper"], request.path["id"])
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        readable = permissions.may_read(assessments, request.bearer)
        name = str(record.fields["person"])
        about = {"told": record, "said": record.fields, "name": name, "readable": readable}
        return html_response(render.page("result", frame, **about))

    def _paper(self, request: ApiRequest) -> RecordHistory:
        """A paper that can be sat, for who may sit it and knows its code. Raises Unknown, NotNow, Forbidden."""
        for name in ("sit", "answer"):
            permissions.admit_step(assessments.step(name), request.bearer)
        paper = self.client.fetch(request, papers, request.path["paper"])
        if paper.status != sittings.DRAWN:
            raise NotNow(paper.status)
        return paper

    def _start_page(self, request: ApiRequest, paper: RecordHistory, state: PaperState) -> Response:
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        return html_response(render.page("exam_start", frame, paper=paper, said=paper.fields, state=state.state))

    def _exam_page(self, request: ApiRequest, sheet: AnswerSheet, status: int = 200) -> Response:
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        questions = exam_questions.questions(sheet.paper.fields, sheet.fields, sheet.faults)
        of_questions = [fault for one in questions for fault in one.faults]
        about = {
            "paper": sheet.paper,
            "said": sheet.paper.fields,
            "hand_in_by": sheet.hand_in_by,
            "questions": questions,
            "left_out": [one for one in questions if not one.ticked] if sheet.unsure else [],
            "wrong": sheet.wrong,
            "elsewhere": [fault for fault in sheet.faults if fault not in of_questions],
            "key": sheet.fields.get(KEY, ""),
            "sitting": sheet.fields.get(SITTING, ""),
        }
        return html_response(render.page("exam", frame, **about), status)
