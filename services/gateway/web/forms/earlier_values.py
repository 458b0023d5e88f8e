"""What a step's form takes over from earlier steps of its record, as contracts say: nothing is typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.forms import fields_of
from contracts.register import Step
from contracts.rpc import RecordHistory
from services.gateway.web.forms.inputs import correction_form


def earlier_values(step: Step, record: RecordHistory | None) -> dict[str, Any]:
    """What earlier steps of a record said, by the fields of a step's form; private texts only where they are clear."""
    if record is None or not step.sources:
        return {}
    said = last_said(record)
    found = {own: said[source][field] for own, source, field in step.sources if field in said.get(source, {})}
    return correction_form(step.form, {name: value for name, value in found.items() if name in fields_of(step.form)})


def last_said(record: RecordHistory) -> dict[str, Mapping[str, Any]]:
    """What the last standing revision of each step said, without what it left empty."""
    standing = sorted((one for one in record.history if one.stands), key=lambda one: one.place)
    return {
        one.step: {name: value for name, value in one.data.items() if value not in (None, "", [])} for one in standing
    }
