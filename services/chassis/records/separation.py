"""Separation of duties: who took one step of a record does not take the one that vouches for it.

Which steps are apart stands in the register (`Step.apart_from`, docs/decisions/0036-separation-of-duties.md). Asked of
every command, corrections too: by correcting an earlier step one would vouch for what is now one's own. And where a
form asks who approves, decides or checks (`ask.myself`), nobody types another's name: it is who signs in. Whom a
record is about (`Step.not_by`) does not decide on it, nor bring it in a sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contracts.apart_reasons import A_CLAIM, ELSEWHERE, TAKEN_IN
from contracts.errors import Forbidden, Invalid, Refused, fault
from contracts.forms import own_fields, values_of_kind
from contracts.register import Register, Step
from contracts.roles import ROLES
from contracts.training.units import FOR_ALL
from services.chassis.records import authorization
from services.chassis.records.command import Actor, Command
from services.chassis.records.correction import as_entered
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Record, Revision

Taken = tuple[str, str]
EVIDENCED = "E2"
"""From this level on somebody else vouches for what a step says."""
PEOPLE, UNITS = "training.people", "training.units"
PERSONNEL = frozenset({PEOPLE, "training.posts", "training.delegations"})
"""The registers that say who somebody is and in which post they act."""


class NotApart(Refused):
    """Another person takes this step: who did the one does not vouch for it with the other."""

    slug, zh = "not-apart", "须由他人办理：不得为自己办理的步骤核验、审批"


class AboutYourself(Refused):
    """Another person takes this step: nobody decides what is about themselves, or about whom they act for."""

    slug, zh = "not-about-yourself", "不得办理本人事项，须由他人办理"


class OwnUnit(Refused):
    """Somebody of another unit takes this step."""

    slug, zh = "own-unit", "须由其他单位的人员办理，不得核查本单位"


class InPerson(Forbidden):
    """A person takes this step: no program says who is employed and in which post, approves, decides or vouches."""

    slug, zh = "in-person", "须由本人登录办理，程序密钥不得办理人事、审批、决定和核验"


class NotYou(Invalid):
    """Whoever signs in names themselves here, or the person for whom they act."""

    slug, zh = "not-you", "须为本人或所代理的人"


def admit_person(actor: Actor, register: Register, step: Step, *, imported: bool) -> None:
    """Let a program take what is nobody's word: it registers, and what a sheet of its says awaits a person.

    Whoever may make keys would otherwise make the second person too. Raises InPerson.
    """
    if is_for_people(actor, register, step, imported=imported):
        raise InPerson(f"{step.zh} {step.name}", actor.id)


def is_for_people(actor: Actor, register: Register, step: Step, *, imported: bool = False) -> bool:
    """Whether somebody is a program and the step is a person's."""
    return actor.is_program and (register.name in PERSONNEL or (vouches(step) and not imported))


def vouches(step: Step) -> bool:
    """Whether whoever takes a step answers for what another did."""
    judges = step.apart_reason not in {"", TAKEN_IN, ELSEWHERE, A_CLAIM}
    return bool(step.level >= EVIDENCED or step.apart or step.other_unit or own_fields(step.form) or judges)


def admit(command: Command, record: Record, revisions: Sequence[Revision], lookup: Lookup) -> None:
    """Let somebody take, correct or release a step that leaves these revisions. Raises NotApart, OwnUnit."""
    actor, step = command.actor, record.register.step(command.step)
    if actor.role == authorization.CAUSED:
        return
    again = command.corrects is not None or bool(command.releases)
    if taken := conflicts(actor, record, step, again=again):
        raise NotApart(*_describe(record.register, step, taken))
    if told := list(_conflicts_elsewhere(actor, record, step, lookup)):
        raise NotApart(f"{step.zh} {step.name}:", ", ".join(dict.fromkeys(told)))
    units = _units_apart(record, step) or {one.unit for one in revisions[:1]}
    if step.other_unit and (own := units & units_of(actor, revisions[0].on, lookup)):
        raise OwnUnit(f"{step.zh} {step.name}:", *sorted(own))


def _units_apart(record: Record, step: Step) -> set[str]:
    return {one.unit for one in record.effective if one.step.name in step.apart}


def people_barred(record: Record, step: Step) -> set[str]:
    """All whom a record as it stands keeps from a step: by what they took in it, or because it is about them."""
    taken = {who for _, who in _takers(record, step, {*step.apart})}
    named = {who for name in step.concerned for one in _naming(name, record, ()) for who in _people_in(one, name)}
    return taken | named | ({record.id} if record.register.identity in step.concerned else set())


def units_barred(record: Record, step: Step) -> set[str]:
    """The units whose people a record as it stands keeps from a step, since another unit takes it."""
    return (_units_apart(record, step) or {record.unit}) if step.other_unit else set()


def units_of(actor: Actor, day: dt.date, lookup: Lookup) -> set[str]:
    """The units whose business is somebody's own: their post's, and those of whom they, or who lent it, are on a day.

    In a post of the whole bureau one is still of one's squadron. Who is of a section that works for the whole bureau
    is of all units and of none.
    """
    people = (lookup.record(PEOPLE, who) for who in actor.people)
    own = {one.unit_on(day) for one in people if one.version}
    return {actor.unit, *(unit for unit in own if lookup.record(UNITS, unit).get("kind") not in FOR_ALL)}


def admit_others(command: Command, record: Record, revisions: Sequence[Revision]) -> None:
    """Let everybody take, correct or release a step, but whom the record is about. Raises AboutYourself."""
    actor, step = command.actor, record.register.step(command.step)
    if actor.role != authorization.CAUSED and is_about(actor, record, step, revisions):
        raise AboutYourself(f"{step.zh} {step.name}:", *sorted(actor.people))


def is_about(actor: Actor, record: Record, step: Step, revisions: Sequence[Revision] = ()) -> bool:
    """Whether a record is about whoever acts or for whom they act, as far as a step asks; `revisions`: with these."""
    if record.register.identity in step.concerned and record.version and record.id in actor.people:
        return True
    said = ((name, one) for name in step.concerned for one in _naming(name, record, revisions))
    return any(who in actor.people for name, one in said for who in _people_in(one, name))


def _people_in(revision: Revision, name: str) -> Iterable[str]:
    """Who stands in a field of a revision, or in the entries of a list."""
    named = values_of_kind(revision.step.data, revision.data, "person")
    return (who for path, _, who in named if path.partition(".")[0] == name)


def _naming(name: str, record: Record, revisions: Sequence[Revision]) -> Iterable[Revision]:
    """The revisions that name people in a field: in a list all; else the last, or those given and what they replace."""
    stood, given = ([one for one in some if one.data.get(name)] for some in (record.effective, revisions))
    if not any(isinstance(one.data[name], list) for one in (*stood, *given)):
        places = {one.place for one in given}
        stood = [one for one in stood if one.place in places] if given else stood[-1:]
    return [*stood, *given]


def conflicts(actor: Actor, record: Record, step: Step, *, again: bool = False) -> list[Taken]:
    """Which steps keep somebody from taking this one, each with the person who took it; empty: nothing does."""
    if not (names := _against(record.register, step, again=again)):
        return []
    return [one for one in dict.fromkeys(_takers(record, step, names)) if one[1] in actor.people]


def _conflicts_elsewhere(actor: Actor, record: Record, step: Step, lookup: Lookup) -> Iterable[str]:
    """The same of steps in the records from which this one came, or which it became, in words for a refusal."""
    for field, register, name in step.apart_elsewhere:
        if not (id_ := record.get(field)):
            continue
        there = lookup.record(register, id_)
        who = {one for entry in entries(there) if entry.step.name == name for one in entry.at.people}
        yield from (f"{there.register.zh} {there.register.step(name).zh} ({one})" for one in sorted(who & actor.people))


def _takers(record: Record, step: Step, names: set[str]) -> Iterable[Taken]:
    """Who took which of these steps, each as often as it was entered."""
    return ((one.step.name, who) for one in entries(record) if _counts(one, names, step) for who in one.at.people)


def _against(register: Register, step: Step, *, again: bool) -> set[str]:
    """The steps from which a step is apart; who takes it again must not have vouched for it either."""
    return {*step.apart, *(one.name for one in register.steps if again and step.name in one.apart)}


def _counts(revision: Revision, names: set[str], step: Step) -> bool:
    """Whether a revision is of these steps; a sheet's word that somebody vouched for this one is nobody's yet."""
    return revision.step.name in names and (revision.step.name in step.apart or not revision.is_claim)


def entries(record: Record) -> Iterable[Revision]:
    """All that somebody entered or released, whether it stands; what a correction of another step moved is not that."""
    last: dict[int, Revision] = {}
    for revision in sorted(record.revisions, key=lambda one: one.version):
        before = last.get(revision.place)
        if before is None or revision.releases or as_entered(before) != as_entered(revision):
            yield revision
        last[revision.place] = revision


def _describe(register: Register, step: Step, taken: Sequence[Taken]) -> list[str]:
    """Which step is apart from which, and who took them, in words for a refusal."""
    steps = (f"{register.step(name).zh} {name} ({who})" for name, who in taken)
    return [f"{step.zh} {step.name}:", ", ".join(steps)]


def check_own_names(actor: Actor, record: Record, step: Step, form: Any, place: int) -> None:
    """What is said in somebody's own name is theirs to say; what a correction leaves as it stood passes. Raises NotYou.

    `place` is the place of the step that is corrected; 0: it is taken.
    """
    if actor.is_post_of_before or not isinstance(form, Mapping):
        return
    stood = next((one.data for one in record.latest_revisions if place and one.place == place), {})
    said = {name: form[name] for name in own_fields(step.form) if form.get(name) not in (None, stood.get(name))}
    if errors := [one for name, who in said.items() if (one := _fault(actor, step, name, who))]:
        raise NotYou(step.name, errors=errors)


def _fault(actor: Actor, step: Step, name: str, who: Any) -> dict[str, Any] | None:
    """What is wrong with a name that stands in a field of one's own; None: nothing."""
    roles = own_fields(step.form)[name]
    if who not in {actor.id, actor.on_behalf_of}:
        return NotYou.fault(name)
    if roles and actor.role not in roles:
        return fault(name, f"For {', '.join(roles)}", f"须为{'、'.join(ROLES[role] for role in roles)}本人")
    return None
