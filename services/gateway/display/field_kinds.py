"""What kind a field is for a person: how it is asked for, whose records it names, how much it may hold."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from contracts.forms import DIGITS, PAPER, URL, element_form

LONG = 200
"""From here on a text is written in an area of several lines."""
PLAIN = (
    (fields.Date, "day"),
    (fields.AwareDateTime, "moment"),
    (fields.Boolean, "flag"),
    (fields.Integer, "number"),
    (fields.Float, "degrees"),
)
SHAPES = {URL: "url", DIGITS: "tel"}
PEOPLE, UNITS = "training.people", "training.units"
LISTS = {"unit": "units", "evidence": "evidence"}
NAMED = ("unit", "person", "record", "private", "money", PAPER)


def kind_of(one: fields.Field[Any]) -> str:
    """How a field is asked for: text, area, number, degrees, day, moment, flag, choice, unit, rows and so on."""
    stands_for = str(one.metadata.get("x-type", ""))
    if isinstance(one, fields.List):
        return "rows" if element_form(one) else LISTS.get(stands_for, _several(one))
    if stands_for in NAMED:
        return stands_for
    if "x-words" in one.metadata:
        return "choice"
    return next((name for kind, name in PLAIN if isinstance(one, kind)), None) or _text(one)


def source(one: fields.Field[Any]) -> str:
    """The register of which a field names a person or a record; empty: none."""
    return PEOPLE if kind_of(one) == "person" else str(one.metadata.get("x-register", ""))


def _several(one: fields.List[Any]) -> str:
    return "choices" if "x-words" in {**one.metadata, **one.inner.metadata} else "several"


def _text(one: fields.Field[Any]) -> str:
    patterns = [shape.regex.pattern for shape in one.validators if isinstance(shape, validate.Regexp)]
    shape = next((SHAPES[pattern] for pattern in patterns if pattern in SHAPES), None)
    if shape or patterns:
        return shape or "code"
    return "area" if longest(one) > LONG else "text"


def longest(one: fields.Field[Any]) -> int:
    """How many characters or entries a field may have; 0: no bound."""
    return next((int(length.max or 0) for length in one.validators if isinstance(length, validate.Length)), 0)


def fewest(one: fields.Field[Any]) -> int:
    """How many characters or entries a field must have."""
    return next((int(length.min or 0) for length in one.validators if isinstance(length, validate.Length)), 0)
