"""The columns of a list: those that it usually has, or those that somebody chose among all that there are."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from contracts.errors import Invalid, fault
from contracts.forms import fields_of
from contracts.register import Register
from services.gateway.display.field_kinds import kind_of
from services.gateway.display.formatting import Wording
from services.gateway.display.register_columns import list_fields
from services.gateway.http.request import ApiRequest

SHOW, MOST = "show", 8
"""How a query names columns, and how many at most."""
IN_A_CELL = frozenset(
    {"text", "area", "code", "choice", "choices", "day", "moment", "number", "money", "degrees", "flag"}
    | {"person", "unit", "units", "record", "private", "url", "tel"}
)
"""Kinds of field that a cell has room for."""
LONGEST = 60
"""How many characters of a text a cell shows."""
Columns = dict[str, fields.Field[Any]]


def all_columns(register: Register) -> Columns:
    """Every field that a column can show, in the order of the steps in which it is filled in."""
    columns: Columns = {}
    for form in (one for step in register.steps for one in (step.form, step.adds) if one):
        for name, field in fields_of(form).items():
            if kind_of(field) in IN_A_CELL:
                columns.setdefault(name, field)
    return columns


def chosen_columns(request: ApiRequest, register: Register) -> Columns:
    """Those that a query names, in its order, and the usual ones where it names none. Raises Invalid."""
    if not (names := list(filter(None, request.query.get(SHOW, "").split(",")))):
        return list_fields(register)
    columns = all_columns(register)
    faults = [fault(SHOW, f"No such column: {name}", f"没有此列：{name}") for name in names if name not in columns]
    if len(names) > MOST:
        faults.append(fault(SHOW, f"At most {MOST} columns", f"最多 {MOST} 列"))
    if faults:
        raise Invalid(SHOW, errors=faults)
    return {name: columns[name] for name in names}


def cell(field: fields.Field[Any], value: Any, worded: Wording) -> str:
    """A value as a cell shows it, its beginning where it is long."""
    text = worded.text(field, value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
