"""How a correction replays a record: the steps from the corrected one on are decided again by today's rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marshmallow import fields

from contracts.errors import NotNow, Unknown
from contracts.forms import Token, element_form, fields_of
from services.chassis.base.ids import event_id
from services.chassis.records import pseudonyms
from services.chassis.records.command import StepInput
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.record import Context, Record, Revision, encode
from services.chassis.records.revise import revise, step_and_status
from services.chassis.records.rules import Rules


def redecide(rules: Rules, record: Record, corrected: StepInput, at: Context, ports: DecisionPorts) -> list[Revision]:
    """The revisions that differ when one step is corrected; each keeps its place. Raises Problem.

    Later rules must still agree: a correction that they refuse is refused whole.
    """
    step, place = corrected.step, corrected.place
    if record.voided:
        raise NotNow(*step_and_status(record, step, record.status()))
    replayed, changed = record.before(place), list[Revision]()
    later = [revision for revision in record.latest_revisions if revision.place >= place]
    if not later or (later[0].place, later[0].step) != (place, step):
        raise Unknown(record.id, f"place {place}")
    for old in later:
        # What was entered later keeps its own moment and actor; only its holidays are those that are announced by now.
        step_input, when = (
            (corrected, at) if old.place == place else (_step_input(old), replace(old.at, calendar=at.calendar))
        )
        new = replace(revise(rules, replayed, step_input, when, ports), place=old.place)
        replayed = replayed.plus(replace(new, version=old.place))
        if _content(new) != _content(old):
            event, version = event_id(corrected.command, len(changed)), record.version + len(changed) + 1
            changed.append(replace(new, event=event, version=version, at=at))
    return changed


def _content(revision: Revision) -> tuple[Any, ...]:
    """What an event says of a revision, but for its own numbers."""
    return revision.data, revision.on, revision.unit, revision.counits


def _step_input(revision: Revision) -> StepInput:
    """What the person had entered, without what the rule added."""
    form_fields, data = fields_of(revision.step.form), encode(revision.data)
    form = {name: _prune(one, data[name]) for name, one in form_fields.items() if data.get(name) is not None}
    # History holds tokens, not texts: marked as tokens they pass the form's checks, which were made for the texts.
    form = pseudonyms.map_texts(pseudonyms.shape(revision.step.form), form, Token)
    return StepInput(revision.step, form, revision.place)


def _prune(field: fields.Field[Any], value: Any) -> Any:
    """A field's value; of a list's elements only what the form asks."""
    if inner := element_form(field):
        of_element = fields_of(inner)
        return [
            {name: _prune(of_element[name], part) for name, part in element.items() if name in of_element}
            for element in value
        ]
    return value
