"""The pages on which a step is taken: its form, what is wrong with it, a question before something ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts.errors import Conflict, Invalid, Problem, Unavailable, Unknown
from contracts.forms import Form, fields_of, values_of_kind
from contracts.register import Register, Step
from contracts.roles import WRITERS
from contracts.rpc import CommandMessage, RecordHistory, RevisionEntry
from services.chassis.base import ids
from services.gateway.api.evidence import LONGEST_NAME
from services.gateway.api.records import Records, client_key, readable_at, register_at, step_at
from services.gateway.display import register_columns
from services.gateway.display.field_kinds import kind_of
from services.gateway.evidence import MOST_BYTES
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest, whole
from services.gateway.web import render
from services.gateway.web.addresses import RECORD, REGISTER, form, page
from services.gateway.web.choices import ChoiceFinder
from services.gateway.web.forms import inputs, parse_form
from services.gateway.web.forms.parse_form import Typed
from services.gateway.web.layout import LANG, html_response, page_frame, redirect, wording
from services.gateway.web.registers import place

Told = dict[str, Any]
KEY, VERSION, DO, SAID = "_key", "_version", "_do", "_said"
MORE, BACK, CONFIRM = "more:", "back", "confirm"


@dataclass(frozen=True)
class Draft:
    """A step on its way: where it is to be taken, what was filled in, and under which key.

    told     the record as its owner tells it now; None: there is none yet, or its owner is silent
    key      the command's key: the same form sent twice is one command
    version  the version that the person saw
    wrong    the problem that it met; `faults` are its fields'
    """

    register: Register
    step: Step
    id: str = ""
    told: RecordHistory | None = None
    corrects: int | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    version: int | None = None
    wrong: Told | None = None
    spare: Mapping[str, int] = field(default_factory=dict)

    @property
    def asks_first(self) -> bool:
        """Whether the person is asked once more: the step takes something back, or ends it."""
        return self.corrects is None and register_columns.ends(self.register, self.step)

    @property
    def stale(self) -> list[RevisionEntry]:
        """What happened to the record since the person saw it, if that is what is wrong."""
        if self.wrong is None or self.told is None or self.wrong["slug"] != Conflict.slug:
            return []
        return [one for one in self.told.history if one.version > (self.version or 0)]


@dataclass
class StepForms:
    """Takes steps as the interface does, from forms."""

    commands: Records
    signing: bytes

    @page(f"{REGISTER}/new", "page_new", WRITERS, "登记表单 / A form to open a record", "step, lang")
    def ask_to_open(self, asking: ApiRequest) -> Response:
        """The form that opens a record; a person's own unit stands in it already."""
        draft = self._opening(asking)
        own = "unit" in fields_of(draft.step.form) and asking.bearer.unit
        return self._form_page(asking, replace(draft, form={"unit": own} if own else {}, key=ids.new_id()))

    @page(f"{RECORD}/{{step}}", "page_step", WRITERS, "步骤表单 / A step's form", "corrects, lang")
    def ask(self, asking: ApiRequest) -> Response:
        """The form of a step; a correction's is filled in as the step was told."""
        draft = self._step(asking)
        draft = replace(draft, told=self.commands.fetch_record(asking, draft.register, draft.id))
        return self._form_page(
            asking, replace(draft, form=_correction_form(draft), key=ids.new_id(), version=_version(draft))
        )

    @form(f"{REGISTER}/new", "page_open", WRITERS, "提交登记 / Open a record from a form", "step, lang")
    def open(self, asking: ApiRequest) -> Response:
        """A filled-in form opens a record."""
        return self._submit(asking, self._opening(asking))

    @form(f"{RECORD}/{{step}}", "page_take", WRITERS, "提交步骤 / Take a step from a form", "corrects, lang")
    def take(self, asking: ApiRequest) -> Response:
        """A filled-in form takes a step."""
        draft = self._step(asking)
        return self._submit(asking, replace(draft, told=self._find_record(asking, draft)))

    def _opening(self, asking: ApiRequest) -> Draft:
        register = register_at(asking)
        step = register.step(asking.among("step", register.openings, register.opening.name))
        permissions.admit_step(step, asking.bearer)
        return Draft(register, step)

    def _step(self, asking: ApiRequest) -> Draft:
        register = readable_at(asking)
        step = step_at(asking, register)
        corrects = asking.number("corrects", 0, 10**6) or None
        if step.opens_only and corrects is None:
            raise Unknown(step.name)
        permissions.admit_step(step, asking.bearer, again=corrects is not None)
        return Draft(register, step, asking.path["id"], corrects=corrects)

    def _find_record(self, asking: ApiRequest, draft: Draft) -> RecordHistory | None:
        """The record; what was typed is worth more than its heading while its owner is silent."""
        try:
            return self.commands.fetch_record(asking, draft.register, draft.id)
        except Unavailable:
            return None

    def _submit(self, asking: ApiRequest, draft: Draft) -> Response:
        said = asking.request.form
        draft, does = replace(draft, key=said.get(KEY, ""), version=_submitted_version(said)), said.get(DO, "")
        try:
            draft = replace(draft, form=self._read_form(asking, draft.step.form))
            if does.startswith(MORE):
                return self._form_page(asking, replace(draft, spare=_spare(draft, said, does.removeprefix(MORE))))
            if does == BACK:
                return self._form_page(asking, draft)
            if draft.asks_first and does != CONFIRM:
                return self._confirm_page(asking, draft)
            done = self.commands.carry_out(asking, draft.register, self._command(asking, draft))
        except Problem as problem:
            form = problem.form if isinstance(problem, NotKept) else draft.form
            return self._form_page(asking, replace(draft, form=form, wrong=problem.to_dict()), problem.status)
        return redirect(_beyond(asking, draft, done.record.id))

    def _read_form(self, asking: ApiRequest, form: type[Form]) -> dict[str, Any]:
        """What was typed, with the papers that came along, or what a page before has kept. Raises NotKept, Invalid."""
        if SAID in asking.request.form:
            return _decode_form(asking.request.form[SAID])
        said, faults = Typed(asking.request.form), []
        for path, file in asking.request.files.items(multi=True):
            one = parse_form.field_at(form, path)
            if file.filename and one is not None and kind_of(one) == "evidence":
                try:
                    said.add(path, self._paper(asking, file))
                except Problem as problem:
                    faults.append(problem.fault(path))
        found = parse_form.parse(form, said)
        if faults:
            raise NotKept(found, faults)
        return found

    def _paper(self, asking: ApiRequest, file: Any) -> str:
        """Keep a file that came with the form; its hash. Raises EmptyEvidence, TooLarge."""
        body, name = file.stream.read(MOST_BYTES + 1), str(file.filename)[-LONGEST_NAME:]
        kept = self.commands.evidence.save(body, name=name, media_type=file.mimetype, by=asking.bearer.id)
        return str(kept["sha256"])

    def _command(self, asking: ApiRequest, draft: Draft) -> CommandMessage:
        return CommandMessage(
            client_key(asking.bearer, draft.key or None),
            draft.register.name,
            draft.step.name,
            dict(draft.form),
            record=draft.id,
            corrects=draft.corrects,
            expected=draft.version if draft.id else None,
        )

    def _confirm_page(self, asking: ApiRequest, draft: Draft) -> Response:
        """Ask once more, when all else is right. Raises Problem: it would be refused."""
        self.commands.carry_out(asking, draft.register, self._command(asking, draft), dry=True)
        frame = page_frame(asking, self.signing, LANG)
        worded = wording(frame, self.commands.view.unit_tree(), clear=True)
        papers = [sha for _, _, sha in values_of_kind(draft.step.form, draft.form, "evidence")]
        about = self._about(draft, worded) | {
            "entered": list(worded.field_texts(draft.step, draft.form)),
            "papers": [(sha, one["name"] or sha[:12]) for sha, one in self.commands.evidence.about(papers).items()],
            "said": orjson.dumps(dict(draft.form)).decode(),
        }
        return html_response(render.page("confirm", frame, **about))

    def _form_page(self, asking: ApiRequest, draft: Draft, status: int = 200) -> Response:
        frame = page_frame(asking, self.signing, LANG)
        worded = wording(frame, self.commands.view.unit_tree(), clear=True)
        offered = ChoiceFinder(self.commands, asking, worded).choices(draft.step, draft.form)
        faults = draft.wrong["errors"] if draft.wrong else ()
        asks = inputs.InputBuilder(frame.lang == "zh", offered, faults, draft.spare)
        asked = asks.inputs(draft.step.form, draft.form)
        stale = [one.to_payload() | {"of": draft.register.step(one.step)} for one in draft.stale]
        about = self._about(draft, worded) | {
            "inputs": asked,
            "lists": {one.source: one.options for one in inputs.every(asked) if one.has_datalist},
            "wrong": draft.wrong,
            "summary": [(fault, one) for one in inputs.every(asked) for fault in one.faults],
            "elsewhere": asks.elsewhere(asked),
            "stale": stale,
            "version": draft.told.version if stale and draft.told else draft.version,
        }
        return html_response(render.page("step", frame, **about), status)

    def _about(self, draft: Draft, worded: Any) -> dict[str, Any]:
        base = f"/registers/{draft.register.service}/{draft.register.slug}"
        said = draft.told.fields if draft.told else {}
        return {
            "draft": draft,
            "register": draft.register,
            "step": draft.step,
            "name": register_columns.name_of(draft.register, said, worded) if draft.told else "",
            "status": register_columns.word_of(draft.register, draft.told.status, worded.lang) if draft.told else "",
            "back": place(draft.register, draft.id) if draft.id else base,
        }


class NotKept(Invalid):
    """Some files could not be taken; what was typed is here."""

    zh = "部分文件未能上传，所填内容仍在"

    def __init__(self, form: Mapping[str, Any], faults: list[dict[str, str]]) -> None:
        """`form` is what was typed, with the files that could be taken."""
        super().__init__(errors=faults)
        self.form = form


def _beyond(asking: ApiRequest, draft: Draft, record: str) -> str:
    """Where to go when it is done: to the record, or, where somebody may write it and not read it, to the registers."""
    lang = {name: asking.query[name] for name in LANG if name in asking.query}
    if permissions.may_read(draft.register, asking.bearer):
        return render.address(place(draft.register, record), {"done": draft.step.name} | lang)
    return render.address("/registers", {"done": f"{draft.register.name}.{draft.step.name}"} | lang)


def _decode_form(said: str) -> dict[str, Any]:
    """A form that a page before has kept. Raises Invalid."""
    try:
        found = orjson.loads(said)
    except orjson.JSONDecodeError:
        raise Invalid(SAID) from None
    return found if isinstance(found, dict) else {}


def _submitted_version(said: Mapping[str, str]) -> int | None:
    """The version that the person saw."""
    try:
        return whole(said[VERSION])
    except (KeyError, ValueError):
        return None


def _version(draft: Draft) -> int | None:
    return draft.told.version if draft.told else None


def _correction_form(draft: Draft) -> dict[str, Any]:
    """What a correction's step was told with; private texts that this person may not read are asked for anew."""
    if draft.corrects is None or draft.told is None:
        return {}
    place_ = [one for one in draft.told.history if one.stands and one.place == draft.corrects]
    if not place_ or place_[0].step != draft.step.name:
        raise Unknown(draft.id, f"place {draft.corrects}")
    return inputs.correction_form(draft.step.form, place_[0].data)


def _spare(draft: Draft, said: Typed, path: str) -> dict[str, int]:
    """The rows that were blank, and some more."""
    had, filled = len(parse_form.numbers(said, path)), parse_form.value_at(draft.form, path)
    return {path: had - len(filled if isinstance(filled, list) else ()) + inputs.MORE_ROWS}
