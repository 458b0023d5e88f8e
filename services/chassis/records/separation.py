"""Separation of duties: who took one step of a record does not take the one that vouches for it.

Which steps are apart stands in the register (`Step.apart_from`, docs/decisions/0036-separation-of-duties.md). Asked of
every command, corrections too: by correcting an earlier step one would vouch for what is now one's own. And where a
form asks who approves, decides or checks (`ask.myself`), nobody types another's name: it is who signs in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contracts.errors import Invalid, Refused, fault
from contracts.forms import own_fields
from contracts.register import Register, Step
from contracts.roles import ROLES
from services.chassis.records import authorization
from services.chassis.records.command import Actor
from services.chassis.records.correction import as_entered
from services.chassis.records.record import Record, Revision

Taken = tuple[str, str]


class NotApart(Refused):
    """Another person takes this step: who did the one does not vouch for it with the other."""

    slug, zh = "not-apart", "须由他人办理：不得为自己办理的步骤核验、审批"


class OwnUnit(Refused):
    """Somebody of another unit takes this step."""

    slug, zh = "own-unit", "须由其他单位的人员办理，不得核查本单位"


class NotYou(Invalid):
    """Whoever signs in names themselves here, or the person for whom they act."""

    slug, zh = "not-you", "须为本人或所代理的人"


def admit(actor: Actor, record: Record, step: Step, revisions: Sequence[Revision], *, again: bool) -> None:
    """Let somebody take a step whose revisions are these; `again`: correct or release it. Raises NotApart, OwnUnit."""
    if actor.role == authorization.CAUSED:
        return
    if taken := conflicts(actor, record, step, again=again):
        raise NotApart(*_describe(record.register, step, taken))
    units = {one.unit for one in record.effective if one.step.name in step.apart} or {one.unit for one in revisions[:1]}
    if step.other_unit and actor.unit and actor.unit in units:
        raise OwnUnit(f"{step.zh} {step.name}:", actor.unit)


def conflicts(actor: Actor, record: Record, step: Step, *, again: bool = False) -> list[Taken]:
    """Which steps keep somebody from taking this one, each with the person who took it; empty: nothing does."""
    if not (names := _against(record.register, step, again=again)):
        return []
    taken = ((one.step.name, who) for one in _entered(record) if _counts(one, names, step) for who in one.at.people)
    return [one for one in dict.fromkeys(taken) if one[1] in actor.people]


def _against(register: Register, step: Step, *, again: bool) -> set[str]:
    """The steps from which a step is apart; who takes it again must not have vouched for it either."""
    return {*step.apart, *(one.name for one in register.steps if again and step.name in one.apart)}


def _counts(revision: Revision, names: set[str], step: Step) -> bool:
    """Whether a revision is of these steps; a sheet's word that somebody vouched for this one is nobody's yet."""
    return revision.step.name in names and (revision.step.name in step.apart or not revision.is_claim)


def _entered(record: Record) -> Iterable[Revision]:
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
