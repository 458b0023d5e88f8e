"""How a command becomes a telling: check the move, run the rule, start the clocks; and how a correction tells again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from marshmallow import ValidationError, fields

from contracts.errors import Conflict, Forbidden, Invalid, NotNow, NotYet, OutOfOrder, Undefined, Unknown, fault
from contracts.forms import Token, element_form, fields_of, fields_of_kind, schema
from contracts.register import Step
from services.chassis.base.ids import event_id
from services.chassis.records import deadlines, pseudonyms, references
from services.chassis.records.deadlines import StepTaken
from services.chassis.records.lookup import DecisionContext
from services.chassis.records.record import Context, Data, Record, Revision, allowed_main_statuses, encode
from services.chassis.records.rules import Rules


class NotThere(NotNow):
    """A step of a side line is not possible while the main line stands here."""

    slug, zh = "not-there", "主线状态不允许办理此副线步骤"


UNBOUND = ("operator", "reaction")
"""Roles that may take every step: imports and repairs, and what events cause."""


@dataclass(frozen=True)
class Actor:
    """Who gives a command: `within` are the units whose records they may touch; None: all."""

    id: str
    role: str
    within: frozenset[str] | None = None


@dataclass(frozen=True)
class Command:
    """Something a person wants done to a record.

    id       the client's Idempotency-Key, or drawn for them
    record   the record's id; empty: the step opens one
    corrects the place of the step that is told again
    expected the version that the person saw
    """

    id: str
    register: str
    step: str
    form: Data
    actor: Actor
    record: str = ""
    corrects: int | None = None
    expected: int | None = None
    correlation: str = ""
    causation: str = ""
    trace: str = field(default="", compare=False)


@dataclass(frozen=True)
class StepInput:
    """A step with its form as it was handed in, by which command; `place`: where it is told again, if it is."""

    step: Step
    form: Data
    place: int = 0
    command: str = ""


def decide(rules: Rules, record: Record, command: Command, at: Context, find: DecisionContext) -> list[Revision]:
    """The tellings a command leaves: one, or for a correction one a step whose telling changed. Raises Problem."""
    if command.expected not in (None, record.version):
        raise Conflict(f"{record.version} != {command.expected}")
    if not record.register.has(command.step):
        raise Unknown(record.register.name, command.step)
    step = record.register.step(command.step)
    if not step.first and not record.version:
        raise Unknown(record.register.name, record.id)
    form = pseudonyms.accept_own_tokens(record, step.form, command.form)
    asked = StepInput(step, form, command.corrects or 0, command.id)
    again = command.corrects is not None
    entries = replay(rules, record, asked, at, find) if again else [revise(rules, record, asked, at, find)]
    _check_permission(command.actor, step, record, entries, again=again)
    return entries


def _check_permission(actor: Actor, step: Step, record: Record, entries: list[Revision], *, again: bool) -> None:
    """Only the unit that has the record may take steps in it; what one opens or tells again is an own unit's.

    A correction that changes what other steps say is for those who may take these too.
    """
    for other in {one.step.name: one.step for one in entries if again and one.step is not step}.values():
        if actor.role not in {*other.correctors, *UNBOUND}:
            raise Forbidden(other.name, f"for {', '.join(sorted(other.roles))}")
    if actor.within is None:
        return
    units = {record.unit} if record.version else set()
    units |= {one.unit for one in entries if step.first or again}
    if not units <= actor.within:
        raise Forbidden(step.name, *sorted(units - actor.within))


def revise(rules: Rules, record: Record, asked: StepInput, at: Context, find: DecisionContext) -> Revision:
    """Check the move, run the rule, start the clocks."""
    step, form = asked.step, find.pseudonymise(asked.step.form, load_form(asked.step, asked.form))
    run = str(form[step.each]) if step.each else ""
    _check(record, step, run)
    _check_identity(record, step, form)
    if asked.command:  # what was told before may name what is no longer known
        references.check(step.form, form, find)
    data = dict(rules.apply(step.name, record, form, at, find))
    on = data[day] if (day := step.data.business_day_field()) else at.today
    _check_day(record, step, run, on, at)
    data["of"] = {name: encode(_first(data.get(name), record.get(name))) for name in record.register.key_names}
    data["due"] = deadlines.due_dates(record, StepTaken(step, run, on, data), at.calendar)
    if undeclared := set(data) - set(fields_of(step.data)):
        raise Undefined(step.name, "the rule adds what the contract does not name", undeclared)
    version = record.version + 1
    unit, shared = data.get("unit") or record.unit_on(on), _first(data.get("counits"), record.get("counits"), ())
    return Revision(
        event_id(asked.command, 0), step, version, 0 if step.voids else version, at, on, unit, data, tuple(shared)
    )


def load_form(step: Step, payload: Any) -> Data:
    """The form as filled in. Raises Invalid, every field named that is at fault."""
    try:
        form: Data = schema(step.form).load(payload)
    except ValidationError as error:
        raise Invalid(step.name, errors=list(_flat(error.messages))) from None
    return form


def _flat(messages: Any, path: str = "") -> list[dict[str, str]]:
    if isinstance(messages, dict):
        deeper = [_flat(below, f"{path}.{name}" if path else str(name)) for name, below in messages.items()]
        return [one for found in deeper for one in found]
    return [fault(path.removesuffix("._schema"), str(one), _zh(str(one))) for one in messages]


_ZH = {
    "Missing data": "必填",
    "Unknown field": "没有此栏目",
    "Field may not be null": "不能为空",
    "Not a valid string": "应为文字",
    "Not a valid integer": "应为整数",
    "Not a valid boolean": "应为 true 或 false",
    "Not a valid aware datetime": "应为带时区的时刻，如 2017-03-01T08:30:00+08:00",
    "Not a valid datetime": "应为带时区的时刻，如 2017-03-01T08:30:00+08:00",
    "Not a valid date": "应为日期 YYYY-MM-DD",
    "Not a valid list": "应为列表",
    "Must be one of": "不在可选范围",
    "Must be greater than or equal to": "数值或日期超出允许范围",
    "Must be less": "数值或日期过大",
    "Length must be": "长度或个数不符",
    "Longer than": "过长",
    "Shorter than": "过短",
    "String does not match": "格式不符",
}


def _zh(message: str) -> str:
    return next((zh for start, zh in _ZH.items() if message.startswith(start)), "填写有误")


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _check(record: Record, step: Step, run: str) -> None:
    status = record.status(step.line, run)
    if status not in step.starts:
        raise NotNow(*_step_and_status(record, step, status), *_last_move(record, step.line, run))
    if step.line != "main" and record.status() not in allowed_main_statuses(record.register, step):
        raise NotThere(*_step_and_status(record, step, record.status()))


def _step_and_status(record: Record, step: Step, status: str) -> tuple[str, str]:
    """Which step was wanted in which status, in words."""
    return f"{step.zh} {step.name}:", f"{record.register.words.get(status, '')} {status}".strip()


def _last_move(record: Record, line: str, run: str) -> list[str]:
    """Which step brought a line where it stands, on which day, and whom it names: who holds what is out."""
    if not (moves := record.moves(line, run)):
        return []
    last = moves[-1]
    named = [last.data[name] for name in fields_of_kind(last.step.form, "person") if last.data.get(name)]
    return [f"({last.step.zh} {last.step.event} {last.on})", *named]


def _check_identity(record: Record, step: Step, form: Data) -> None:
    """A record keeps the id that its form gave it."""
    name = record.register.identity
    if step.first and name and form[name] != record.id:
        raise Invalid(name, errors=[fault(name, f"The record is {record.id}", f"此记录编号为 {record.id}")])


def _check_day(record: Record, step: Step, run: str, on: dt.date, at: Context) -> None:
    field_name = step.data.business_day_field() or ""
    if on > at.today:
        raise NotYet(on, errors=[NotYet.fault(field_name)])
    if follows := _predecessors(record, step, run):
        before = max(follows, key=lambda entry: entry.on)
        if on < before.on:
            raise OutOfOrder(f"{on} < {before.on} ({before.step.name})", errors=[OutOfOrder.fault(field_name)])


def _predecessors(record: Record, step: Step, run: str) -> list[Revision]:
    """What a step cannot have happened before: the record's opening, and for a move the line's last move."""
    opening = [] if step.anyday else record.effective[:1]
    return [*opening, *(record.moves(step.line, run)[-1:] if step.leads else ())]


def replay(rules: Rules, record: Record, corrected: StepInput, at: Context, find: DecisionContext) -> list[Revision]:
    """Tell the record again with one step corrected: later rules must still agree; what changed keeps its place."""
    step, place = corrected.step, corrected.place
    if record.voided:
        raise NotNow(*_step_and_status(record, step, record.status()))
    again, changed = record.before(place), list[Revision]()
    later = [entry for entry in record.latest_revisions if entry.place >= place]
    if not later or (later[0].place, later[0].step) != (place, step):
        raise Unknown(record.id, f"place {place}")
    for old in later:
        asked, when = (
            (corrected, at) if old.place == place else (_step_input(old), replace(old.at, calendar=at.calendar))
        )
        new = replace(revise(rules, again, asked, when, find), place=old.place)
        again = again.plus(replace(new, version=old.place))
        if _content(new) != _content(old):
            event, version = event_id(corrected.command, len(changed)), record.version + len(changed) + 1
            changed.append(replace(new, event=event, version=version, at=at))
    return changed


def _content(entry: Revision) -> tuple[Any, ...]:
    """What an event says of a telling, but for its own numbers."""
    return entry.data, entry.on, entry.unit, entry.counits


def _step_input(entry: Revision) -> StepInput:
    """What the person had entered, without what the rule added."""
    known, said = fields_of(entry.step.form), encode(entry.data)
    form = {name: _prune(one, said[name]) for name, one in known.items() if said.get(name) is not None}
    return StepInput(entry.step, pseudonyms.map_texts(pseudonyms.shape(entry.step.form), form, Token), entry.place)


def _prune(one: fields.Field[Any], value: Any) -> Any:
    if inner := element_form(one):
        known = fields_of(inner)
        return [
            {name: _prune(known[name], said) for name, said in element.items() if name in known} for element in value
        ]
    return value
