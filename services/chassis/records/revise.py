"""How one step becomes a revision: check the move, run the rule, start the clocks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts.errors import Invalid, NotNow, NotYet, OutOfOrder, Undefined, fault
from contracts.forms import fields_of, fields_of_kind
from contracts.register import Step
from services.chassis.base.ids import event_id
from services.chassis.records import deadlines, references
from services.chassis.records.command import StepInput
from services.chassis.records.deadlines import StepTaken
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.personal_numbers.guard import refuse_personal_numbers
from services.chassis.records.record import Context, Data, Record, Revision, allowed_main_statuses, encode
from services.chassis.records.rules import Rules
from services.chassis.records.validation import load_form, saying_what_was_read


class NotThere(NotNow):
    """A step of a side line is not possible while the main line stands here."""

    slug, zh = "not-there", "主线状态不允许办理此副线步骤"


def revise(rules: Rules, record: Record, step_input: StepInput, at: Context, ports: DecisionPorts) -> Revision:
    """The revision that a step leaves, numbered as if it were the record's next. Raises Problem."""
    step = step_input.step
    loaded = load_form(step, step_input.form)
    # What was recorded stays as it is: a stricter eye is for what is handed in now.
    if step_input.command and not step_input.quotes:
        refuse_personal_numbers(record.register, step, loaded)
    form = ports.pseudonymise(step.form, loaded)
    run = str(form[step.each]) if step.each else ""
    _check_move(record, step, run)
    _check_identity(record, step, form)
    if step_input.command:  # a replayed step may name what was known then and was voided since
        references.check(step.form, form, ports.lookup)
    with saying_what_was_read(step.form, step_input.form):
        data = dict(rules.apply(step, record, form, at, ports.lookup))
        on = data[day] if (day := step.data.business_day_field()) else at.today
        _check_day(record, step, run, on, at)
    data["of"] = {name: encode(_first(data.get(name), record.get(name))) for name in record.register.key_names}
    data["due"] = deadlines.due_dates(record, StepTaken(step, run, on, data), at.calendar)
    if undeclared := set(data) - set(fields_of(step.data)):
        raise Undefined(step.name, "the rule adds what the contract does not name", undeclared)
    version = record.version + 1
    unit, shared = data.get("unit") or record.unit_on(on), _first(data.get("counits"), record.get("counits"), ())
    # A void undoes the whole record and has no place in it: nothing stands before or after it.
    place = 0 if step.voids else version
    return Revision(event_id(step_input.command, 0), step, version, place, at, on, unit, data, tuple(shared))


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _check_move(record: Record, step: Step, run: str) -> None:
    status = record.status(step.line, run)
    if status not in step.starts:
        raise NotNow(*step_and_status(record, step, status), *_last_move(record, step.line, run))
    if step.line != "main" and record.status() not in allowed_main_statuses(record.register, step):
        raise NotThere(*step_and_status(record, step, record.status()))


def step_and_status(record: Record, step: Step, status: str) -> tuple[str, str]:
    """Which step does not fit to which status, in words for a refusal."""
    return f"{step.zh} {step.name}:", f"{record.register.words.get(status, '')} {status}".strip()


def _last_move(record: Record, line: str, run: str) -> list[str]:
    """Which step brought a line where it stands, on which day, and whom it names: who holds what is out."""
    if not (moves := record.moves(line, run)):
        return []
    last = moves[-1]
    people = [last.data[name] for name in fields_of_kind(last.step.form, "person") if last.data.get(name)]
    return [f"({last.step.zh} {last.step.event} {last.on})", *people]


def _check_identity(record: Record, step: Step, form: Data) -> None:
    """A record keeps the id that its form gave it."""
    name = record.register.identity
    if step.first and name and form[name] != record.id:
        raise Invalid(name, errors=[fault(name, f"The record is {record.id}", f"此记录编号为 {record.id}")])


def _check_day(record: Record, step: Step, run: str, on: dt.date, at: Context) -> None:
    field = step.data.business_day_field() or ""
    if on > at.today:
        raise NotYet(on, errors=[NotYet.fault(field)])
    if predecessors := _predecessors(record, step, run):
        before = max(predecessors, key=lambda revision: revision.on)
        if on < before.on:
            raise OutOfOrder(f"{on} < {before.on} ({before.step.name})", errors=[OutOfOrder.fault(field)])


def _predecessors(record: Record, step: Step, run: str) -> list[Revision]:
    """What a step cannot have happened before: the record's opening, and for a move the line's last move."""
    opening = [] if step.anyday else record.effective[:1]
    return [*opening, *(record.moves(step.line, run)[-1:] if step.leads else ())]
