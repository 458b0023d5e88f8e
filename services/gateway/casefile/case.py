"""A case as its papers read it: what each step said, people and units by their names, words for choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.cases.penalties import register
from contracts.cases.penalties.choices import OTHERS
from contracts.cases.penalties.clocks import NEW_LAW
from contracts.forms import fields_of
from contracts.rpc import CaseFileReply, RevisionEntry
from services.gateway.casefile.paper import Blank, Piece, TextLine, line, need

StepData = Mapping[str, Any]
FILING = ("file", "decide_on_spot")
DECISION = ("decide", "decide_on_spot")
PAIR = ("lead_officer", "assisting_officer")
NOTHING: StepData = {}


@dataclass(frozen=True)
class CaseFile:
    """What the owner answered about a case (see `contracts.rpc.CaseFileReply`)."""

    data: CaseFileReply

    @property
    def id(self) -> str:
        """The case's id."""
        return str(self.data.case.id)

    @property
    def name(self) -> str:
        """What its files are called by: the number of the clue."""
        return str(self.last("find").get("act") or self.id)

    @property
    def effective(self) -> list[RevisionEntry]:
        """The effective revisions, in the order of their places."""
        return sorted((one for one in self.data.case.history if one.stands), key=lambda one: one.place)

    def every(self, *steps: str) -> list[StepData]:
        """The data of each effective revision of some steps."""
        return [one.data for one in self.effective if one.step in steps]

    def last(self, *steps: str) -> StepData:
        """The data of the last effective revision of some steps; nothing where there is none."""
        return next(reversed(self.every(*steps)), NOTHING)

    def has_step(self, *steps: str) -> bool:
        """Whether one of these steps was taken."""
        return bool(self.every(*steps))

    def at(self, place: int) -> CaseFile:
        """The case as it stood when the step of this place was taken."""
        history = tuple(one for one in self.data.case.history if one.stands and one.place <= place)
        return CaseFile(replace(self.data, case=replace(self.data.case, history=history)))

    def agency(self, day: str | None) -> StepData:
        """What is said of the agency on a day, or as it is now; nothing where it was not entered or has ended."""
        since = [one for one in self.data.agency if day is None or one["from"] <= day]
        return NOTHING if not since or since[-1]["ended"] else since[-1]

    @property
    def charge(self) -> StepData:
        """Who is charged with what, as the party's particulars were completed later."""
        completed = {name: value for name, value in self.last("complete_party").items() if value is not None}
        return {**self.last(*FILING), **completed}

    @property
    def decision(self) -> StepData:
        """The decision."""
        return self.last(*DECISION)

    @property
    def on_spot(self) -> bool:
        """Whether it was decided on the spot."""
        return self.has_step("decide_on_spot")

    def due(self, clock: str) -> str | None:
        """When a clock ends that was started last, as a date in words."""
        ends = [one["due"] for one in self.data.case.clocks if one["clock"] == clock]
        return date(ends[-1]) if ends else None

    def new_law(self, day: str | None) -> bool:
        """Whether the law as revised in 2021 holds on a day; on one that is not known, it does."""
        return day is None or day >= NEW_LAW.isoformat()

    # --- names ---------------------------------------------------------------------------------------------------

    def unit(self, code: str | None) -> str | None:
        """A unit by its name."""
        return str(self.data.units.get(code, code)) if code else None

    def person(self, code: str | None) -> str | None:
        """A person by name."""
        return self.data.people[code]["name"] if code in self.data.people else None

    def officer(self, code: str | None, day: str | None) -> TextLine:
        """An officer with the certificate that was valid on a day."""
        if code is None:
            return (Blank("执法人员"),)
        valid = (one["certificate"] for one in self.data.people[code]["certificates"] if _valid(one, day))
        return line(self.person(code), "（执法证号 ", need(next(valid, None), "执法证号"), "）")

    def officers(self, form: StepData, day: str | None) -> TextLine:
        """The two officers whom a step named."""
        first, second = (self.officer(form.get(field), day) for field in PAIR)
        return (*first, "、", *second)

    @property
    def organ(self) -> Piece:
        """The body that penalises."""
        return need(self.unit(self.charge.get("body")), "处罚机关")

    @property
    def violation(self) -> Piece:
        """The type of violation."""
        return need(self.data.violation.get("name"), "案由")

    @property
    def party(self) -> Piece:
        """The party's name; a mask to those who may not read it."""
        return need(self.charge.get("person_name") or self.charge.get("party"), "当事人")

    @property
    def you(self) -> str:
        """How a paper speaks to the party."""
        return "你" if self.charge.get("party_kind") == "person" else "你单位"

    def about_party(self) -> Iterator[tuple[str, TextLine]]:
        """Who the party is, as papers must say it (Penalty Law art. 59)."""
        charge = self.charge
        if charge.get("party_kind") == "person":
            yield "当事人姓名", line(self.party)
            yield "行为时年龄", line(need(_text(charge.get("person_age")), "年龄"))
            yield "证件号码", line(need(charge.get("person_number"), "证件号码"))
            yield "住址", line(need(charge.get("person_address"), "住址"))
        else:
            yield "当事人名称", line(self.party)
            yield "统一社会信用代码", line(need(charge.get("party_code"), "统一社会信用代码"))
            yield "住所", line(need(charge.get("party_address"), "住所"))

    # --- words ---------------------------------------------------------------------------------------------------

    def word(self, step: str, field: str, form: StepData) -> str | None:
        """A choice by its title."""
        words = fields_of(register.step(step).form)[field].metadata["x-words"]
        return words.get(form.get(field)) if form.get(field) else None

    def penalty(self, form: StepData) -> Piece:
        """What is to be suffered, in words."""
        named = {"fine": "罚款人民币 {} 元", "confiscation": "没收违法所得、非法财物价值人民币 {} 元"}
        parts = [words.format(form[field]) for field, words in named.items() if form.get(field)]
        parts += [OTHERS[form["other"]]] if form.get("other") else []
        return need("；".join(parts), "处罚种类和数额")


def date(day: str | None) -> str | None:
    """A day as papers write it."""
    if not day:
        return None
    year, month, number = day.split("-")
    return f"{year} 年 {int(month)} 月 {int(number)} 日"


def date_or_gap(day: str | None, name: str) -> Piece:
    """A day as papers write it, or the gap."""
    return need(date(day), name)


def _valid(certificate: StepData, day: str | None) -> bool:
    return day is None or certificate["certified_on"] <= day <= certificate["valid_until"]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
