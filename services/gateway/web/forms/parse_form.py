"""What was typed into a page, as the form that it was asked for: the owner judges it like any other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from marshmallow import fields
from werkzeug.datastructures import MultiDict

from contracts.forms import Form, element_form, fields_of
from services.chassis.base import clock
from services.gateway.display.field_kinds import kind_of

Typed = MultiDict[str, str]
MOST_ROWS = 1000
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
LISTED = "._listed"
"""After the name of a box that stands for a person: it is sent whether the box is ticked or not."""
FLAGS = {"true": True, "false": False}


def parse(form: type[Form], typed: Typed, path: str = "") -> dict[str, Any]:
    """A form as JSON holds it; what was left empty is left out, what cannot be read stays as it was typed."""
    values = {name: _value(one, typed, path + name) for name, one in fields_of(form).items()}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _value(one: fields.Field[Any], typed: Typed, path: str) -> Any:
    kind, inner = kind_of(one), element_form(one)
    if inner:
        left_out = _unticked_rows(typed, path)
        meant = (number for number in numbers(typed, path) if str(number) not in left_out)
        rows = (parse(inner, typed, f"{path}.{number}.") for number in meant)
        return [row for row in rows if row]
    if isinstance(one, fields.List):
        return list(dict.fromkeys(entry for each in typed.getlist(path) for entry in _entries(kind, each)))
    # Browsers end the lines of a text area with CR LF, whatever was typed.
    return _parse_scalar(kind, typed.get(path, "").strip().replace("\r\n", "\n"))


def _unticked_rows(typed: Typed, path: str) -> frozenset[str]:
    """The rows of a list that stand for people who were listed and are not meant; all is looked through once."""
    boxes = (name.removesuffix(LISTED) for name in typed if name.startswith(f"{path}.") and name.endswith(LISTED))
    return frozenset(box[len(path) + 1 :].partition(".")[0] for box in boxes if not typed.get(box))


def _entries(kind: str, each: str) -> Iterator[str]:
    """One entry a line where several are typed into one area, else the one that was chosen."""
    parts = each.splitlines() if kind == "several" else [each]
    return (part.strip() for part in parts if part.strip())


def _parse_scalar(kind: str, text: str) -> Any:
    if kind == "number" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "degrees" and _DEGREES.fullmatch(text):
        return float(text)
    if kind == "flag":
        return FLAGS.get(text, text)
    return _with_zone(text) if kind == "moment" else text


def _with_zone(text: str) -> str:
    """A moment of a clock in Shanghai, with its zone; what is none stays as it was typed."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo else moment.replace(tzinfo=clock.SHANGHAI).isoformat()


def numbers(typed: Typed, path: str) -> list[int]:
    """The rows of a list that the page had, in their order."""
    heads = {name[len(path) + 1 :].partition(".")[0] for name in typed if name.startswith(f"{path}.")}
    # Bounded in its length before it is a number: a page never has so many rows, whatever was sent.
    return sorted(int(head) for head in heads if head.isdecimal() and len(head) < len(str(MOST_ROWS)))
