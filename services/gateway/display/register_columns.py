"""How registers are put on pages: what names a record, which columns a list has, which steps end something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from contracts import forms
from contracts.forms import FILES, fields_of
from contracts.register import Register, Step
from contracts.rpc import RecordHistory, RevisionEntry
from services.gateway.display.field_kinds import kind_of
from services.gateway.display.formatting import FieldText, Wording, field_of

Fields = Mapping[str, Any]
MOST_COLUMNS = 2
LONGEST_NAME = 60
VOIDED = "voided"
VOID, OPENING = 0, 1
"""The places of what voids a record, and of what opens it."""


def name_of(register: Register, values: Fields, wording: Wording) -> str:
    """A record in a few words; empty where it has none."""
    parts = [_named(register, field, values[field], wording) for field in register.naming if values.get(field)]
    text = " · ".join(parts) or wording.about(register, {key: values.get(key) for key in register.key_names})
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"


def _named(register: Register, name: str, value: Any, wording: Wording) -> str:
    field = field_of(register, name)
    return wording.text(field, value) if isinstance(field, fields.DateTime) else str(value)


def list_fields(register: Register) -> dict[str, fields.Field[Any]]:
    """The fields that a list shows beside name, unit and status: the first needed choices, and the business date."""
    form_fields = fields_of(register.opening.form)
    choices = [field for field, one in form_fields.items() if one.required and kind_of(one) == "choice"][:MOST_COLUMNS]
    day = register.opening.form.business_day_field()
    return {field: form_fields[field] for field in (*choices, *([day] if day else []))}


def ends(register: Register, step: Step) -> bool:
    """Whether a step takes a record back, or leads where nothing follows but taking it back."""
    if step.voids:
        return True
    onward = {start for one in register.steps if one.line == "main" and not one.voids for start in one.starts}
    return step.line == "main" and step.leads is not None and not step.first and step.leads not in onward


def effective_revisions(record: RecordHistory) -> list[RevisionEntry]:
    """The effective revisions of a record, in the order in which it happened, as its owner has them; a void last.

    What happened on one day stands in the order of places, and what opened the record comes first.
    """
    return in_order(one for one in record.history if one.stands)


def in_order(revisions: Iterable[RevisionEntry]) -> list[RevisionEntry]:
    """Revisions of which no two have one place, in the order in which what they say happened."""
    by_place = sorted(revisions, key=lambda one: one.place or one.version)
    return sorted(by_place, key=lambda one: (one.place == VOID, one.place > OPENING, one.occurred_on))


@dataclass(frozen=True)
class SideLine:
    """A procedure beside the main one: which run of it, and the last step that moved it."""

    run: str
    step: Step
    on: str


def side_lines(register: Register, record: RecordHistory) -> list[SideLine]:
    """Where the side lines of a record stand."""
    last_steps: dict[tuple[str, str], SideLine] = {}
    for one in effective_revisions(record):
        step = register.step(one.step)
        if step.line != "main" and step.leads:
            run = str(one.data.get(step.each, "")) if step.each else ""
            last_steps[step.line, run] = SideLine(run, step, one.occurred_on)
    return list(last_steps.values())


def field_texts(register: Register, values: Fields, wording: Wording) -> Iterator[FieldText]:
    """What a record says, each field once, in the order of its steps."""
    covered: set[str] = set()
    for step in (edition for one in register.steps for edition in one.editions):
        yield from wording.field_texts(step, {name: value for name, value in values.items() if name not in covered})
        covered.update(fields_of(step.form), fields_of(step.adds) if step.adds else ())


def papers(register: Register, record: RecordHistory) -> dict[str, fields.Field[Any]]:
    """The files that stand behind a record, each with the field for which it was handed in first."""
    files: dict[str, fields.Field[Any]] = {}
    for one in effective_revisions(record):
        form = register.step(one.step).edition(one.step_version).form
        files = {sha: field for _, field, sha in forms.values_of_kind(form, one.data, *FILES)} | files
    return files


def word_of(register: Register, status: str, lang: str) -> str:
    """A status in words."""
    return register.words.get(status, status) if lang == "zh" else register.status_en(status)


def by_service(registers: Iterable[Register]) -> dict[str, list[Register]]:
    """Registers by the service that owns them."""
    groups: dict[str, list[Register]] = {}
    for register in registers:
        groups.setdefault(register.service, []).append(register)
    return groups
