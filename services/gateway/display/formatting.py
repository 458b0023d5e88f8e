"""How values are shown: numbers, targets, days, and what was entered in a form. Plain functions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import quote

from marshmallow import fields

from contracts import catalogue
from contracts.forms import FILES, NAMED_BY, WHO, WORDS_EN, Form, element_form, personal, schema
from contracts.register import Register, Step
from services.chassis.base import clock
from services.chassis.records.pseudonyms import MASK
from services.chassis.records.record import Record
from services.gateway.display.messages import pages

PERCENT = "%"
_CHINESE = re.compile("[\u4e00-\u9fff]+ ?")
_DRAWN = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}([0-9a-f]{8})\b")
_HASH = re.compile("([0-9a-f]{6})[0-9a-f]{58}")
POINTS = {"unit": "training.units", "person": "training.people"}


def number(value: float | bool | None, unit: str, lang: str) -> str | None:  # noqa: FBT001 -- an `exists` answers yes or no
    """A number with its unit; None where there is none."""
    if value is None:
        return None
    if isinstance(value, bool):
        return pages.say(lang, "yes" if value else "no")
    if unit == PERCENT:
        return f"{plain(100 * value)}%"
    return f"{plain(value)} {pages.unit_word(lang, unit, value)}".rstrip()


def plain(value: float) -> str:
    """A number with at most one decimal."""
    text = f"{value:,.1f}"
    return text.removesuffix(".0")


def target(goal: Mapping[str, Any], unit: str, lang: str) -> str:
    """What is to be reached."""
    phrase = {">=": "at least", "<=": "at most", "==": "exactly"}[goal["op"]]
    return pages.say(lang, phrase, value=number(goal["value"], unit, lang))


def short(subject: str) -> str:
    """A subject with the end of a drawn id for the whole: its beginning is the time, which others share; and with the
    beginning of a paper's hash.
    """
    return _HASH.sub(r"\1…", _DRAWN.sub(r"…\1", subject))


def share(value: float | bool | None, of: float) -> float:  # noqa: FBT001
    """How far along a bar of 100 a value reaches."""
    return round(100 * min(max(float(value or 0) / of, 0), 1), 1) if of > 0 else 0.0


def moment(value: str | dt.datetime) -> str:
    """A moment, in Shanghai."""
    time = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return time.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")


def second(value: str | dt.datetime) -> str:
    """A moment to the second, in Shanghai."""
    time = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return time.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def days_between(since: dt.date, until: str) -> int:
    """How many days there are from one to the other; fewer than none when it is over."""
    return (dt.date.fromisoformat(until) - since).days


def detail(text: str, lang: str) -> str:
    """The detail of a problem, in which Chinese titles stand before the words of the code: in English without them."""
    return text if lang == pages.ZH else " ".join(_CHINESE.sub("", text).split())


def size(count: int) -> str:
    """A file's size."""
    amount = float(count)
    for unit in ("B", "KB"):
        if amount < 1024:  # noqa: PLR2004 -- by convention
            return f"{plain(amount)} {unit}"
        amount /= 1024
    return f"{plain(amount)} MB"


class Cell(NamedTuple):
    """What stands in a table's cell; `link`: the record that it names, as `service/register/id`."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class FieldText:
    """A field as it was filled in; `rows` where it holds several entries, under `heads`.

    links  the records that it names: text and `service/register/id`
    """

    title: str
    text: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    def with_names(self, names: Mapping[str, str]) -> FieldText:
        """The same, the records that it names called by these names, by where they stand."""
        links = tuple((names.get(where, text), where) for text, where in self.links)
        return self if links == self.links else replace(self, links=links)

    @property
    def lines(self) -> list[str]:
        """Each entry in one line."""
        return [" ".join(cell.text for cell in row) for row in self.rows]


@dataclass(frozen=True)
class Wording:
    """Puts data into words: choices by their titles, units by their names.

    clear   personal text stands as it is, for those who may read the register
    closed  registers to whose records nothing leads: whoever looks may not read them
    """

    lang: str
    units: Mapping[str, str] = field(default_factory=dict)
    clear: bool = False
    closed: frozenset[str] = frozenset()

    @classmethod
    def with_units(cls, lang: str, tree: Mapping[str, Record], *, clear: bool = False) -> Wording:
        """The words of a language, with the names that units bear in the tree."""
        return cls(lang, {code: str(unit["name"]) for code, unit in tree.items()}, clear)

    def field_texts(
        self, step: Step, data: Mapping[str, Any], before: Mapping[str, Any] | None = None
    ) -> Iterator[FieldText]:
        """What was entered and what the rule added, in the form's order; evidence stands elsewhere.

        before  what the record said before: it may say whose record is meant by an id
        """
        said = {**(before or {}), **data}
        form_fields = dict(schema(step.form).fields) | (dict(schema(step.adds).fields) if step.adds else {})
        for name, one in form_fields.items():
            if data.get(name) not in (None, []) and one.metadata.get("x-type") not in FILES:
                yield self.field(one, data[name], said)

    def keys(self, register: Register, step: Step, of: Mapping[str, Any]) -> Iterator[FieldText]:
        """What the record is about, as far as the form does not say it."""
        for name, value in of.items():
            one = field_of(register, name)
            if one is not None and value is not None and name not in schema(step.form).fields:
                yield self.field(one, value, of)

    def about(self, register: Register, of: Mapping[str, Any]) -> str:
        """What the record is about, in a few words."""
        pairs = ((field_of(register, name), value) for name, value in of.items() if value not in (None, ""))
        return " · ".join(
            self.text(one, value) for one, value in pairs if one is not None and not isinstance(value, bool)
        )

    def field(self, one: fields.Field[Any], value: Any, said: Mapping[str, Any] | None = None) -> FieldText:
        """One field; `said`: what stands beside it."""
        title = self.title(one)
        if inner := element_form(one):
            return FieldText(title, "", *self._table(schema(inner).fields, value))
        listed = value if isinstance(value, list) else [value]
        texts = [self._unit_or_value(one, each) if isinstance(value, list) else self.text(one, each) for each in listed]
        register = self._register(one, said or {})
        links = tuple(zip(map(short, texts), _places(register, listed), strict=True)) if register else ()
        return FieldText(title, ("、" if self.lang == pages.ZH else ", ").join(texts), links=links)

    def _register(self, one: fields.Field[Any], said: Mapping[str, Any]) -> str:
        """The register whose records a field names, where whoever looks may read it."""
        by = one.metadata.get(NAMED_BY)
        named = by.register(said) if by else one.metadata.get("x-register", "")
        register = str(POINTS.get(one.metadata.get("x-type", ""), named))
        return "" if register in self.closed else register

    def _table(
        self, inner_fields: Mapping[str, fields.Field[Any]], rows: Any
    ) -> tuple[tuple[str, ...], tuple[Any, ...]]:
        heads = tuple(self.title(one) for one in inner_fields.values())
        return heads, tuple(tuple(self._cell(one, row.get(name)) for name, one in inner_fields.items()) for row in rows)

    def _cell(self, one: fields.Field[Any], value: Any) -> Cell:
        register = self._register(one, {}) if isinstance(value, str) else ""
        line = self._line(one, value)
        return Cell(short(line), *_places(register, [value])) if register else Cell(line)

    def _line(self, one: fields.Field[Any], value: Any) -> str:
        """A value in one line; entries within entries too."""
        inner = element_form(one)
        if inner is None or not value:
            return self.text(one, value)
        inner_fields = schema(inner).fields
        entries = (
            " ".join(self._line(inner_fields[name], item) for name, item in row.items() if name in inner_fields)
            for row in value
        )
        return ("；" if self.lang == pages.ZH else "; ").join(entries)

    def title(self, one: fields.Field[Any]) -> str:
        """A field's title."""
        return str(one.metadata["title" if self.lang == pages.ZH else "x-title-en"])

    def text(self, one: fields.Field[Any], value: Any) -> str:
        """A single value."""
        if value is None:
            return "—"
        if isinstance(value, list):
            return ("、" if self.lang == pages.ZH else ", ").join(self.text(one, each) for each in value)
        if isinstance(value, bool):
            return pages.say(self.lang, "yes" if value else "no")
        return f"{value:,}" if isinstance(value, int) else self._format_text(one, str(value))

    def _format_text(self, one: fields.Field[Any], value: str) -> str:
        if (among := one.metadata.get("x-words")) is not None:
            titles = among if self.lang == pages.ZH else one.metadata[WORDS_EN]
            return str(titles.get(value, value))
        if personal(one) and not self.clear:
            return mask(value)
        return moment(value) if isinstance(one, fields.DateTime) else self._unit_or_value(one, value)

    def _unit_or_value(self, one: fields.Field[Any], value: str) -> str:
        return self.unit(value) if one.metadata.get("x-type") == "unit" else value

    def name(self, code: str) -> str:
        """A unit by its name alone."""
        return self.units.get(code, code)

    def unit(self, code: str) -> str:
        """A unit by its name, with its code."""
        if code == "bureau":
            return pages.say(self.lang, "bureau")
        return f"{self.units[code]} {code}" if code in self.units else code


def _places(register: str, ids: list[str]) -> Iterator[str]:
    yield from (f"{register.replace('.', '/')}/{quote(id_, safe='')}" for id_ in ids)


def step_title(lang: str, event_type: str) -> str:
    """The register and the step that leave events of a type, in words."""
    register, step = catalogue.step_of(event_type)
    return f"{register.zh} {step.zh}" if lang == pages.ZH else f"{register.en}, {step.en.lower()}"


def mask(text: str) -> str:
    """Personal text: its first character (contracts mark it `x-personal`); of one that stays with its owner nothing."""
    return ("" if re.fullmatch(WHO, text) or text == MASK else text[:1]) + "＊＊"


def field_of(register: Register, name: str) -> fields.Field[Any] | None:
    """The field of this name in the first of a register's forms that has it."""
    editions = (edition for step in register.steps for edition in step.editions)
    forms: list[type[Form]] = [form for step in editions for form in (step.form, step.adds) if form]
    return next((schema(form).fields[name] for form in forms if name in schema(form).fields), None)
