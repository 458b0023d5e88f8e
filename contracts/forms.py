"""Field types of the field: what a form may ask for. Titles stand in Chinese and English.

Always imported as `from contracts import forms as ask`, so that a field may bear the name of its type.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from contracts import entry
from contracts.words import Words

LEVELS = ("E0", "E1", "E2", "E3")
EARLIEST, LATEST = dt.date(1949, 10, 1), dt.date(2199, 12, 31)
CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$(?!\n)"  # Python's `$` alone would let a line break follow
URL = r"^https?://[!-.0-~]+(?:/[!-~]*)?$(?!\n)"
MOMENT = (
    r"^(?:19[5-9][0-9]|2[01][0-9]{2})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]"
    r"(?::[0-5][0-9](?:\.[0-9]{1,6})?)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$(?!\n)"
)
"""RFC 3339 from 1950 to 2199, seconds may be left out."""
DIGITS = r"^\+?[0-9][0-9-]{2,19}$(?!\n)"
PAPER = "paper"
FILES = ("evidence", PAPER)
"""The kinds of fields in which hashes of stored files stand: what proves something, and what a record is about."""
SHA256 = r"^[0-9a-f]{64}$(?!\n)"
MONEY = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$(?!\n)"
WHO = r"^who-[a-z2-7]{24}$(?!\n)"
"""A token, as events carry it in place of a private text."""
NUMBERS_OF = "numbers_of"
"""In a field's metadata: who draws the numbers that it holds, where these may look like those of a telephone."""


PROPOSED, PROPOSED_TO = "proposed", "proposed_to"
"""In a field's metadata: what a new form has in it already, and for whom of those who may take the step."""
TODAY, NOW, SELF = "today", "now", "self"
"""What is proposed: the day and the time at which the form is opened, whoever opens it."""


class Form(Schema):
    """What a step asks for. Unknown fields are refused."""

    class Meta:
        """marshmallow's options."""

        unknown = RAISE

    @classmethod
    def business_day_field(cls) -> str | None:
        """The one field that says on which day the thing happened; None: the day it was recorded."""
        return next(iter(fields_of_kind(cls, "happened")), None)


@cache
def fields_of_kind(form: type[Form], kind: str) -> tuple[str, ...]:
    """The names of a form's fields of one kind: `unit`, `person`, `evidence`, `happened`."""
    return tuple(name for name, field in fields_of(form).items() if field.metadata.get("x-type") == kind)


def personal(field: fields.Field[Any]) -> bool:
    """Whether a field says in clear who somebody is; a person's code does not."""
    return bool(field.metadata.get("x-personal")) and field.metadata.get("x-type") != "person"


@cache
def schema(form: type[Form]) -> Form:
    """The one instance of a form: building one for each command is slow."""
    return form()


def fields_of(form: type[Form]) -> dict[str, fields.Field[Any]]:
    """A form's fields by name, in the order in which they were written."""
    return schema(form).fields


def element_form(field: fields.Field[Any]) -> type[Form] | None:
    """The form of a list's elements; None for other fields."""
    inner = getattr(field, "inner", None)
    form: Any = inner.schema if isinstance(inner, fields.Nested) else None
    return type(form) if form else None


def field_at(form: type[Form], path: str) -> fields.Field[Any] | None:
    """The field that a path means ("service.0.minutes", "units.1"); None: the form has none there."""
    head, _, rest = path.partition(".")
    one = fields_of(form).get(head)
    inner, below = element_form(one) if one else None, rest.partition(".")[2]
    if inner and below:
        return field_at(inner, below)
    return one.inner if isinstance(one, fields.List) and rest and not inner else one


def value_at(data: Any, path: str) -> Any:
    """What stands at a path of a form as it was filled in ("service", "questions.0.options"); None: nothing."""
    for part in path.split("."):
        if isinstance(data, list):
            data = data[int(part)] if part.isdecimal() and int(part) < len(data) else None
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data


def values_of_kind(form: type[Form], data: Any, *kinds: str | None) -> Iterator[tuple[str, fields.Field[Any], str]]:
    """Every text that stands in fields of these kinds: its path ("attendance.2.person"), the field, the text.

    The data may be as they were handed in: what has not the shape of the form is passed over.
    """
    for name, field in _holding(form, kinds):
        value = data.get(name) if isinstance(data, Mapping) else None
        inner, listed = element_form(field), value if isinstance(value, list) else [value]
        for number, one in enumerate(listed):
            if inner:
                yield from (
                    (f"{name}.{number}.{path}", at, text) for path, at, text in values_of_kind(inner, one, *kinds)
                )
            elif isinstance(one, str):
                yield name, field, one


def free_texts(form: type[Form], data: Any) -> Iterator[tuple[str, fields.Field[Any], str]]:
    """Every text that many read and that is no code of something of ours: its path, the field, the text."""
    return ((path, field, text) for path, field, text in values_of_kind(form, data, None) if isinstance(field, Text))


@cache
def _holding(form: type[Form], kinds: tuple[str | None, ...]) -> tuple[tuple[str, fields.Field[Any]], ...]:
    """The fields of these kinds, and the lists in whose elements there are some."""

    def holds(field: fields.Field[Any]) -> bool:
        inner = element_form(field)
        return field.metadata.get("x-type") in kinds or bool(inner and _holding(inner, kinds))

    return tuple((name, field) for name, field in fields_of(form).items() if holds(field))


def fields_of_people(form: type[Form]) -> tuple[str, ...]:
    """The names of a form's fields that name people, and of its lists in whose entries some are named."""
    return tuple(name for name, _ in _holding(form, ("person",)))


class RecordText(str):
    """A text that came in before: it was entered by the rule of its day, and is not entered again."""

    __slots__ = ()


class Text(fields.String):
    """Text by the rule of entry (`contracts.entry`), of a length that counts."""

    enter = staticmethod(entry.enter)

    default_error_messages = {  # noqa: RUF012 -- marshmallow's own attribute
        "no_text": "Not a text: it holds {code} at character {place}, which is no character."
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        if isinstance(value, RecordText):
            return value
        try:
            return self.enter(text)
        except entry.NotText as wrong:
            raise self.make_error("no_text", code=wrong.code, place=wrong.place) from None


class Word(Text):
    """A word, a code or a number: in ASCII width, without any blanks."""

    enter = staticmethod(entry.enter_code)


class Day(fields.Date):
    """A calendar day as YYYY-MM-DD, nothing else."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> dt.date:
        text = _compact(value)
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):  # not 2017-W09-3
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(text, attr, data, **more)


class Time(fields.AwareDateTime):
    """A moment with its zone (RFC 3339), kept in UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> dt.datetime:
        text = _compact(value)
        if not re.fullmatch(MOMENT, text):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(text, attr, data, **more).astimezone(dt.UTC)


def _compact(value: Any) -> str:
    """A day or a moment as it is read; empty: no text at all, which none is."""
    try:
        return entry.enter_code(value) if isinstance(value, str) else ""
    except entry.NotText:
        return ""


class Token(RecordText):
    """What stands for a private text: made by its owner, never taken from a client, who can only send plain text."""

    __slots__ = ()


class Private(Text):
    """Text that says who somebody is: it stays with the owner, events carry a token in its stead."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **more: Any) -> Any:
        """As other text; a token was text once, and is not looked at again."""
        return value if isinstance(value, Token) else super().deserialize(value, attr, data, **more)


class Money(Word):
    """Yuan as text, exact to the fen: "3000" and "3000.5" are kept as "3000.00" and "3000.50"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        return yuan(super()._deserialize(value, attr, data, **more))


def yuan(text: str) -> str:
    """An amount as it is kept; what is none is left as it is, for the validators to refuse."""
    return f"{Decimal(text):.2f}" if re.match(MONEY, text) else text


class Degrees(fields.Float):
    """A decimal number, written as a number."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **more)


class Flag(fields.Boolean):
    """True or false, no words that resemble them."""

    truthy = {True}  # noqa: RUF012 -- marshmallow's own attribute
    falsy = {False}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> bool:  # noqa: ARG002 -- marshmallow's
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def _titled_field(
    kind: type[fields.Field[Any]], zh: str, en: str, *, required: bool = True, same: str = "", **options: Any
) -> Any:
    """A field; `same` says of what sort its text is when it is compared (`contracts.comparison`)."""
    meta = {"title": zh, "x-title-en": en, **options.pop("metadata", {}), **({"x-same": same} if same else {})}
    missing: dict[str, Any] = {} if required else {"load_default": None, "allow_none": True}
    return kind(required=required, metadata=meta, **missing, **options)


def text(zh: str, en: str, *, longest: int = 2000, **options: Any) -> Any:
    """Free text, at least one visible character."""
    return _titled_field(Text, zh, en, validate=validate.Length(1, longest), **options)


def password(zh: str, en: str, **options: Any) -> Any:
    """A password, to the letter as somebody typed it: blanks at its ends are of it."""
    return _titled_field(fields.String, zh, en, validate=validate.Length(1, 400), **options)


def numbers_of(whom: str) -> dict[str, str]:
    """Metadata of a text for numbers that somebody else draws: they may look like those of a telephone."""
    return {NUMBERS_OF: whom}


def hint(zh: str, en: str) -> dict[str, str]:
    """Metadata of a field: what stands under its title in a form, such as whence its value is had."""
    return {HINT: zh, f"{HINT}-en": en}


def code(zh: str, en: str, **options: Any) -> Any:
    """A short identifier in ASCII that stands in addresses: a unit's, a person's, a number."""
    return _titled_field(Word, zh, en, validate=validate.Regexp(CODE), **options)


def private(zh: str, en: str, *, longest: int = 200, **options: Any) -> Any:
    """What says who a resident, caller, household or minor is: a name, a telephone number, an address."""
    meta = {"x-type": "private", "x-personal": True}
    return _titled_field(Private, zh, en, validate=validate.Length(1, longest), metadata=meta, **options)


def url(zh: str, en: str, **options: Any) -> Any:
    """An address on the web, kept as text and never fetched."""
    return _titled_field(Text, zh, en, validate=[validate.Length(1, 500), validate.Regexp(URL)], **options)


def digits(zh: str, en: str, **options: Any) -> Any:
    """A telephone number that everybody is to read: of an office, on a card."""
    about = numbers_of("an office, which gives it to everybody")
    return _titled_field(Word, zh, en, validate=validate.Regexp(DIGITS), metadata=about, **options)


HINT = "x-hint"
WORDS_EN = "words_en"
"""In a choice's metadata: the English titles of its words."""


GROUPS, EARLIER_TITLES = "groups", "earlier_titles"
"""In a choice's metadata: the headings under which its words are offered; the words of titles of before."""


def choice(zh: str, en: str, among: Mapping[str, str], **options: Any) -> Any:
    """One of several words; `among` gives each its titles (`contracts.words`)."""
    meta = _titles_of(among)
    return _titled_field(Text, zh, en, validate=validate.OneOf(list(among)), metadata=meta, **options)


def open_choice(zh: str, en: str, among: Mapping[str, str]) -> Any:
    """A code of an open list, for what a rule adds: `among` has the titles of those that are known, others are shown
    as they are.
    """
    return _titled_field(Word, zh, en, validate=validate.Regexp(CODE), metadata=_titles_of(among))


def choices(zh: str, en: str, among: Mapping[str, str], *, least: int = 0) -> Any:
    """Some of several words; `among` gives each its titles (`contracts.words`)."""
    one = Text(validate=validate.OneOf(list(among)))
    needed: dict[str, Any] = {"required": True} if least else {"load_default": list}
    meta = {"title": zh, "x-title-en": en, **_titles_of(among)}
    return fields.List(one, validate=validate.Length(least, len(among)), metadata=meta, **needed)


def _titles_of(among: Mapping[str, str]) -> dict[str, Any]:
    words = Words(among)
    more = {GROUPS: words.groups, EARLIER_TITLES: words.earlier}
    return {"x-words": dict(words), WORDS_EN: words.en} | {name: one for name, one in more.items() if one}


def number(zh: str, en: str, *, least: int = 0, most: int = 10**9, **options: Any) -> Any:
    """A whole number within bounds."""
    return _titled_field(fields.Integer, zh, en, strict=True, validate=validate.Range(least, most), **options)


def degrees(zh: str, en: str, *, most: int, **options: Any) -> Any:
    """A longitude (`most` 180) or a latitude (90), kept as it was read off, in whatever datum."""
    return _titled_field(Degrees, zh, en, validate=validate.Range(-most, most), **options)


def money(zh: str, en: str, **options: Any) -> Any:
    """An amount in yuan, with two decimals at most; a rule reads it with `Decimal`."""
    meta = {"x-type": "money"}
    return _titled_field(Money, zh, en, validate=validate.Regexp(MONEY), metadata=meta, **options)


def flag(zh: str, en: str, **options: Any) -> Any:
    """Yes or no."""
    return _titled_field(Flag, zh, en, **options)


def day(zh: str, en: str, **options: Any) -> Any:
    """A calendar day."""
    return _titled_field(Day, zh, en, validate=validate.Range(EARLIEST, LATEST), **options)


def moment(zh: str, en: str, *, now: bool = False, **options: Any) -> Any:
    """A time with its zone, such as 2017-03-01T08:30:00+08:00.

    `now` is said of a time at which the step happened, mostly just before it is entered; not of a limit, of what is
    planned, or where a period of law begins with it.
    """
    return _titled_field(Time, zh, en, metadata={PROPOSED: NOW} if now else {}, **options)


def happened(zh: str, en: str, *, decreed: bool = False) -> Any:
    """The business date of the step, Asia/Shanghai: what a question as of a day asks about.

    It is mostly the day on which the step is entered; not where somebody `decreed` from when it is to hold.
    """
    return day(zh, en, metadata={"x-type": "happened", **({} if decreed else {PROPOSED: TODAY})})


def unit(zh: str = "单位", en: str = "Unit", **options: Any) -> Any:
    """The code of a unit that the units register knows."""
    return _titled_field(Word, zh, en, validate=validate.Regexp(CODE), metadata={"x-type": "unit"}, **options)


def units(zh: str, en: str, *, most: int = 20) -> Any:
    """Codes of several units."""
    return _list_field(Word(validate=validate.Regexp(CODE)), zh, en, "unit", most)


CERTIFIED = "certified"
"""In a person's metadata: they act as an officer, for which a certificate has to be valid (Penalty Law art. 42)."""


def person(zh: str = "人员", en: str = "Person", *, certified: bool = False, **options: Any) -> Any:
    """The code of a person that the people register knows; `certified`: with an enforcement certificate."""
    return _person_field(zh, en, {CERTIFIED: True} if certified else {}, options)


def _person_field(zh: str, en: str, about: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    meta = {"x-type": "person", "x-personal": True, **about}
    return _titled_field(Word, zh, en, validate=validate.Regexp(CODE), metadata=meta, **options)


def doer(zh: str, en: str, *, roles: str = "", certified: bool = False, **options: Any) -> Any:
    """The code of who did it: mostly whoever takes the step, in one of these roles where any is named."""
    about = {PROPOSED: SELF, PROPOSED_TO: split_roles(roles)} | ({CERTIFIED: True} if certified else {})
    return _person_field(zh, en, about, options)


def split_roles(text: str) -> tuple[str, ...]:
    """The roles of a comma-separated list."""
    return tuple(filter(None, text.split(", ")))


def myself(zh: str, en: str, *, roles: str = "", **options: Any) -> Any:
    """The code of whoever takes the step, or for whom they take it: who approves, decides, checks.

    `roles` are those of the step's roles that may say so, where not all may.
    """
    own = {"x-self-roles": roles} if roles else {PROPOSED: SELF}
    return _person_field(zh, en, {"x-self": True, **own}, options)


@cache
def own_fields(form: type[Form]) -> dict[str, tuple[str, ...]]:
    """A form's fields that name who takes the step, each with the roles that alone may say so (none: all)."""
    own = {name: field for name, field in fields_of(form).items() if field.metadata.get("x-self")}
    return {name: split_roles(field.metadata.get("x-self-roles", "")) for name, field in own.items()}


def names_another(form: type[Form], data: Mapping[str, Any], people: Collection[str]) -> bool:
    """Whether data say of somebody else that they approved, decided or checked, where a person signs for themselves."""
    return any(data.get(name) is not None and data[name] not in people for name in own_fields(form))


def record(register: str, zh: str, en: str, **options: Any) -> Any:
    """The id of a record that one of our registers knows: "training.courses"."""
    meta = {"x-type": "record", "x-register": register}
    return _titled_field(Word, zh, en, validate=validate.Length(1, 80), metadata=meta, **options)


def records(register: str, zh: str, en: str, *, most: int = 20) -> Any:
    """The ids of several records that one of our registers knows."""
    field = _list_field(Word(validate=validate.Length(1, 80)), zh, en, "record", most)
    field.metadata["x-register"] = register
    return field


NAMED_BY = "named_by"
"""In an id's metadata: which other field says whose record it is (`NamedBy`)."""


@dataclass(frozen=True)
class NamedBy:
    """Of which register an id is a record: as another field says, of the same form or of what the record said before.

    field      the name of that field
    registers  by its words the names of registers; of other words it names nothing of ours
    """

    field: str
    registers: Mapping[str, str]

    def register(self, said: Mapping[str, Any]) -> str:
        """The register, by what was said; empty: none."""
        return self.registers.get(str(said.get(self.field) or ""), "")


def named_by(field: str, registers: Mapping[str, str]) -> dict[str, NamedBy]:
    """Metadata of an id that mostly names a record: nobody is refused who typed another."""
    return {NAMED_BY: NamedBy(field, registers)}


def evidence(zh: str = "佐证", en: str = "Evidence") -> Any:
    """SHA-256 of stored files; a step with any of them stands at level E1."""
    return _list_field(Word(validate=validate.Regexp(SHA256)), zh, en, "evidence", 50)


def paper(zh: str, en: str) -> Any:
    """The SHA-256 of the one stored file that a record is about: it proves nothing there, and is opened to nobody."""
    return _titled_field(Word, zh, en, validate=validate.Regexp(SHA256), metadata={"x-type": PAPER})


def _list_field(one: fields.Field[Any], zh: str, en: str, kind: str, most: int) -> Any:
    meta = {"title": zh, "x-title-en": en, "x-type": kind}
    return fields.List(one, load_default=list, validate=validate.Length(0, most), metadata=meta)


def texts(zh: str, en: str, *, most: int, longest: int = 200) -> Any:
    """Several short texts."""
    return _list_field(Text(validate=validate.Length(1, longest)), zh, en, "texts", most)


def many(of: type[Form], zh: str, en: str, *, least: int = 1, most: int = 500) -> Any:
    """Several entries of one form inside another."""
    needed: dict[str, Any] = {"required": True} if least else {"load_default": list}
    bounds, meta = validate.Length(least, most), {"title": zh, "x-title-en": en}
    return fields.List(fields.Nested(of), validate=bounds, metadata=meta, **needed)


ROLL = "roll"
"""In a list's metadata: its entries are about people, and mostly about all of a unit's."""


def roll(of: type[Form], zh: str, en: str, **options: Any) -> Any:
    """Entries about one person each, of whom all of a unit can be listed at once, the exceptions marked."""
    field = many(of, zh, en, **options)
    field.metadata[ROLL] = True
    return field


CHECKS = "checks"
"""In a list's metadata: its entries say how each of some points was found (`Points`)."""


@dataclass(frozen=True)
class Points:
    """Where it stands what is to be looked at.

    register  whose record has the points
    by        the field that names that record, in this form or in the record whose step it is; or, where points are as
              `last` time, the field in which the newest record must be alike
    points    the list in it
    key       the field that tells the points apart, in that list and in the entries
    """

    register: str
    by: str
    points: str
    key: str
    last: bool = False


def checks(of: type[Form], zh: str, en: str, points: Points, **options: Any) -> Any:
    """Entries about one point each, of which all can be listed at once, in order, the exceptions marked.

    The first word of an entry's choice, or the yes of its flag, is what is in order.
    """
    field = many(of, zh, en, **options)
    field.metadata[CHECKS] = points
    return field


class Reason(Form):
    """Why: for steps that need no more."""

    reason = text("原因", "Reason")


class Note(Form):
    """A remark with its papers."""

    note = text("备注", "Note")
    evidence = evidence()
