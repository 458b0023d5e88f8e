"""What a page asks for, read off a form: each field as an input with its title, its value and what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from marshmallow import fields, validate

from contracts.cases.digital_cases.intake import Point
from contracts.forms import CERTIFIED, CHECKS, GROUPS, HINT, ROLL, WORDS_EN, Form, element_form, fields_of
from contracts.words import BOTH
from services.chassis.base import clock
from services.gateway.display.field_kinds import UNITS, fewest, kind_of, longest, source
from services.gateway.web.forms.rolls import Roll, key_field

Payload = Mapping[str, Any]
Fault = Mapping[str, str]
SPARE_ROWS, MORE_ROWS = 3, 10
DESCRIBED = ("place", "problem", "matter")
"""Where somebody says in words where and what it is."""
UNTICKED = "_unticked"
"""In what a row is filled in with: who is listed, and not meant."""
MASKED = re.compile(r"\*|^who-[a-z2-7]{24}$|^（")
"""A private text that its owner kept back: a mask, a token, a note that it was deleted."""


@dataclass(frozen=True)
class Option:
    """One of several answers; `group` gathers those that belong together, `why` says why it is hardly meant."""

    value: str
    label: str
    group: str = ""
    why: str = ""


@dataclass(frozen=True)
class EvidenceFile:
    """A file that was handed in already."""

    sha256: str
    name: str


@dataclass(frozen=True)
class Choices:
    """What a page can offer for choice.

    units     every unit, or those that may be meant, below their parents
    records   the records of a register by its name; None: too many to list, or not to be had now
    papers    what is known of files by their hashes
    names     of registers with more records than are listed, whose records are named by typing: what those are called
              that stand in the form
    """

    units: Sequence[Option] = ()
    records: Mapping[str, Sequence[Option] | None] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """A field as the page asks for it.

    path    its name in the page: "service.0.minutes"
    value   what stands in it already; several for lists
    source  the register whose records it names; in rows they are offered while one types
    rows    the entries of a list of entries
    more    whether there may be more of them
    roll    whether all people of a unit can be listed in it
    checks  whether all points to look at can be
    names   the address at which names are looked up that are typed in part; empty: it is no box for names
    label   what the record is called that stands in such a box
    fits    the records that a name may mean that was typed in part
    alone   whether it stands in the one entry that a list may have
    hint    what its form says of it, such as whence its value is had
    """

    path: str
    kind: str
    title: str
    required: bool
    value: str = ""
    values: Sequence[str] = ()
    faults: Sequence[Fault] = ()
    options: Sequence[Option] = ()
    papers: Sequence[EvidenceFile] = ()
    source: str = ""
    bounds: tuple[str, str] = ("", "")
    rows: Sequence[Sequence[Input]] = ()
    more: bool = False
    roll: bool = False
    checks: bool = False
    names: str = ""
    label: str = ""
    fits: Sequence[Option] = ()
    alone: bool = False
    hint: str = ""

    @property
    def has_datalist(self) -> bool:
        """Whether its options stand in a list beside the form: a list of its own in every row would be too much."""
        return bool(self.source and self.options and "." in self.path and not self.alone)

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options by their groups, both in the order in which they are offered."""
        groups: dict[str, list[Option]] = {}
        for one in self.options:
            groups.setdefault(one.group, []).append(one)
        return list(groups.items())

    @property
    def id(self) -> str:
        """Where it stands in the page."""
        return f"f-{self.path}"

    @property
    def fault_id(self) -> str:
        """The id of what is wrong with it; empty: nothing is."""
        return f"{self.id}-fault" if self.faults else ""


@dataclass(frozen=True)
class InputBuilder:
    """Puts a form on a page in one language, with what was filled in and what is wrong with that.

    spare  how many more rows were asked for, by the path of the list
    own    the code of whoever takes the step, who alone can stand where a form asks for them; None: it is a correction
    rolls  who is listed in a list of people, by its path
    fits   the records that a name may mean that was typed in part, by the path of its box
    """

    zh: bool
    offered: Choices = Choices()
    faults: Sequence[Fault] = ()
    spare: Mapping[str, int] = field(default_factory=dict)
    own: str | None = None
    rolls: Mapping[str, Roll] = field(default_factory=dict)
    fits: Mapping[str, Sequence[Option]] = field(default_factory=dict)

    def inputs(self, form: type[Form], payload: Payload, path: str = "") -> list[Input]:
        """The inputs of a form in its order."""
        return [
            self._input(one, self._value(one, payload.get(name)), path + name) for name, one in in_order(form).items()
        ]

    def _value(self, one: fields.Field[Any], value: Any) -> Any:
        """What stands in a field; where whoever takes the step has to be named, they are."""
        return self.own if value is None and one.required and one.metadata.get("x-self") else value

    def elsewhere(self, inputs: Sequence[Input]) -> list[Fault]:
        """What is wrong that no input stands for."""
        shown_faults = [fault for one in every(inputs) for fault in one.faults]
        return [fault for fault in self.faults if fault not in shown_faults]

    def _input(self, one: fields.Field[Any], value: Any, path: str) -> Input:
        kind = kind_of(one)
        return Input(
            path,
            kind,
            one.metadata["title" if self.zh else "x-title-en"],
            one.required or (isinstance(one, fields.List) and fewest(one) > 0),
            value=input_value(one, value),
            values=[str(each) for each in value or ()] if isinstance(one, fields.List) and kind != "rows" else (),
            faults=[fault for fault in self.faults if _of(fault["field"], path, kind)],
            options=self._options(one, kind),
            source=source(one),
            papers=[EvidenceFile(sha, self.offered.papers.get(sha) or sha[:12]) for sha in value or ()]
            if kind == "evidence"
            else (),
            bounds=bounds(one),
            hint=one.metadata.get(HINT if self.zh else f"{HINT}-en", ""),
            **self._box(one, kind, value, path),
            **(self._rows(one, form_of, value or [], path) if (form_of := element_form(one)) else {}),
        )

    def _box(self, one: fields.Field[Any], kind: str, value: Any, path: str) -> dict[str, Any]:
        """What a box for names has beside its text; nothing for an input of another kind."""
        register = box_register(one)
        alone = bool(self.own and one.metadata.get("x-self"))
        if kind not in ("person", "record", "unit") or alone or register not in self.offered.names:
            return {}
        label = self.offered.names[register].get(str(value), "")
        asked = f"{names_path(register)}?{CERTIFIED}=true" if CERTIFIED in one.metadata else names_path(register)
        return {"names": asked, "label": label, "fits": self.fits.get(path, ())}

    def _options(self, one: fields.Field[Any], kind: str) -> Sequence[Option]:
        if kind in ("choice", "choices"):
            return self._words(one)
        if kind in ("unit", "units") or one.metadata.get(ROLL):
            return self.offered.units
        people = self.offered.records.get(source(one)) or ()
        if self.own and one.metadata.get("x-self"):
            return [each for each in people if each.value == self.own] or [Option(self.own, self.own)]
        if CERTIFIED in one.metadata:
            return sorted(people, key=lambda each: bool(each.why))
        return [replace(each, why="") if each.why else each for each in people]

    def _words(self, one: fields.Field[Any]) -> list[Option]:
        inner = one.inner.metadata if isinstance(one, fields.List) else {}
        about = {**inner, **one.metadata}
        titles, headings = about["x-words" if self.zh else WORDS_EN], about.get(GROUPS, {})
        # Headings among all that may be chosen: one over all would say nothing.
        headings = headings if len(set(headings.values())) > 1 else {}
        return [Option(word, title, self._heading(headings.get(word, ""))) for word, title in titles.items()]

    def _heading(self, both: str) -> str:
        zh, _, en = both.partition(BOTH)
        return zh if self.zh else en

    def _rows(self, one: fields.Field[Any], form: type[Form], entries: Sequence[Payload], path: str) -> dict[str, Any]:
        roll, key, checks = self.rolls.get(path, {}), key_field(one), CHECKS in one.metadata
        unticked = self._unticked(key, entries, roll)
        most = longest(one) or len(entries) + SPARE_ROWS
        fresh = 0 if checks or entries or roll else max(fewest(one), SPARE_ROWS)
        count = max(0 if checks else fewest(one), fresh, len(entries) + self.spare.get(path, 0))
        filled = [*entries, *({} for _ in range(min(count, most) - len(entries)))]
        rows = [self.inputs(form, entry, f"{path}.{number}.") for number, entry in enumerate([*filled, *unticked])]
        if most == 1:
            rows = [[replace(each, alone=True) for each in row] for row in rows]
        if roll:
            kind, every = "point" if checks else "listed", [*filled, *unticked]
            rows = [_listed_row(row, entry, key, kind, roll) for row, entry in zip(rows, every, strict=True)]
        return {"rows": rows, "more": len(rows) < most, "roll": bool(one.metadata.get(ROLL)), "checks": checks}

    def _unticked(self, key: str, entries: Sequence[Payload], roll: Roll) -> list[Payload]:
        """Who is listed and is not among the entries."""
        there = {str(entry.get(key)) for entry in entries} if roll else set()
        return [{UNTICKED: code} for code in roll if code not in there]


def _listed_row(row: list[Input], entry: Payload, key: str, kind: str, roll: Roll) -> list[Input]:
    """The inputs of an entry: who is listed has a box that is ticked or not, what is looked at its name alone."""
    code = str(entry.get(UNTICKED) or entry.get(key) or "")
    if code not in roll:
        return row
    who = [Option(code, roll[code])]
    return [replace(one, kind=kind, options=who) if one.path.endswith(f".{key}") else one for one in row]


def in_order(form: type[Form]) -> dict[str, fields.Field[Any]]:
    """A form's fields as a person is asked for them: a point after the words for where and what it is, or else last."""
    every = dict(fields_of(form))
    if form is Point or not issubclass(form, Point):
        return every
    point = {name: every.pop(name) for name in fields_of(Point)}
    names = list(every)
    after = max((number for number, name in enumerate(names, 1) if name in DESCRIBED), default=len(names))
    return {name: (every | point)[name] for name in [*names[:after], *point, *names[after:]]}


def box_register(one: fields.Field[Any]) -> str:
    """The register whose records a field names, units too; empty: none."""
    return UNITS if kind_of(one) == "unit" else source(one)


def names_path(register: str) -> str:
    """Where the names of a register's records are looked up."""
    return f"/v1/names/{register.replace('.', '/')}"


def _of(field_name: str, path: str, kind: str) -> bool:
    """Whether a fault is this input's: an entry of a list has no input of its own, but where it is a row."""
    return field_name == path or (kind != "rows" and field_name.startswith(f"{path}."))


def every(inputs: Sequence[Input]) -> Iterator[Input]:
    """All inputs, those within rows too."""
    for one in inputs:
        yield one
        for row in one.rows:
            yield from every(row)


def bounds(one: fields.Field[Any]) -> tuple[str, str]:
    """The least and the greatest number or day."""
    bound = next((bound for bound in one.validators if isinstance(bound, validate.Range)), None)
    return (str(bound.min), str(bound.max)) if bound else ("", "")


def correction_form(form: type[Form], data: Payload) -> dict[str, Any]:
    """What a person had entered, to be corrected: without what a rule added, and without masked private texts."""
    values = {name: _correction_value(one, data.get(name)) for name, one in fields_of(form).items()}
    return {name: value for name, value in values.items() if value is not None}


def _correction_value(one: fields.Field[Any], value: Any) -> Any:
    if kind_of(one) == "private":
        return value if _clear(value) else None
    inner = element_form(one)
    return [correction_form(inner, each) for each in value or ()] if inner else value


def _clear(text: Any) -> bool:
    return isinstance(text, str) and not MASKED.search(text)


def input_value(one: fields.Field[Any], value: Any) -> str:
    """A single value as an input holds it."""
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")  # 0.00001, which a person reads, not 1e-05
    return _local(str(value)) if isinstance(one, fields.AwareDateTime) else str(value)


def _local(text: str) -> str:
    """A moment as a clock on the wall shows it in Shanghai; what is none stays as it was typed."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M") if moment.tzinfo else text
