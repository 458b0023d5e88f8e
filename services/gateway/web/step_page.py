"""How a step's form is shown, and the question that is asked before something ends."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts.errors import Problem, Refused
from contracts.forms import CHECKS, Form
from services.gateway import callers
from services.gateway.display import register_columns
from services.gateway.display.barred_steps import BarredStep
from services.gateway.display.formatting import Wording
from services.gateway.evidence import Evidence
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import papers_in
from services.gateway.record_client import RecordClient
from services.gateway.web import render
from services.gateway.web.forms import inputs, typed_names
from services.gateway.web.forms.choices import ChoiceFinder
from services.gateway.web.forms.draft import Draft
from services.gateway.web.forms.gap_links import with_links
from services.gateway.web.forms.joined_steps import PREFIX
from services.gateway.web.forms.names import SCRIPT
from services.gateway.web.forms.parse_form import Typed
from services.gateway.web.forms.points import list_points
from services.gateway.web.forms.proposals import own_code
from services.gateway.web.forms.rolls import OF_UNIT, Roll, check_roll, rolls_of
from services.gateway.web.forms.typed_names import TypedNames
from services.gateway.web.layout import LANGUAGE_ONLY, admit_script, html_response, page_frame, wording
from services.gateway.web.registers import record_path
from services.gateway.web.warnings import as_row


@dataclass(frozen=True)
class StepPage:
    """A draft as one person sees it."""

    client: RecordClient
    read_model: ReadModel
    evidence: Evidence
    signing: bytes
    request: ApiRequest

    def form(self, draft: Draft, status: int = 200) -> Response:
        """The form, with what was filled in and what is wrong with that."""
        frame = page_frame(self.request, self.signing, LANGUAGE_ONLY)
        worded = wording(frame, self.read_model.unit_tree(), clear=True)
        offered = self._finder(worded).choices(draft.step, draft.form)
        own = None if draft.corrects else own_code(self.request.bearer)
        builder = inputs.InputBuilder(
            frame.lang == "zh", offered, draft.faults, draft.spare, own, draft.rolls, draft.names
        )
        fields = builder.inputs(draft.step.form, draft.form)
        missed = [one.to_payload() | {"of": draft.register.step(one.step)} for one in draft.missed]
        about = _about(draft, worded) | {
            "inputs": [one for one in fields if not one.path.startswith(PREFIX)],
            "joined": [one for one in fields if one.path.startswith(PREFIX)],
            "unit": draft.record.unit if draft.record else self.request.bearer.unit or "",
            "named": any(one.names for one in inputs.every(fields)),
            "lists": {one.source: one.options for one in inputs.every(fields) if one.has_datalist},
            "wrong": None if draft.saved else draft.wrong,
            "saved": record_path(draft.register, draft.saved) if draft.saved else "",
            "summary": [(fault, one) for one in inputs.every(fields) for fault in one.faults],
            "elsewhere": [*with_links(builder.elsewhere(fields), draft.register, draft.id, frame)],
            "stale": missed,
            "warnings": [as_row(one) for one in draft.warnings],
            # Who has read what they missed sends the form again, and then means the record as it is now.
            "version": draft.current_version if missed else draft.version,
        }
        # What a correction is filled in with may be anybody's.
        response = html_response(render.page("step", frame, **about), status, typed=not draft.corrects)
        return admit_script(response, self.request.http, SCRIPT) if about["named"] else response

    def bar(self, draft: Draft, bar: BarredStep) -> Response:
        """In the form's place why this person may not take the step, and who may."""
        frame = page_frame(self.request, self.signing, LANGUAGE_ONLY)
        about = _about(draft, wording(frame, self.read_model.unit_tree(), clear=True)) | {"bar": bar}
        return html_response(render.page("step_barred", frame, **about), Refused.status)

    def wording(self) -> Wording:
        """How things are called on the page."""
        return wording(page_frame(self.request, self.signing, LANGUAGE_ONLY), self.read_model.unit_tree(), clear=True)

    def resolve_names(self, form: type[Form], values: dict[str, Any]) -> TypedNames:
        """A form that was typed, with the records that its names mean."""
        return typed_names.resolve(form, values, Typed(self.request.http.form), self._finder().finder)

    def _finder(self, worded: Wording | None = None) -> ChoiceFinder:
        worded = worded or wording(page_frame(self.request, self.signing), self.read_model.unit_tree(), clear=True)
        return ChoiceFinder(self.client, self.read_model, self.evidence, self.request, worded)

    def roll(self, path: str) -> Roll:
        """All people of the unit that was chosen for a list. Raises Invalid."""
        units = callers.units_below(self.request.http.form.get(f"{OF_UNIT}{path}", ""), self.read_model)
        people = self._finder().people(units)
        check_roll(path, people)
        return {one.value: one.label for one in people}

    def with_points(self, draft: Draft, path: str) -> Draft:
        """A draft with all that is to be looked at in one of its lists, in order. Raises Invalid, OwnerProblem."""
        return list_points(draft, path, self._finder())

    def as_checked(self, draft: Draft) -> Draft:
        """A correction with what was looked at in words, where it can be had; what was recorded stands as it was."""
        recorded = draft
        for path, one in rolls_of(draft.step.form).items():
            if CHECKS in one.metadata and not one.metadata[CHECKS].last:
                with suppress(Problem):
                    listed = list_points(recorded, path, self._finder())
                    draft = replace(draft, rolls={**draft.rolls, path: listed.rolls[path]})
        return draft

    def question(self, draft: Draft) -> Response:
        """Whether it is meant; the form goes along in the page."""
        frame = page_frame(self.request, self.signing, LANGUAGE_ONLY)
        worded = wording(frame, self.read_model.unit_tree(), clear=True)
        papers = self.client.readable_papers(self.request, papers_in(draft.step.form, draft.form))
        about = _about(draft, worded) | {
            "entered": list(worded.field_texts(draft.step, draft.form)),
            "papers": [(sha, one["name"] or sha[:12]) for sha, one in self.evidence.about(papers).items()],
            "said": orjson.dumps(dict(draft.form)).decode(),
        }
        return html_response(render.page("confirm", frame, **about))


def _about(draft: Draft, worded: Wording) -> dict[str, Any]:
    register, record = draft.register, draft.record
    return {
        "draft": draft,
        "register": register,
        "step": draft.step,
        "name": register_columns.name_of(register, record.fields, worded) if record else "",
        "status": register_columns.word_of(register, record.status, worded.lang) if record else "",
        "back": record_path(register, draft.id) if draft.id else f"/registers/{register.service}/{register.slug}",
    }
