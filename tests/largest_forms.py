"""The largest and the smallest form that a contract lets through, read off its fields' bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from marshmallow import fields, validate

from contracts import forms as ask
from contracts.forms import Form, element_form, fields_of
from services.chassis.records.references import REGISTERS

WIDE = range(0x20000, 0x2A6DF)
"""Characters of four bytes: no text takes more for as many characters."""
HAPPENED, EVERY_DAY, MOMENT = "2017-06-01", "2199-12-31", "2017-06-01T08:30:00.123456+08:00"


@dataclass(frozen=True)
class FormBuilder:
    """Fills in forms.

    known  the id of a record of a register, that a form may name
    papers hashes of files that were handed in
    given  values of fields by name, where the bounds alone do not say what is meant
    """

    known: Callable[[str], str]
    papers: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)

    def largest(self, form: type[Form]) -> dict[str, Any]:
        """Every field at its bound."""
        return self._fill(form, self._largest, fields_of(form))

    def smallest(self, form: type[Form]) -> dict[str, Any]:
        """The needed fields alone, as short as they may be."""
        return self._fill(form, self._smallest, [name for name, one in fields_of(form).items() if one.required])

    def _fill(self, form: type[Form], value: Callable[[Any, int], Any], names: Iterable[str]) -> dict[str, Any]:
        return {name: self.given.get(name) or value(fields_of(form)[name], 0) for name in names}

    def _largest(self, one: Any, number: int) -> Any:
        if isinstance(one, fields.List):
            return self._list(one, _bounds(one).max, self._largest)
        return self._single(one, number, lambda bound, number: _longest_text(bound, f"{number}{self._code}"))

    def _smallest(self, one: Any, number: int) -> Any:
        if isinstance(one, fields.List):
            return self._list(one, _bounds(one).min or 0, self._smallest)
        return self._single(one, number, lambda bound, number: f"字{number}{self._code}"[:bound])

    @property
    def _code(self) -> str:
        """What tells this record from others: some texts stand in one record alone."""
        return str(self.given.get("code", ""))

    def _list(self, one: Any, length: int, value: Callable[[Any, int], Any]) -> list[Any]:
        if one.metadata.get("x-words"):
            return list(one.metadata["x-words"])[:length]
        if one.metadata.get("x-type") == "evidence":
            return list(self.papers[:length])
        form = element_form(one)
        if form is None:
            return [self._reference(one)] * length
        return [
            {name: value(part, number) for name, part in fields_of(form).items() if part.required or length > 1}
            for number in range(length)
        ]

    def _single(self, one: Any, number: int, text: Callable[[int, int], str]) -> Any:
        kind = one.metadata.get("x-type")
        if kind in (*REGISTERS, "record"):
            return self._reference(one)
        if kind == "paper":
            return self.papers[0]
        if kind == "happened":
            return HAPPENED
        if one.metadata.get("x-words"):
            return max(one.metadata["x-words"], key=len)
        return _of_kind(one, number, text)

    def _reference(self, one: Any) -> str:
        register = REGISTERS.get(one.metadata["x-type"]) or one.metadata["x-register"]
        return self.known(register)


def _of_kind(one: Any, number: int, text: Callable[[int, int], str]) -> Any:
    values: dict[type[fields.Field[Any]], Callable[[], Any]] = {
        ask.Flag: lambda: True,
        ask.Day: lambda: EVERY_DAY,
        ask.Time: lambda: MOMENT,
        ask.Money: lambda: "999999999999.99",
        ask.Degrees: lambda: _bounds(one).max - 0.123456789,
        fields.Integer: lambda: max(_bounds(one).max - number, _bounds(one).min),
    }
    kind = next((kind for kind in values if isinstance(one, kind)), None)
    return values[kind]() if kind else _text(one, number, text)


def _text(one: Any, number: int, text: Callable[[int, int], str]) -> str:
    patterns = {each.regex.pattern for each in _validators(one) if isinstance(each, validate.Regexp)}
    if ask.CODE in patterns:
        return f"C{number:03d}".ljust(40, "x")
    if ask.DIGITS in patterns:
        return "1" * 20
    if ask.URL in patterns:
        return "https://example.org/".ljust(500, "x")
    return text(_bounds(one).max, number)


def _longest_text(bound: int, seed: str) -> str:
    # Drawn, so that no database makes it short: an index refuses what is long even so.
    letters = Random(seed).choices(WIDE, k=bound)
    return "".join(map(chr, letters))


def _bounds(one: Any) -> Any:
    return next(each for each in _validators(one) if isinstance(each, validate.Length | validate.Range))


def _validators(one: Any) -> list[Any]:
    return list(one.validators)
