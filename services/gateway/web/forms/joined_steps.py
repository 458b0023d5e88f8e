"""Steps that are often taken at once: a page asks for all of them in one form, and their owner takes all or none.

The forms of the steps that may be taken along stand in the first step's form as lists of one entry each, so that
whatever reads, shows or keeps a form does so with them too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict

from contracts import forms as ask
from contracts.forms import Form, fields_of
from contracts.register import Register, Step
from contracts.rpc import GroupReceipt, GroupRefusal, GroupResult
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.owner_client import OwnerProblem, receipt_of

PREFIX = "then_"
JOINS = "_join"
"""The page's own member that names the steps that are taken along."""


def joined_steps(register: Register, step: Step, bearer: Bearer) -> tuple[Step, ...]:
    """The steps that somebody may take along with a step."""
    return tuple(one for one in map(register.step, step.joined) if permissions.may_take(one, bearer))


def with_joined(register: Register, step: Step, bearer: Bearer) -> Step:
    """A step whose form asks for those that may be taken along too."""
    along = joined_steps(register, step, bearer)
    return replace(step, form=_form_with(step.form, along)) if along else step


@cache
def _form_with(form: type[Form], along: tuple[Step, ...]) -> type[Form]:
    more = {field_of(one.name): ask.many(one.form, one.zh, one.en, least=0, most=1) for one in along}
    joined: type[Form] = type(f"{form.__name__}{''.join(one.event.title() for one in along)}", (form,), more)
    return joined


def field_of(step: str) -> str:
    """The field in which the form of a step stands that is taken along."""
    return f"{PREFIX}{step}"


def ticks(step: Step, typed: MultiDict[str, str]) -> tuple[str, ...]:
    """The steps that somebody ticked of those that a form offers, in their order."""
    names = typed.getlist(JOINS)
    return tuple(name for name in step.joined if name in names and field_of(name) in fields_of(step.form))


def split(form: Mapping[str, Any], joined: Collection[str]) -> tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]:
    """The first step's own form, and the forms of the steps that are meant to be taken along, in their order."""
    own = {name: value for name, value in form.items() if not name.startswith(PREFIX)}
    along = {name.removeprefix(PREFIX): value for name, value in form.items() if name.startswith(PREFIX)}
    return own, [(step, dict((along.get(step) or [{}])[0])) for step in joined]


def without_left_out(form: Mapping[str, Any], joined: Collection[str]) -> dict[str, Any]:
    """A form without what was typed for steps that are not taken along."""
    return {name: value for name, value in form.items() if not _is_left_out(name, joined)}


def left_out(form: Mapping[str, Any], joined: Collection[str]) -> dict[str, Any]:
    """What was typed for steps that are not taken along."""
    return {name: value for name, value in form.items() if _is_left_out(name, joined)}


def _is_left_out(name: str, joined: Collection[str]) -> bool:
    return name.startswith(PREFIX) and name.removeprefix(PREFIX) not in joined


def receipt(result: GroupResult, joined: Sequence[str]) -> GroupReceipt:
    """What was done; a refusal names the fields of the step that met it. Raises OwnerProblem."""
    if isinstance(result, GroupRefusal) and result.step:
        place = f"{field_of(joined[result.step - 1])}.0"
        errors = [one | {"field": f"{place}.{one['field']}"} for one in result.problem.get("errors", ())]
        raise OwnerProblem(result.problem | {"errors": errors})
    return receipt_of(result)
