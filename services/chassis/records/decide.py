"""How a command is decided: the revisions that it leaves, once it is sure that its actor may leave them."""

from __future__ import annotations

from dataclasses import replace

from contracts.errors import Conflict, Forbidden, Unknown
from contracts.register import Step
from services.chassis.records import authorization, correction, pseudonyms, release, separation, uniqueness
from services.chassis.records.command import Actor, Command, StepInput
from services.chassis.records.finding import drawn_numbers
from services.chassis.records.lookup import DecisionPorts, Lookup
from services.chassis.records.record import Context, Record, Revision
from services.chassis.records.revise import revise
from services.chassis.records.rules import Rules


def decide(rules: Rules, record: Record, command: Command, at: Context, ports: DecisionPorts) -> list[Revision]:
    """The revisions a command leaves: one, or for a correction one for each step that it changes. Raises Problem."""
    if not record.register.has(command.step):
        raise Unknown(record.register.name, command.step)
    step, corrects = record.register.step(command.step), command.corrects is not None
    # First, so that whoever may not take the step learns nothing of the record.
    authorization.admit(step, command.actor.role, corrects=corrects)
    if authorization.founds(step, command.actor.role) and not ports.lookup.is_empty(record.register.name):
        raise Forbidden(step.name, "others can take it by now")
    separation.admit_person(command.actor, record.register, step, imported=command.imported)
    if command.expected not in (None, record.version):
        raise Conflict(f"{record.version} != {command.expected}")
    if not step.first and not record.version:
        raise Unknown(record.register.name, record.id)
    reason = correction.reason_of(command)
    if command.releases:
        return _release(record, step, command, at, ports.lookup)
    given = command.form
    if command.corrects is not None:
        step = correction.edition(record, step, command.corrects, command.form)
        given = drawn_numbers.with_standing_number(record, command.corrects, given)
    # A correction shows a token where a text stands; handed back unchanged it means that text.
    form = pseudonyms.accept_own_tokens(record, step.form, given)
    if not _is_free(command):
        separation.check_own_names(command.actor, record, step, form, command.corrects or 0)
    step_input = StepInput(
        step, form, command.corrects or 0, command.id, quotes=command.actor.role == authorization.CAUSED
    )
    if corrects:
        revisions = [replace(one, reason=reason) for one in correction.redecide(rules, record, step_input, at, ports)]
    else:
        taken = revise(rules, record, step_input, at, ports)
        revisions = [drawn_numbers.with_number(record, taken, ports.lookup)]
    # Last, since only now is it known what a correction changes, and which units the revisions belong to.
    if corrects:
        _admit_to_changed_steps(command.actor, record, step, revisions)
    _admit_to_units(command.actor, step, record, revisions, corrects=corrects)
    # After the units: whoever may not touch the record does not learn who took its steps.
    _admit_apart(command, record, revisions, ports.lookup)
    uniqueness.check(record, revisions, ports.lookup)
    drawn_numbers.check(record, revisions, ports.lookup)
    return revisions


def _release(record: Record, step: Step, command: Command, at: Context, lookup: Lookup) -> list[Revision]:
    """The revision by which a second person vouches for an imported step. Raises Problem."""
    if not record.version:  # the step may be one that opens records
        raise Unknown(record.register.name, record.id)
    revisions = [release.release(record, step, command, at)]
    _admit_to_units(command.actor, step, record, revisions, corrects=True)
    _admit_apart(command, record, revisions, lookup)
    return revisions


def _admit_apart(command: Command, record: Record, revisions: list[Revision], lookup: Lookup) -> None:
    """Who took one step does not vouch for it with another, nor does whom it is about.

    Raises NotApart, OwnUnit, AboutYourself.
    """
    separation.admit_others(command, record, revisions)
    # What a sheet says of others' word is a claim until somebody else releases it.
    transcribed = revisions and revisions[0].step.name == command.step and revisions[0].is_claim
    if not transcribed:
        separation.admit(command, record, revisions, lookup)


def _is_free(command: Command) -> bool:
    """Whether nobody acts in their own name: a sheet writes down what others did, an event causes the step."""
    return command.imported or command.actor.role == authorization.CAUSED


def _admit_to_changed_steps(actor: Actor, record: Record, step: Step, revisions: list[Revision]) -> None:
    """A correction that changes what other steps say is for those who may correct these too. Raises Forbidden."""
    for other in dict.fromkeys(one.step.name for one in revisions if one.step.name != step.name):
        # Otherwise whoever may correct an early step could rewrite a decision that was another's to make.
        authorization.admit(record.register.step(other), actor.role, corrects=True)


def _admit_to_units(actor: Actor, step: Step, record: Record, revisions: list[Revision], *, corrects: bool) -> None:
    """Only the unit that has the record may take steps in it; what one opens or corrects must be an own unit's too.

    Raises Forbidden.
    """
    if actor.within is None:
        return
    units = {record.unit} if record.version else set()
    units |= {one.unit for one in revisions if step.first or corrects}
    if not units <= actor.within:
        raise Forbidden(step.name, *sorted(units - actor.within))
