"""One step taken in many records by one form: approved, taken in, confirmed together, each outcome told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from werkzeug.wrappers import Response

from contracts.errors import Invalid, Problem, Unknown
from contracts.register import Step
from contracts.roles import WRITERS
from contracts.rpc import CommandMessage, GroupReceipt, GroupResult
from contracts.wire import JsonObject
from services.chassis.base import clock, ids
from services.gateway.command_input import LONGEST_ID, client_key
from services.gateway.display import register_columns
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest, parse_whole_number
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at, step_at
from services.gateway.warnings.desk import WarningDesk
from services.gateway.warnings.listing import attempt_of
from services.gateway.web import render
from services.gateway.web.addresses import form
from services.gateway.web.forms import inputs, submission, typed_names
from services.gateway.web.forms.choices import ChoiceFinder
from services.gateway.web.forms.draft import Draft
from services.gateway.web.forms.names import SCRIPT
from services.gateway.web.forms.parse_form import Typed
from services.gateway.web.forms.proposals import own_code, proposals
from services.gateway.web.forms.submission import KEY
from services.gateway.web.forms.typed_names import TypedNames
from services.gateway.web.layout import LANGUAGE_ONLY, admit_script, html_response, page_frame, wording
from services.gateway.web.registers import record_path
from services.gateway.web.work.batch_steps import FOR_ALL, is_batch_step

BATCH = "/work/{service}/{register}/{step}"
ROW, LISTED, BETWEEN, MOST = "row", "listed", ":", 50


class NothingChosen(Invalid):
    """Choose at least one record."""

    slug, zh, field = "nothing-chosen", "请至少勾选一条", ROW


class TooManyChosen(Invalid):
    """At most 50 records at once."""

    slug, zh, field = "too-many-chosen", f"一次最多 {MOST} 条", ROW


@dataclass(frozen=True)
class RecordOutcome:
    """What came of one record: `problem` says why it was refused; `is_unlikely`, it is to be looked at by itself."""

    record: str
    problem: JsonObject | None = None
    is_repeated: bool = False
    is_unlikely: bool = False


@dataclass
class BatchForms:
    """Asks once what is the same for all, and carries it out in each."""

    client: RecordClient
    warnings: WarningDesk
    evidence: Evidence
    signing: bytes

    @form(BATCH, "page_batch", WRITERS, "批量办理 / One step in many records", kept=True)
    def take(self, request: ApiRequest) -> Response:
        """The form for the records that were chosen; sent with its key, it is carried out, record by record."""
        register = readable_at(request)
        step = step_at(request, register)
        if not is_batch_step(step):
            raise Unknown(register.name, step.name)
        permissions.admit_step(step, request.bearer)
        key = request.http.form.get(KEY, "")
        draft = Draft(register, step, key=key or ids.new_id())
        try:
            if not key:
                list(_chosen(request))  # what is chosen wrongly is said before anything is asked
                proposed = proposals(step.form, request.bearer, self.client.read_model.today(), clock.now())
                return self._ask(request, replace(draft, form=proposed))
            names = self._resolve_names(request, step)
            draft = replace(draft, form=names.form, names=names.candidates)
            if request.draft:
                return self._ask(request, draft)
            chosen = list(_chosen(request))
            names.check()
            outcomes = list(self._carry_out(request, draft, chosen))
            if wrong := _wrong_for_all(outcomes):
                return self._ask(request, replace(draft, wrong=wrong), Invalid.status)
            return self._result(request, draft, outcomes)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._ask(request, replace(draft, wrong=problem.to_dict()), problem.status)

    def _carry_out(
        self, request: ApiRequest, draft: Draft, chosen: Sequence[tuple[str, int]]
    ) -> Iterator[RecordOutcome]:
        commands = [_command(request, draft, *one) for one in chosen]
        likely = []
        for one in commands:
            if self.warnings.list.of_attempt(attempt_of(draft.register, draft.step, one), request.bearer):
                yield RecordOutcome(str(one.record), is_unlikely=True)
            else:
                likely.append(one)
        results = self.client.send(request, draft.register, [[one] for one in likely]) if likely else ()
        yield from (_outcome(str(one.record), result) for one, result in zip(likely, results, strict=True))

    def _finder(self, request: ApiRequest) -> ChoiceFinder:
        read_model = self.client.read_model
        worded = wording(page_frame(request, self.signing, LANGUAGE_ONLY), read_model.unit_tree(), clear=True)
        return ChoiceFinder(self.client, read_model, self.evidence, request, worded)

    def _resolve_names(self, request: ApiRequest, step: Step) -> TypedNames:
        """The form that was typed, with the records that its names mean."""
        form = submission.read_form(request, step.form, self.evidence)
        return typed_names.resolve(step.form, form, Typed(request.http.form), self._finder(request).finder)

    def _ask(self, request: ApiRequest, draft: Draft, status: int = 200) -> Response:
        ticked = _readable(request, ROW)
        listed = _readable(request, LISTED) or ticked
        frame, offered = page_frame(request, self.signing, LANGUAGE_ONLY), self._finder(request)
        builder = inputs.InputBuilder(
            frame.lang == "zh",
            offered.choices(draft.step, draft.form),
            draft.faults,
            own=own_code(request.bearer),
            fits=draft.names,
        )
        shown = [one for one in builder.inputs(draft.step.form, draft.form) if one.kind in FOR_ALL]
        about = {
            "draft": draft,
            "register": draft.register,
            "step": draft.step,
            "inputs": shown,
            "named": any(one.names for one in shown),
            "lists": {one.source: one.options for one in inputs.every(shown) if one.has_datalist},
            "summary": [(fault, one) for one in inputs.every(shown) for fault in one.faults],
            "elsewhere": builder.elsewhere(shown),
            "listed": [(one[0], f"{one[0]}{BETWEEN}{one[1]}", one in ticked) for one in listed],
            "number": len(ticked),
            "names": offered.finder.labels(draft.register, [record for record, _ in listed]),
            "ends": register_columns.ends(draft.register, draft.step),
            "base": record_path(draft.register, ""),
        }
        response = html_response(render.page("work_batch", frame, **about), status, typed=True)
        return admit_script(response, request.http, SCRIPT) if about["named"] else response

    def _result(self, request: ApiRequest, draft: Draft, outcomes: Sequence[RecordOutcome]) -> Response:
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        about = {
            "register": draft.register,
            "step": draft.step,
            "outcomes": outcomes,
            "names": self._finder(request).finder.labels(draft.register, [one.record for one in outcomes]),
            "done": sum(one.problem is None and not one.is_unlikely for one in outcomes),
            "base": record_path(draft.register, ""),
        }
        return html_response(render.page("work_done", frame, **about))


def _outcome(record: str, result: GroupResult) -> RecordOutcome:
    if isinstance(result, GroupReceipt):
        return RecordOutcome(record, is_repeated=result.repeated)
    return RecordOutcome(record, result.problem)


def _wrong_for_all(outcomes: Sequence[RecordOutcome]) -> JsonObject | None:
    """What is wrong with the form itself: each record was refused for what was entered, and in the same words."""
    wrongs = [one.problem for one in outcomes]
    first = wrongs[0]
    if first is None or first["slug"] != Invalid.slug:
        return None
    return first if all(one is not None and one["errors"] == first["errors"] for one in wrongs) else None


def _command(request: ApiRequest, draft: Draft, record: str, version: int) -> CommandMessage:
    """A record's own command: sent again, it is known by the form's key and the record."""
    key = client_key(request.bearer, f"{draft.key}{BETWEEN}{record}")
    return CommandMessage(key, draft.register.name, draft.step.name, dict(draft.form), record=record, expected=version)


def _chosen(request: ApiRequest) -> Iterator[tuple[str, int]]:
    """The records that were ticked, each with the version that was seen.

    Raises NothingChosen, TooManyChosen, Invalid.
    """
    rows = set(request.http.form.getlist(ROW))
    if not rows:
        raise NothingChosen
    if len(rows) > MOST:
        raise TooManyChosen
    yield from _rows(request, ROW)


def _rows(request: ApiRequest, name: str) -> Iterator[tuple[str, int]]:
    """The records that stand in the form under a name, each with the version that was seen. Raises Invalid."""
    for row in dict.fromkeys(request.http.form.getlist(name)):
        record, between, version = row[: LONGEST_ID + 20].partition(BETWEEN)
        try:
            yield record, parse_whole_number(version)
        except ValueError:
            raise Invalid(f"{name} {record}{between}") from None


def _readable(request: ApiRequest, name: str) -> list[tuple[str, int]]:
    """Those that stand under a name, as far as that can be read: no more than one form takes."""
    try:
        return list(islice(_rows(request, name), MOST))
    except Invalid:
        return []
