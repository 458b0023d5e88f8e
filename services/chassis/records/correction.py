"""How a correction replays a record: the steps from the corrected one on are decided again.

Each by the form and the rule of the version in which it was recorded: what is asked today cannot have been known then
(docs/decisions/0025-the-rules-of-the-day.md).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marshmallow import fields

from contracts import entry
from contracts.errors import Invalid, NotNow, Refused, Unknown, fault
from contracts.forms import RecordText, Token, element_form, fields_of
from contracts.register import Step
from services.chassis.base.ids import event_id
from services.chassis.records import pseudonyms, release
from services.chassis.records.command import Command, StepInput
from services.chassis.records.finding.caused_steps import keep_source
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.personal_numbers.guard import refuse_in_reason
from services.chassis.records.record import OPENING, Context, Record, Revision, encode
from services.chassis.records.revise import revise, step_and_status
from services.chassis.records.rules import Rules

LONGEST_REASON = 500
REASON = "corrects.reason"
"""How a fault names the reason of a correction: no field of a form is called so."""


class RecordedByNewer(Refused):
    """A later step of this record was recorded by a newer version of this service, by rules that are not here."""

    slug, zh = "recorded-by-newer", "此记录中有由更新版本登记的步骤，本版本不能据以更正"


def reason_of(command: Command) -> str:
    """Why a step is corrected, as it is entered; empty: nothing is said. Raises Invalid, NamesSomebody.

    Programs of before say nothing, and are not refused (docs/decisions/0084-corrections-say-why.md).
    """
    try:
        reason = entry.enter(command.reason)
    except entry.NotText:
        raise _unfit("Not a text", "不是文字") from None
    if reason and command.corrects is None:
        raise _unfit("Only a correction has a reason of its own", "只有更正才另填更正原因")
    if len(reason) > LONGEST_REASON:
        raise _unfit(f"At most {LONGEST_REASON} characters", f"最多 {LONGEST_REASON} 个字")
    refuse_in_reason(REASON, reason)
    return reason


def _unfit(en: str, zh: str) -> Invalid:
    return Invalid(REASON, errors=[fault(REASON, en, zh)])


def edition(record: Record, step: Step, place: int, form: Any) -> Step:
    """The version by which the correction of a place is decided: that in which it was recorded.

    Or the next that has all the fields that are handed in: who adds what is asked since then answers to all of it.
    """
    old = next((one for one in record.latest_revisions if one.place == place and one.step.name == step.name), None)
    if old is None or not isinstance(form, dict):
        return step
    since = [one for one in reversed(step.editions) if one.version >= old.step.version]
    return next((one for one in since if form.keys() <= fields_of(one.form).keys()), since[0] if since else old.step)


def redecide(rules: Rules, record: Record, corrected: StepInput, at: Context, ports: DecisionPorts) -> list[Revision]:
    """The revisions that differ when one step is corrected; each keeps its place. Raises Problem.

    Later rules must still agree: a correction that they refuse is refused whole.
    """
    step, place = corrected.step, corrected.place
    if record.voided:
        raise NotNow(*step_and_status(record, step, record.status()))
    replayed, changed = record.before(place), list[Revision]()
    later = [revision for revision in record.latest_revisions if revision.place >= place]
    if not later or (later[0].place, later[0].step.name) != (place, step.name):
        raise Unknown(record.id, f"place {place}")
    if newer := [one.step.name for one in later if one.step.version > record.register.step(one.step.name).version]:
        raise RecordedByNewer(*newer)
    for old in later:
        # What was entered later keeps its own moment and actor; only its holidays are those that are announced by now.
        step_input, when = (corrected, at) if old.place == place else (as_entered(old), _entered(record, old, at))
        when = replace(when, mends_import=_was_imported(record, old.place))
        new = replace(revise(rules, replayed, step_input, when, ports), place=old.place)
        if old.place == place == OPENING:
            keep_source(record, new.data, rules.sources)
        replayed = replayed.plus(replace(new, version=old.place))
        if content_of(new) != content_of(old):
            event, version = event_id(corrected.command, len(changed)), record.version + len(changed) + 1
            by = release.correction_context(record, old, at, is_corrected=old.place == place)
            changed.append(replace(new, event=event, version=version, at=by))
    return changed


def _was_imported(record: Record, place: int) -> bool:
    """Whether what stands in a place, or stood there before it was corrected, came in by an import."""
    return any(one.at.imported for one in record.revisions if one.place == place)


def _entered(record: Record, old: Revision, at: Context) -> Context:
    """The moment at which a later step was entered, with the calendar of today."""
    return replace(release.entry_context(record, old), calendar=at.calendar)


def content_of(revision: Revision) -> tuple[Any, ...]:
    """What an event says of a revision, but for its own numbers; a field that came since and is empty says nothing."""
    said = {name: value for name, value in revision.data.items() if value not in (None, [])}
    return said, revision.on, revision.unit, revision.counits


def as_entered(revision: Revision) -> StepInput:
    """What the person had entered, without what the rule added."""
    form_fields, data = fields_of(revision.step.form), encode(revision.data)
    form = {name: _prune(one, data[name]) for name, one in form_fields.items() if data.get(name) is not None}
    # History holds tokens, not texts: marked as tokens they pass the form's checks, which were made for the texts.
    form = pseudonyms.map_texts(pseudonyms.shape(revision.step.form), form, Token)
    return StepInput(revision.step, form, revision.place)


def _prune(field: fields.Field[Any], value: Any) -> Any:
    """A field's value, its texts as they were kept; of a list's elements only what the form asks."""
    if isinstance(value, str):
        return RecordText(value)
    if inner := element_form(field):
        of_element = fields_of(inner)
        return [
            {name: _prune(of_element[name], part) for name, part in element.items() if name in of_element}
            for element in value
        ]
    return [_prune(field, one) for one in value] if isinstance(value, list) else value
