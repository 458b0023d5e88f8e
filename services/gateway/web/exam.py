"""The page on which a squadron sits a paper: questions, answers, the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from contracts.errors import NotNow, Problem, Unavailable, Unknown
from contracts.roles import EVERYONE, WRITERS
from contracts.rpc import CommandMessage, PageFilter, RecordHistory, RecordSummary
from contracts.training.assessments import register as assessments
from contracts.training.papers import register as papers
from contracts.training.people import register as people
from contracts.wire import JsonObject
from services.chassis.base import ids
from services.gateway import callers
from services.gateway.command_input import client_key
from services.gateway.display import register_columns
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.owner_client import receipt_of
from services.gateway.read_model.read_model import ReadModel
from services.gateway.record_client import RecordClient
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.forms import exam_questions, inputs, parse_form
from services.gateway.web.forms.inputs import Choices, Option
from services.gateway.web.forms.submission import DO, KEY
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, redirect, wording

MOST_PEOPLE = 500
SITTING = ("person", "sat_on", "invigilator")
ON_STRENGTH = ("on_strength", "on_duty")
ANYWAY = "anyway"


@dataclass(frozen=True)
class AnswerSheet:
    """An answer sheet: the paper, what was filled in, and what is wrong with it.

    unsure  whether questions were left out, and whether that was meant is to be asked
    """

    paper: RecordHistory
    fields: MultiDict[str, str]
    wrong: JsonObject | None = None
    unsure: bool = False

    @property
    def faults(self) -> list[dict[str, str]]:
        """What is wrong, field by field."""
        return list(self.wrong["errors"]) if self.wrong else []


@dataclass
class Exams:
    """Lets a person sit a paper: what is handed in is an assessment like any other."""

    client: RecordClient
    read_model: ReadModel
    signing: bytes

    @page("/exam/{paper}", "page_exam", WRITERS, "考试网页 / An exam", others=(404, 409, 422))
    def ask(self, request: ApiRequest) -> Response:
        """The paper, to be answered."""
        fields = MultiDict({"sat_on": self.read_model.today().isoformat(), KEY: ids.new_id()})
        return self._exam_page(request, AnswerSheet(self._paper(request), fields))

    @form("/exam/{paper}", "page_hand_in", WRITERS, "交卷 / Hand in answers")
    def hand_in(self, request: ApiRequest) -> Response:
        """The answers are handed in; who left questions out is asked once whether that was meant."""
        paper, fields = self._paper(request), request.http.form
        answers = exam_questions.answers(paper.fields, fields)
        if len(answers) < len(paper.fields["questions"]) and fields.get(DO) != ANYWAY:
            return self._exam_page(request, AnswerSheet(paper, fields, unsure=True))
        try:
            record = self._submit(request, fields, paper.id, answers)
        except Problem as problem:
            return self._exam_page(request, AnswerSheet(paper, fields, problem.to_dict()), problem.status)
        if not permissions.may_read(assessments, request.bearer):
            return self._result_page(request, record)
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).link(f"/exam/{paper.id}/{record.id}"))

    def _submit(
        self, request: ApiRequest, fields: MultiDict[str, str], paper: str, answers: list[JsonObject]
    ) -> RecordSummary:
        """Sit the paper and answer it, as one."""
        sitting = {name: value for name, value in _sitting(fields).items() if value} | {"paper": paper}
        # Two keys of one form: sent twice, it repeats both commands and carries out neither again.
        group = [
            self._command(request, "sit", sitting, fields.get(KEY, "")),
            self._command(request, "answer", {"answers": answers}, f"{fields.get(KEY, '')} answers"),
        ]
        (result,) = self.client.send(request, assessments, [group])
        return receipt_of(result).record

    def _command(self, request: ApiRequest, name: str, form: JsonObject, key: str) -> CommandMessage:
        return CommandMessage(client_key(request.bearer, key), assessments.name, name, form)

    @page("/exam/{paper}/{id}", "page_result", EVERYONE, "成绩网页 / A result")
    def result(self, request: ApiRequest) -> Response:
        """What came of it."""
        permissions.admit_reading(assessments, request.bearer)
        record = self.client.fetch(request, assessments, request.path["id"])
        # An assessment of another paper, or one that has no answers yet, has no result here.
        if record.fields.get("paper") != request.path["paper"] or "score" not in record.fields:
            raise Unknown(request.path["paper"], request.path["id"])
        return self._result_page(request, record)

    def _result_page(self, request: ApiRequest, record: RecordSummary) -> Response:
        """A result: to who handed in as the answer to that, since few may read assessments."""
        frame, readable = (
            page_frame(request, self.signing, LANGUAGE_ONLY),
            permissions.may_read(assessments, request.bearer),
        )
        about = {"told": record, "said": record.fields, "name": self._name(request, record), "readable": readable}
        return html_response(render.page("result", frame, **about))

    def _name(self, request: ApiRequest, record: RecordSummary) -> str:
        options = [one for one in self._people(request) if one.value == record.fields["person"]]
        return options[0].label if options else str(record.fields["person"])

    def _paper(self, request: ApiRequest) -> RecordHistory:
        """A paper that can be sat, for who may record that and knows its code. Raises Unknown, NotNow, Forbidden."""
        for name in ("sit", "answer"):
            permissions.admit_step(assessments.step(name), request.bearer)
        paper = self.client.fetch(request, papers, request.path["paper"])
        if paper.status != "drawn":
            raise NotNow(paper.status)
        return paper

    def _exam_page(self, request: ApiRequest, sheet: AnswerSheet, status: int = 200) -> Response:
        frame, form = page_frame(request, self.signing, LANGUAGE_ONLY), assessments.step("sit").form
        builder = inputs.InputBuilder(
            frame.lang == "zh", Choices(records={people.name: self._people(request)}), sheet.faults
        )
        people_inputs = [
            one for one in builder.inputs(form, parse_form.parse(form, sheet.fields)) if one.path in SITTING
        ]
        questions = exam_questions.questions(sheet.paper.fields, sheet.fields, sheet.faults)
        shown_faults = [fault for one in people_inputs for fault in one.faults] + [
            fault for one in questions for fault in one.faults
        ]
        about = {
            "paper": sheet.paper,
            "said": sheet.paper.fields,
            "readable": permissions.may_read(papers, request.bearer),
            "inputs": people_inputs,
            "questions": questions,
            "left_out": [one for one in questions if not one.ticked] if sheet.unsure else [],
            "wrong": sheet.wrong,
            "summary": [(fault, one) for one in people_inputs for fault in one.faults],
            "elsewhere": [fault for fault in sheet.faults if fault not in shown_faults],
            "key": sheet.fields.get(KEY, ""),
        }
        return html_response(render.page("exam", frame, **about), status)

    def _people(self, request: ApiRequest) -> list[Option]:
        """The people of one's own units; a code may be typed where they are not to be had."""
        if not permissions.may_read(people, request.bearer):
            return []
        within = PageFilter(units=callers.units_within(request.bearer, self.read_model))
        try:
            rows = self.client.masked_rows(people, within, MOST_PEOPLE)
        except Unavailable:
            return []
        worded = wording(page_frame(request, self.signing, LANGUAGE_ONLY), self.read_model.unit_tree(), clear=True)
        serving = [one for one in rows if one.status in ON_STRENGTH]
        return [
            Option(
                one.id,
                f"{register_columns.name_of(people, one.fields, worded)} {one.id}",
                worded.name(one.unit),
            )
            for one in sorted(serving, key=lambda one: (one.unit, one.id))
        ]


def _sitting(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "").strip() for name in SITTING}
