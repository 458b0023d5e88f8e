"""A list of people of whom all of a unit are there: each has a box that is ticked, and who is not meant is unticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields

from contracts import catalogue
from contracts.errors import Invalid, fault
from contracts.forms import ROLL, Form, element_form, fields_of, fields_of_kind
from contracts.register import OPENED, Register
from contracts.rpc import ListFilter
from services.gateway.display.field_kinds import PEOPLE
from services.gateway.web.forms.parse_form import LISTED, Typed, numbers

MOST_LISTED = 200
"""People of one unit that a form lists at once."""
OF_UNIT = "_unit."
"""Before the path of a list, in a page: the unit whose people are to be listed."""
Roll = Mapping[str, str]
"""Who stands on a roll: names by codes."""


def rolls_of(form: type[Form]) -> dict[str, fields.Field[Any]]:
    """A form's lists that can be filled with all of a unit's people."""
    return {name: one for name, one in fields_of(form).items() if one.metadata.get(ROLL)}


def person_field(form: type[Form]) -> str:
    """The field of a roll's entries that names the person."""
    return fields_of_kind(form, "person")[0]


def listed_people(form: type[Form], typed: Typed) -> dict[str, Roll]:
    """Whom a page listed, ticked or not, by the path of the list."""
    return {path: _listed(typed, path, one) for path, one in rolls_of(form).items()}


def _listed(typed: Typed, path: str, one: fields.Field[Any]) -> Roll:
    inner = element_form(one)
    person = person_field(inner) if inner else ""
    marks = (typed.get(f"{path}.{number}.{person}{LISTED}", "") for number in numbers(typed, path))
    return {code: name for code, _, name in (mark.partition(" ") for mark in marks) if code}


def with_all(one: fields.Field[Any], entries: Sequence[Mapping[str, Any]], roll: Roll) -> list[Mapping[str, Any]]:
    """The entries of a list, and one for each of a roll who is not among them: as most are, present."""
    inner = element_form(one)
    if inner is None:
        return list(entries)
    there, usual = people_in(one, entries), _usual_words(inner)
    return [*entries, *({person_field(inner): code} | usual for code in roll if code not in there)]


def people_in(one: fields.Field[Any], entries: Sequence[Mapping[str, Any]]) -> set[str]:
    """Whom the entries of a list name."""
    inner = element_form(one)
    return {str(entry.get(person_field(inner), "")) for entry in entries} - {""} if inner else set()


def _usual_words(form: type[Form]) -> dict[str, str]:
    """The first word of each entry's first choice."""
    words = ((name, one.metadata["x-words"]) for name, one in fields_of(form).items() if "x-words" in one.metadata)
    return {name: next(iter(among)) for name, among in list(words)[:1]}


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
