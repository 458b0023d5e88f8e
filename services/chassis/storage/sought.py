"""The text in which a record is looked for: what its fields say, as anybody may write it who looks for it.

What says who somebody is stands there as little as its token: nobody finds by a token, or by some letters of one, which
records are about one person. Nor do the names of fields stand there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from marshmallow import fields

from contracts import catalogue
from contracts.forms import element_form, fields_of
from contracts.register import Register
from services.chassis.records import pseudonyms
from services.chassis.records.finding import name_keys

EDITION = 4
"""Counts how this text is made and what it is found by: what an earlier one made is written anew."""
BESIDE = frozenset({"of", "due"})
"""What every event bears beside its form."""
UNSEEN_KINDS = frozenset({"evidence", "paper", "record"})
"""What is shown as a link, not as it is written."""
Alike = tuple[fields.Field[Any], ...]
"""The fields of one name."""
Fields = Mapping[str, Alike]


def fold(text: str) -> str:
    """A text as it is looked for: in one width, in small letters, each run of blanks one space."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def text_of(register: Register, id_: str, data: Mapping[str, Any]) -> str:
    """What finds a record, a line each: its id, every value of its fields as a reader sees it, its name's keys."""
    shown = pseudonyms.map_texts(pseudonyms.shape_of(register.name), data, lambda _token: "")
    own = {name: value for name, value in shown.items() if name not in BESIDE}
    lines = filter(None, map(fold, (id_, *_values(own, _every_field(register.name)))))
    names = (str(own[name]) for name in (*register.naming, *register.sole_fields) if own.get(name))
    return "\n".join((*lines, *name_keys.keys(map(fold, (id_, *names)))))


def _values(data: Mapping[str, Any], every: Fields) -> Iterator[str]:
    for name, value in data.items():
        yield from _texts(value, every.get(name, ()))


def _texts(value: Any, alike: Alike) -> Iterator[str]:
    """A value as it is shown: a word by its title; of a paper's hash and another record's id nothing."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, alike)
    elif isinstance(value, Mapping):
        yield from _values(value, _inner_fields(alike))
    elif value is not None and not isinstance(value, bool) and (words := _words(alike)) is not None:
        yield words.get(value, value) if isinstance(value, str) else str(value)


@cache
def _inner_fields(alike: Alike) -> Fields:
    """The fields of the elements of lists."""
    return {name: (one,) for field in alike if (of := element_form(field)) for name, one in fields_of(of).items()}


@cache
def _words(alike: Alike) -> Mapping[str, str] | None:
    """The titles of the words that fields hold; None: what stands in them is not shown as it is written."""
    if any(field.metadata.get("x-type") in UNSEEN_KINDS for field in alike):
        return None
    return {word: title for field in alike for word, title in field.metadata.get("x-words", {}).items()}


@cache
def _every_field(register: str) -> Fields:
    """The fields of a register's steps by name, those of one name together."""
    every: dict[str, list[fields.Field[Any]]] = {}
    for step in catalogue.REGISTERS[register].steps:
        for name, field in fields_of(step.data).items():
            every.setdefault(name, []).append(field)
    return {name: tuple(alike) for name, alike in every.items()}
