"""How the fields of papers are read from a case: each with the words that say what it is, its gap, and what fills it.

A paper is read as the case stood when its step was taken, so that what came later changes no paper of before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.cases.penalties import register
from contracts.forms import fields_of
from services.gateway.casefile import statute
from services.gateway.casefile.case import CaseFile, StepData
from services.gateway.casefile.paper import Blank, Fill
from services.gateway.display import formatting as display

ROOM = "＿＿＿＿＿＿"
"""Room for what is written by hand."""
AGENCY = Fill(register="cases.agencies")
VIOLATION_TYPE = Fill(register="cases.violation_types")
PEOPLE = Fill(register="training.people")


@dataclass(frozen=True)
class PaperReading:
    """A case as one of its papers reads it.

    case  as it stood when the paper was issued; as it is now where it was not yet
    step  by which it is issued
    form  what that step said; nothing: it was not taken yet
    whole the case as it is now
    """

    case: CaseFile
    step: str
    form: StepData
    whole: CaseFile

    @property
    def is_issued(self) -> bool:
        """Whether the step was taken."""
        return bool(self.form)

    @cached_property
    def day(self) -> str | None:
        """The day of the paper, by the business day of its step."""
        name = register.step(self.step).form.business_day_field() if register.has(self.step) else None
        return self.form.get(name) if name else None

    @property
    def law_day(self) -> str | None:
        """The day whose law the paper names: its own; of a draft, the day of the last step."""
        return self.day or next((one.occurred_on for one in reversed(self.case.effective)), None)

    @property
    def law(self) -> statute.Statute:
        """The Penalty Law in force on that day."""
        return statute.in_force(self.law_day)

    def lacks(self, name: str, field: str, step: str = "") -> Blank:
        """The gap of what a field of a step would say: of this paper's, or of another."""
        return Blank(name, fill(step or self.step, field))


Read = Callable[[PaperReading], Any]


@dataclass(frozen=True)
class FieldItem:
    """One field: what it says, in words, and how it is read."""

    words: str
    read: Read


@dataclass(frozen=True)
class FieldPart:
    """Fields under one name."""

    name: str
    items: Mapping[str, FieldItem]

    def names(self) -> dict[str, str]:
        """What templates may call these, with words that say what each is."""
        return {f"{self.name}.{name}": item.words for name, item in self.items.items()}

    def values(self, reading: PaperReading) -> Any:
        """What stands there in a paper."""
        return {name: item.read(reading) for name, item in self.items.items()}


@dataclass(frozen=True)
class FieldRows:
    """A list under one name: what each entry has, and how the entries are read."""

    name: str
    words: str
    columns: Mapping[str, str]
    read: Callable[[PaperReading], Iterable[Mapping[str, Any]]]

    def names(self) -> dict[str, str]:
        """The list itself, and what its entries have."""
        return {self.name: f"{self.words}（列表）"} | {f"{self.name}.{name}": one for name, one in self.columns.items()}

    def values(self, reading: PaperReading) -> list[dict[str, Any]]:
        """The entries."""
        return [dict(one) for one in self.read(reading)]


@dataclass(frozen=True)
class FieldSingle:
    """One field that stands alone."""

    name: str
    item: FieldItem

    def names(self) -> dict[str, str]:
        """Its name."""
        return {self.name: self.item.words}

    def values(self, reading: PaperReading) -> Any:
        """What it says."""
        return self.item.read(reading)


Piece = FieldPart | FieldRows | FieldSingle


def fill(step: str, field: str) -> Fill | None:
    """Where a field of a step is entered; None: no form of that step asks for it."""
    known = register.has(step) and field in fields_of(register.step(step).form)
    return Fill(step, field) if known else None


def date(day: str | None) -> str:
    """A day as papers write it, 2017年3月1日; nothing where there is none."""
    if not day:
        return ""
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def moment(at: str | None) -> str:
    """A moment as papers write it, 2017年3月1日9时05分; nothing where there is none."""
    if not at:
        return ""
    day, time = display.moment(at).split()
    hour, minute = time.split(":")
    return f"{date(day)}{int(hour)}时{minute}分"


def sentence(said: Any) -> str:
    """What people typed, without its last full stop: the paper goes on after it."""
    return str(said or "").strip().rstrip("。")


def title(step: str, field: str, form: StepData) -> str:
    """A choice of a form by its title; nothing where none was made."""
    if form.get(field) is None:
        return ""
    return str(fields_of(register.step(step).form)[field].metadata["x-words"][form[field]])


def yes(value: Any, words: tuple[str, str]) -> str:
    """What a flag says: the first where it is set, the second where it is not, nothing where nobody said."""
    return "" if value is None else words[0] if value else words[1]


# --- items that the step's own form says ------------------------------------------------------------------------------


def text(words: str, field: str, step: str = "") -> FieldItem:
    """What a field of the paper's step says, or of the last step of another name; a gap where it says nothing."""
    return FieldItem(words, lambda one: sentence(_said(one, step).get(field)) or one.lacks(words, field, step))


def optional(words: str, field: str, step: str = "") -> FieldItem:
    """The same; where it says nothing, nothing stands there."""
    return FieldItem(words, lambda one: sentence(_said(one, step).get(field)))


def by_hand(words: str, field: str, step: str = "") -> FieldItem:
    """The same; where it says nothing there is room to write."""
    return FieldItem(words, lambda one: str(_said(one, step).get(field) or ROOM))


def day(words: str, field: str, step: str = "") -> FieldItem:
    """A day that a step says; a gap where it does not."""
    return FieldItem(words, lambda one: date(_said(one, step).get(field)) or one.lacks(words, field, step))


def day_if_said(words: str, field: str, step: str = "") -> FieldItem:
    """A day that a step says, or nothing."""
    return FieldItem(words, lambda one: date(_said(one, step).get(field)))


def choice(words: str, field: str, step: str = "") -> FieldItem:
    """What was chosen, in words; a gap where nothing was."""
    return FieldItem(
        words, lambda one: title(step or one.step, field, _said(one, step)) or one.lacks(words, field, step)
    )


def person(words: str, field: str, step: str = "") -> FieldItem:
    """A person by name; a gap where a step names nobody."""
    return FieldItem(words, lambda one: one.case.person(_said(one, step).get(field)) or one.lacks(words, field, step))


def person_by_hand(words: str, field: str, step: str = "") -> FieldItem:
    """A person by name; where a step names nobody there is room to write."""
    return FieldItem(words, lambda one: one.case.person(_said(one, step).get(field)) or ROOM)


def approval(words: str) -> FieldItem:
    """What whoever approves says; a gap until the step was taken."""
    return FieldItem("审批意见", lambda one: words if one.is_issued else Blank("审批意见", _own_day(one)))


def _said(reading: PaperReading, step: str) -> StepData:
    return reading.case.last(step) if step else reading.form


def _own_number(reading: PaperReading) -> str | Blank:
    """The paper's number; a decision's gap says that it is one. Where no form asks for it there is room to write."""
    name = "决定书文号" if reading.step.startswith("decide") else "文号"
    missing = fill(reading.step, "number")
    return str(reading.form.get("number") or "") or (Blank(name, missing) if missing else ROOM)


NUMBER = FieldSingle("文号", FieldItem("本文书的文号", _own_number))
DAY = FieldSingle("日期", FieldItem("文书日期", lambda one: date(one.day) or Blank("文书日期", _own_day(one))))


def _own_day(reading: PaperReading) -> Fill | None:
    name = register.step(reading.step).form.business_day_field() if register.has(reading.step) else None
    return fill(reading.step, name) if name else None
