"""What a column can mean: a field of a step; and every heading by which a person may call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from marshmallow import fields, validate

from contracts import catalogue
from contracts.forms import EARLIER_TITLES, PAPER, Money, element_form, fields_of
from contracts.register import NEW, Register, Step
from services.gateway.spreadsheets.grid import compact

SYSTEM = {
    "id": ("记录编号", "Record id"),
    "status": ("状态", "Status"),
    "version": ("版本", "Version"),
    "unit_name": ("单位名称", "Unit name"),
}
"""What an export adds. An import heeds the record's id and ignores the rest."""
FAULT_NOTE = ("fault_note", "错误说明", "What is wrong")
"""The column in which a sheet is given back with its mistakes; on the way in it is passed over."""
PLAIN = (
    (fields.AwareDateTime, "moment"),
    (fields.Date, "day"),
    (fields.Boolean, "flag"),
    (fields.Integer, "number"),
    (fields.Float, "degrees"),
    (Money, "money"),
)
LISTED = {"unit": "units", "evidence": "evidence"}
NOT_IN_ENTRIES = frozenset({"entries", "nested"})
"""Kinds of values that an entry in a cell cannot hold: lists of entries again."""


@dataclass(frozen=True)
class FieldColumn:
    """One field of one step."""

    step: Step
    name: str
    field: fields.Field[Any]

    @property
    def zh(self) -> str:
        """The Chinese title."""
        return str(self.field.metadata.get("title", self.name))

    @property
    def en(self) -> str:
        """The English title."""
        return str(self.field.metadata.get("x-title-en", self.name))

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The words of a choice, or of a list of choices, with their Chinese titles."""
        inner = self.field.inner.metadata if isinstance(self.field, fields.List) else {}
        titles: Mapping[str, str] = {**inner, **self.field.metadata}.get("x-words", {})
        return titles

    @property
    def earlier(self) -> Mapping[str, str]:
        """The words of Chinese titles that sheets of before have."""
        titles: Mapping[str, str] = self.field.metadata.get(EARLIER_TITLES, {})
        return titles

    @cached_property
    def parts(self) -> tuple[FieldColumn, ...]:
        """The values of one entry, in their order, where the field is a list of entries."""
        form = element_form(self.field)
        return tuple(FieldColumn(self.step, name, one) for name, one in fields_of(form).items()) if form else ()

    @property
    def optional(self) -> bool:
        """Whether it may be left empty; a list that must be there may be there without entries."""
        lengths = (one for one in self.field.validators if isinstance(one, validate.Length))
        return not self.field.required or (bool(self.parts) and not any(one.min for one in lengths))

    @cached_property
    def kind(self) -> str:
        """How its cells are read, a name in `cells.READERS`; nested ones are not."""
        stands_for = str(self.field.metadata.get("x-type", ""))
        if isinstance(self.field, fields.List):
            return self._entries() if self.parts else LISTED.get(stands_for, "words" if self.words else "several")
        if stands_for in {"unit", PAPER}:
            return stands_for
        return "choice" if self.words else self._plain()

    def _entries(self) -> str:
        return "nested" if any(one.kind in NOT_IN_ENTRIES for one in self.parts) else "entries"

    def _plain(self) -> str:
        coded = any(isinstance(one, validate.Regexp) for one in self.field.validators)
        return next((name for kind, name in PLAIN if isinstance(self.field, kind)), "code" if coded else "text")


@dataclass(frozen=True)
class Vocabulary:
    """The slots of a register and what they are called.

    A heading may be a field's Chinese or English title, its name, or any of these with its step before it:
    "办结·办结佐证", "Finish: Proof of completion", "finish.evidence". Unqualified, a title that stands in several steps
    means the first of them.
    """

    register: Register

    @cached_property
    def slots(self) -> tuple[FieldColumn, ...]:
        """Every field of every step in the register's order."""
        steps = self.register.steps
        return tuple(FieldColumn(step, name, one) for step in steps for name, one in fields_of(step.form).items())

    @cached_property
    def importable(self) -> tuple[FieldColumn, ...]:
        """The slots that a sheet can hold: a step that needs entries within entries is taken in the record itself."""
        lists = {slot.step.name for slot in self.slots if slot.kind == "nested" and slot.field.required}
        return tuple(slot for slot in self.slots if slot.step.name not in lists and slot.kind != "nested")

    @cached_property
    def usual(self) -> tuple[FieldColumn, ...]:
        """The slots of the steps that lead a record onward from its opening, for a template."""
        path, status, visited = set[str](), NEW, {NEW}
        while following := self._following(status, visited):
            path.add(following.name)
            status = str(following.leads)
            visited.add(status)
        return tuple(slot for slot in self.importable if slot.step.name in path)

    def _following(self, status: str, visited: set[str]) -> Step | None:
        onward = [one for one in self.register.steps if one.line == "main" and status in one.starts and not one.voids]
        return next((one for one in onward if one.leads and one.leads not in visited), None)

    @cached_property
    def meanings(self) -> dict[str, FieldColumn | str]:
        """What every heading means: a slot, or the name of what an export adds."""
        meanings: dict[str, FieldColumn | str] = {}
        for name, (zh, en) in SYSTEM.items():
            meanings |= dict.fromkeys(map(same, (f"系统·{zh}", f"System: {en}", f"system.{name}")), name)
        for slot in self.slots:
            step = slot.step
            for qualified in (f"{step.zh}·{slot.zh}", f"{step.en}: {slot.en}", f"{step.name}.{slot.name}"):
                meanings.setdefault(same(qualified), slot)
        for slot in self.slots:
            for title in (slot.zh, slot.en, slot.name):
                meanings.setdefault(same(title), slot)
        name, *headings = FAULT_NOTE
        return dict.fromkeys(map(same, headings), name) | meanings

    def heading(self, slot: FieldColumn) -> str:
        """The Chinese heading of a slot, with its step before it where the title alone means another."""
        return slot.zh if self.meanings.get(same(slot.zh)) == slot else f"{slot.step.zh}·{slot.zh}"


def vocabulary(register: Register) -> Vocabulary:
    """The vocabulary of a register, made once."""
    return _vocabulary(register.name)


@cache
def _vocabulary(name: str) -> Vocabulary:
    return Vocabulary(catalogue.REGISTERS[name])


def same(text: str) -> str:
    """Headings are the same whatever their width, case and blanks; a star at the end marks what is required."""
    return compact(text).rstrip("*").replace("・", "·")


def system_heading(name: str) -> str:
    """The Chinese heading of what an export adds."""
    return f"系统·{SYSTEM[name][0]}"
