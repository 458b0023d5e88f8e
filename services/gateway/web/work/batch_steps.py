"""Which steps can be taken in many records by one form, and at which address."""

from __future__ import annotations

from contracts.forms import fields_of
from contracts.register import Register, Step
from contracts.rpc import PageRow
from services.gateway.display.field_kinds import kind_of
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer

FOR_ALL = ("day", "moment", "flag", "choice", "person", "unit")
"""Kinds of field that many records may answer alike; a text, a number, a paper is one record's own."""


def batch_path(register: Register, step: Step) -> str:
    """The address at which a step is taken in many records."""
    return f"/work/{register.service}/{register.slug}/{step.name}"


def box_value(record: PageRow) -> str:
    """What ticking a record says: which one, and in which version it was seen."""
    return f"{record.id}:{record.version}"


def is_batch_step(step: Step) -> bool:
    """Whether one form can answer for many records: it has to say nothing that is one record's own.

    What a step takes over from earlier ones is each record's own.
    """
    return not step.sources and all(kind_of(one) in FOR_ALL for one in fields_of(step.form).values() if one.required)


def batch_steps_at(register: Register, status: str, bearer: Bearer) -> list[Step]:
    """Those for which records of a status wait, and which somebody's role may take; whether a record admits it, its
    outcome says.
    """
    awaited = (one for one in register.steps if one.line == "main" and status in one.tasks)
    return [one for one in awaited if is_batch_step(one) and permissions.may_take(one, bearer)]
