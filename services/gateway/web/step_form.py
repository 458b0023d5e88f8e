"""The pages on which a step is taken: its form, what is wrong with it, a question before something ends."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import KeyReused, Problem, Refused, Unavailable, Unknown
from contracts.forms import CHECKS, SHA256, fields_of
from contracts.outreach.captions import register as captions
from contracts.register import Step
from contracts.roles import WRITERS
from contracts.rpc import CommandMessage, RecordHistory
from services.chassis.base import clock, ids
from services.gateway.accounts.drafts import DraftsFull
from services.gateway.command_input import client_key
from services.gateway.completions import target_door
from services.gateway.display.barred_steps import BarredStep, barred_steps
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.targets import door
from services.gateway.read_model.warnings.reading import RecordWarning
from services.gateway.record_client import RecordClient, Terms
from services.gateway.register_path import readable_at, register_at, step_at
from services.gateway.warnings.desk import WarningDesk
from services.gateway.warnings.listing import attempt_of
from services.gateway.web.addresses import RECORD, REGISTER, form, page
from services.gateway.web.forms import submission
from services.gateway.web.forms.draft import Draft
from services.gateway.web.forms.earlier_values import earlier_values
from services.gateway.web.forms.joined_steps import (
    field_of,
    joined_steps,
    left_out,
    receipt,
    split,
    ticks,
    with_joined,
    without_left_out,
)
from services.gateway.web.forms.proposals import proposals
from services.gateway.web.forms.rolls import listed_people
from services.gateway.web.forms.submission import ANSWER, DO, KEY, REASON, FilesRefused
from services.gateway.web.forms.typed_names import TypedNames
from services.gateway.web.layout import LANGUAGE_ONLY, page_frame, redirect
from services.gateway.web.people.drafts import DraftPages
from services.gateway.web.registers import record_path
from services.gateway.web.step_page import StepPage

MORE, LIST, BACK, CONFIRM, ASIDE = "more:", "list:", "back", "confirm", "aside"
"""What the buttons of a form do beside sending it: add rows, list people, go back from the question, answer it, put the
form aside."""


@dataclass
class StepForms:
    """Takes steps as the interface does, from forms."""

    client: RecordClient
    warnings: WarningDesk
    evidence: Evidence
    drafts: DraftPages
    signing: bytes

    @page(
        f"{REGISTER}/new", "page_new", WRITERS, "登记表单 / A form to open a record", "step, measure, paper, of, lang"
    )
    def ask_to_open(self, request: ApiRequest) -> Response:
        """The form that opens a record; a person's own unit stands in it already."""
        draft = _opening(request)
        own = "unit" in fields_of(draft.step.form) and request.bearer.unit
        proposed = self._filled(request, draft) | ({"unit": own} if own else {}) | self._of_measure(request, draft)
        proposed |= _of_paper(request, draft) | _of_record(request, draft)
        return self._page(request).form(replace(draft, form=proposed, key=ids.new_id()))

    def _of_measure(self, request: ApiRequest, draft: Draft) -> dict[str, Any]:
        """The measure whose target is to be changed, and the target in force. Raises NotOfProgramme, NoTargetHere."""
        measure = request.query.get("measure")
        if draft.register.name != door.REGISTER or not measure:
            return {}
        held = target_door(self.client.read_model).target_in_force(measure)
        return {"measure": measure} | {name: value for name, value in held.items() if value is not None}

    @page(f"{RECORD}/{{step}}", "page_step", WRITERS, "步骤表单 / A step's form", "corrects, lang")
    def ask(self, request: ApiRequest) -> Response:
        """The form of a step; a correction's is filled in as the step was taken."""
        draft = _step(request)
        draft = replace(draft, record=self.client.fetch(request, draft.register, draft.id)).as_recorded()
        if bar := self._bar(request, draft):
            return self._page(request).bar(draft, bar)
        form = draft.correction_form() if draft.corrects else self._filled(request, draft)
        draft = replace(draft, form=form, key=ids.new_id(), version=draft.current_version)
        return self._page(request).form(self._page(request).as_checked(draft) if draft.corrects else draft)

    @form(f"{REGISTER}/new", "page_open", WRITERS, "提交登记 / Open a record from a form", "step, lang", kept=True)
    def open(self, request: ApiRequest) -> Response:
        """A filled-in form opens a record."""
        return self._submit(request, _opening(request))

    @form(f"{RECORD}/{{step}}", "page_take", WRITERS, "提交步骤 / Take a step from a form", "corrects, lang", kept=True)
    def take(self, request: ApiRequest) -> Response:
        """A filled-in form takes a step."""
        draft = _step(request)
        return self._submit(request, replace(draft, record=self._find_record(request, draft)).as_recorded())

    def _bar(self, request: ApiRequest, draft: Draft) -> BarredStep | None:
        """What keeps this person from the step, so that they are not asked to fill in what would be refused."""
        if draft.corrects or draft.record is None:
            return None
        barred = barred_steps(draft.register, draft.record, request.bearer, self._page(request).wording())
        return next((one for one in barred if one.step.name == draft.step.name), None)

    def _filled(self, request: ApiRequest, draft: Draft) -> dict[str, Any]:
        """What stands in a new form: what it proposes, what earlier steps said, and so for what may be taken along."""
        along = joined_steps(draft.register, draft.step, request.bearer)
        rows = {field_of(one.name): [row] for one in along if (row := self._proposed(request, draft, one))}
        return self._proposed(request, draft, draft.step) | rows

    def _proposed(self, request: ApiRequest, draft: Draft, step: Step) -> dict[str, Any]:
        proposed = proposals(step.form, request.bearer, self.client.read_model.today(), clock.now())
        return proposed | earlier_values(step, draft.record)

    def _page(self, request: ApiRequest) -> StepPage:
        return StepPage(self.client, self.client.read_model, self.evidence, self.signing, request)

    def _find_record(self, request: ApiRequest, draft: Draft) -> RecordHistory | None:
        """The record; what was typed is worth more than its heading while its owner is silent."""
        try:
            return self.client.fetch(request, draft.register, draft.id)
        except Unavailable:
            return None

    def _submit(self, request: ApiRequest, draft: Draft) -> Response:
        """Do what the button says; whatever is refused is shown with the form as it was filled in."""
        fields = request.http.form
        draft = replace(draft, key=fields.get(KEY, ""), version=submission.seen_version(fields))
        draft = replace(draft, reason=fields.get(REASON, "").strip())
        draft = replace(draft, answer=fields.get(ANSWER, "").strip(), rolls=listed_people(draft.step.form, fields))
        draft = replace(draft, joined=ticks(draft.step, fields))
        if fields.get(DO) == ASIDE and not request.draft:
            return self._put_aside(request, draft)
        return self._answer(request, draft, BACK if request.draft else fields.get(DO, ""))

    def _put_aside(self, request: ApiRequest, draft: Draft) -> Response:
        """Keep the form as it came: its files are evidence of nothing yet. Where too many are kept, show it again."""
        try:
            return self.drafts.put_aside(request, draft.version)
        except DraftsFull as problem:
            return self._answer(request, draft, BACK, problem)

    def _answer(self, request: ApiRequest, draft: Draft, button: str, met: Problem | None = None) -> Response:
        """What a button leads to, or the form with the problem that it met."""
        try:
            typed = submission.read_form(request, draft.step.form, self.evidence)
            names = self._page(request).resolve_names(draft.step.form, without_left_out(typed, draft.joined))
            shown = {**left_out(typed, draft.joined), **names.form}
            draft = replace(draft, form=shown, names=names.candidates)
            if met:
                raise met
            return self._follow_button(request, draft, button, names)
        except Problem as problem:
            request.acts.note_problem(problem)
            form = problem.form if isinstance(problem, FilesRefused) else draft.form
            problem = met or problem  # what is wrong with the files is said when the form is saved
            refused = replace(draft, form=form, wrong=(wrong := problem.to_dict()))
            if wrong["slug"] == KeyReused.slug:  # somebody went back, changed the form, and sent it again
                return self._page(request).form(refused.asked_apart(ids.new_id()), Refused.status)
            return self._page(request).form(refused, problem.status)

    def _follow_button(self, request: ApiRequest, draft: Draft, button: str, names: TypedNames) -> Response:
        """Add rows, go back, ask once more, or carry the step out. Raises Problem."""
        if button.startswith(MORE):
            rows = draft.more_rows(request.http.form, button.removeprefix(MORE))
            return self._page(request).form(replace(draft, spare=rows))
        if button.startswith(LIST) and (path := button.removeprefix(LIST)) in draft.rolls:
            return self._page(request).form(self._listed(request, draft, path))
        if button == BACK:
            return self._page(request).form(draft.as_resumed() if request.draft else draft)
        names.check()
        draft.check_reason()
        draft = replace(draft, warnings=tuple(self._warnings(request, draft)))
        if draft.warnings and not draft.answer:
            return self._page(request).form(draft)
        asks = draft.asks_first and button != CONFIRM
        if draft.warnings:
            self.warnings.answer_all(request, draft.warnings, draft.answer, dry=True)
        # Tried first: who is asked whether it is meant should not hear afterwards that it may not be.
        (result,) = self.client.send(request, draft.register, [_commands(request, draft)], Terms(dry=asks))
        done = receipt(result, draft.joined)
        if asks:
            return self._page(request).question(draft)
        self._keep_answer(request, draft)
        return redirect(self._beyond(request, draft, done.record.id))

    def _listed(self, request: ApiRequest, draft: Draft, path: str) -> Draft:
        """With all of a unit's people, or all that is to be looked at, in a list. Raises Problem."""
        if CHECKS in fields_of(draft.step.form)[path].metadata:
            return self._page(request).with_points(draft, path)
        return draft.with_roll(path, self._page(request).roll(path))

    def _warnings(self, request: ApiRequest, draft: Draft) -> list[RecordWarning]:
        """What the step is unlikely beside, of the record as it will be called."""
        attempt = attempt_of(draft.register, draft.step, _command(request, draft))
        return self.warnings.list.of_attempt(attempt, request.bearer)

    def _keep_answer(self, request: ApiRequest, draft: Draft) -> None:
        """Have it kept why the step was right all the same; else its warnings wait on the record's page."""
        if draft.warnings:
            with suppress(Problem):  # it was tried before the step: what is left is an owner that is silent by now
                self.warnings.answer_all(request, draft.warnings, draft.answer)

    def _beyond(self, request: ApiRequest, draft: Draft, record: str) -> str:
        """Where to go when it is done: the record, or the registers where somebody may write it and not read it."""
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        if permissions.may_read(draft.register, request.bearer):
            return frame.link(record_path(draft.register, record), done=",".join((draft.step.name, *draft.joined)))
        return frame.link("/registers", done=f"{draft.register.name}.{draft.step.name}")


def _opening(request: ApiRequest) -> Draft:
    """The step that opens a record, for who may take it. Raises Unknown, Invalid, Forbidden."""
    register = register_at(request)
    step = register.step(request.among("step", register.openings, register.opening.name))
    permissions.admit_step(step, request.bearer)
    return Draft(register, with_joined(register, step, request.bearer))


def _of_paper(request: ApiRequest, draft: Draft) -> dict[str, Any]:
    """The paper that is to be described."""
    sha256 = request.query.get("paper", "")
    return {"paper": sha256} if draft.register.name == captions.name and re.fullmatch(SHA256, sha256) else {}


def _of_record(request: ApiRequest, draft: Draft) -> dict[str, Any]:
    """The record on whose page the form was opened, in the fields that must name one of its register."""
    name, _, id_ = request.query.get("of", "").partition("/")
    fields = fields_of(draft.step.form).items() if id_ else ()
    return {field: id_ for field, one in fields if one.required and one.metadata.get("x-register") == name}


def _step(request: ApiRequest) -> Draft:
    """The step in the path, for who may take it, or correct it. Raises Unknown, Invalid, Forbidden."""
    register = readable_at(request)
    step = step_at(request, register)
    corrects = request.number("corrects", 0, 10**6) or None
    if step.opens_only and corrects is None:
        raise Unknown(step.name)
    permissions.admit_step(step, request.bearer, again=corrects is not None)
    step = step if corrects else with_joined(register, step, request.bearer)
    return Draft(register, step, request.path["id"], corrects=corrects)


def _commands(request: ApiRequest, draft: Draft) -> list[CommandMessage]:
    """The step, and those that are taken along with it: all are carried out, or none."""
    first = _command(request, draft)
    _, along = split(draft.form, draft.joined)
    keys = (client_key(request.bearer, f"{draft.key}+{step}" if draft.key else None) for step, _ in along)
    return [
        first,
        *(
            CommandMessage(key, draft.register.name, step, form, record=draft.id)
            for key, (step, form) in zip(keys, along, strict=True)
        ),
    ]


def _command(request: ApiRequest, draft: Draft) -> CommandMessage:
    return CommandMessage(
        client_key(request.bearer, draft.key or None),
        draft.register.name,
        draft.step.name,
        split(draft.form, ())[0],
        record=draft.id,
        corrects=draft.corrects,
        expected=draft.version if draft.id else None,
        reason=draft.reason if draft.corrects else "",
    )
