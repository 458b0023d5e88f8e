"""Lists whose entries can be listed all at once: a unit's people, of whom some are unticked, or points to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from marshmallow import fields

from contracts import catalogue
from contracts.errors import Invalid, fault
from contracts.forms import CHECKS, ROLL, Form, element_form, fields_of, fields_of_kind
from contracts.register import OPENED, Register
from contracts.rpc import ListFilter
from services.gateway.display.field_kinds import PEOPLE
from services.gateway.web.forms.parse_form import LISTED, Typed, numbers

MOST_LISTED = 200
"""People of one unit that a form lists at once."""
OF_UNIT = "_unit."
"""Before the path of a list, in a page: the unit whose people are to be listed."""
Roll = Mapping[str, str]
"""Who or what stands on a roll: names by codes, points by what tells them apart."""


def rolls_of(form: type[Form]) -> dict[str, fields.Field[Any]]:
    """A form's lists that can be filled with all of a unit's people, or with all points."""
    return {name: one for name, one in fields_of(form).items() if ROLL in one.metadata or CHECKS in one.metadata}


def key_field(one: fields.Field[Any]) -> str:
    """The field of a roll's entries that says whom, or what, each is about; empty: it is no roll."""
    inner = element_form(one)
    if points := one.metadata.get(CHECKS):
        return str(points.key)
    return fields_of_kind(inner, "person")[0] if inner and ROLL in one.metadata else ""


def listed_people(form: type[Form], typed: Typed) -> dict[str, Roll]:
    """Whom and what a page listed, ticked or not, by the path of the list."""
    return {path: _listed(typed, path, one) for path, one in rolls_of(form).items()}


def _listed(typed: Typed, path: str, one: fields.Field[Any]) -> Roll:
    marks = (typed.get(f"{path}.{number}.{key_field(one)}{LISTED}", "") for number in numbers(typed, path))
    return {unquote(code): name for code, _, name in (mark.partition(" ") for mark in marks) if code}


def with_all(one: fields.Field[Any], entries: Sequence[Mapping[str, Any]], roll: Roll) -> list[Mapping[str, Any]]:
    """The entries of a list, and one for each of a roll that is not among them: as most are, present, in order."""
    inner = element_form(one)
    if inner is None:
        return list(entries)
    there, usual = keys_in(one, entries), _usual_words(inner)
    return [*entries, *({key_field(one): code} | usual for code in roll if code not in there)]


def keys_in(one: fields.Field[Any], entries: Sequence[Mapping[str, Any]]) -> set[str]:
    """Whom, or what, the entries of a list name."""
    return {str(entry.get(key_field(one), "")) for entry in entries} - {""}


def _usual_words(form: type[Form]) -> dict[str, Any]:
    """What is so of most entries: the first word of the first choice, or yes, whichever is asked for first."""
    words: Iterator[tuple[str, Any]] = (
        (name, next(iter(one.metadata["x-words"])) if "x-words" in one.metadata else True)
        for name, one in fields_of(form).items()
        if "x-words" in one.metadata or (isinstance(one, fields.Boolean) and one.required)
    )
    return dict(list(words)[:1])


def unit_filters(units: Sequence[str]) -> list[ListFilter]:
    """Which people of some units are meant: those whose time has not ended."""
    register = people_register()
    return [ListFilter(OPENED, status=status, units=tuple(units)) for status in sorted(register.offered_statuses)]


def people_register() -> Register:
    """The register that knows people."""
    return catalogue.REGISTERS[PEOPLE]


def check_roll(path: str, people: Sequence[object]) -> None:
    """Raises Invalid where a unit has nobody, or more people than one form lists."""
    if not people:
        raise Invalid(errors=[fault(path, "Nobody of this unit is on strength", "该单位没有在册人员")])
    if len(people) > MOST_LISTED:
        zh = f"该单位超过 {MOST_LISTED} 人，请按下级单位分次列出"
        raise Invalid(errors=[fault(path, f"More than {MOST_LISTED} people: list the units below it", zh)])
