"""The course of one case: step by step, one day after the other; what must come in another order comes later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from contracts.cases.penalties import register
from contracts.forms import fields_of
from tools.demo_data.penalty_cases.cases import CHAIR, LEADER, POINTS, REVIEWER
from tools.demo_data.penalty_cases.lists import BUREAU, VIOLATIONS
from tools.demo_data.penalty_cases.parties import particulars
from tools.demo_data.penalty_cases.sheet_rows import SYN, Row
from tools.demo_data.penalty_cases.years import LAWS, ORGANISATION, PERSON, Law, after, at_work, squads

HEADS = ("bureau-02", "bureau-03", "bureau-04")
Form = dict[str, Any]
UNITS = ("ZS", "YL", "DBT", "AZ", "HQ", "YJ", "DG", "XB")
"""Squadrons whose first two officers held certificates on all days of these cases."""


@dataclass(frozen=True)
class Era:
    """The cases under one of the two laws.

    begins  the day on which the clue of the first was found; each next one's is some days later
    small   the fine that may always be collected on the spot, and the greatest of a citizen
    """

    code: str
    begins: dt.date
    small: str
    greatest: str

    @property
    def is_new(self) -> bool:
        """Whether the law of 2021 holds."""
        return self.code == "NEW"

    @property
    def law(self) -> Law:
        """The law's periods."""
        return LAWS[self.is_new]


OLD = Era("OLD", dt.date(2018, 11, 1), "20", "50")
NEW = Era("NEW", dt.date(2025, 11, 10), "100", "200")


@dataclass
class Course:
    """One case. `day` is the one of its last step; `parts` are its rows: the first sheet's, then the next one's."""

    era: Era
    number: int
    title: str
    day: dt.date
    fine: str = "800"
    confiscation: str = ""
    demands: str = ""
    parts: list[dict[str, Form]] = field(default_factory=lambda: [{}])

    def __post_init__(self) -> None:
        """Whose it is, and against whom."""
        self.id = f"XS-E-{self.era.code}-{self.number:02}"
        self.unit = UNITS[self.number % len(UNITS)]
        self.pair = sorted(squads()[self.unit])[:2]
        self.officers = {"first_officer": self.pair[0], "second_officer": self.pair[1]}
        self.kind = PERSON if self.number % 3 == 0 else ORGANISATION
        self.age = 40
        self.violation = 1 + self.number % (len(VIOLATIONS) - 1)

    @property
    def matter(self) -> str:
        """What was done, in the words of its type."""
        return VIOLATIONS[self.violation - 1]

    def rows(self) -> list[Row]:
        """A row for each of its parts."""
        return [Row(steps, self.id) for steps in self.parts]

    def take(self, step: str, wait: str = "", **form: Any) -> Course:
        """Takes a step on the first working day from the end of a period on, with a paper where its form has one."""
        if wait:
            self.until(after(self.day, wait))
        return self.take_on(step, self.day, **form)

    def take_on(self, step: str, day: dt.date, **form: Any) -> Course:
        """Takes a step on a day that the others do not wait for."""
        contract = register.step(step).form
        filled: Form = {str(contract.business_day_field()): day}
        if "evidence" in fields_of(contract):
            filled["evidence"] = [f"S2-ending-{step}.png"]
        self.parts[-1][step] = filled | form
        return self

    def until(self, day: dt.date) -> Course:
        """Waits for the first working day from a day on."""
        self.day = max(self.day, at_work(day))
        return self

    def go_on(self) -> Course:
        """What comes now stands in the next sheet."""
        self.parts.append({})
        return self

    def at(self, time: str) -> str:
        """A time of the day."""
        return f"{self.day}T{time}:00+08:00"

    def day_of(self, step: str) -> dt.date:
        """On which day a step was taken."""
        form = next(part[step] for part in reversed(self.parts) if step in part)
        day: dt.date = form[str(register.step(step).form.business_day_field())]
        return day

    # --- up to the decision ----------------------------------------------------------------------------------------

    def find(self) -> Course:
        """The clue."""
        return self.take(
            "find",
            act=self.id,
            unit=self.unit,
            source="patrol",
            matter=f"{self.matter}（合成案情）",
            place="路段乙（合成）",
            online=True,
            note=f"{self.title}。{SYN}：原文未载任何案件，当事人、案情、日期均为合成",
        )

    def charge(self) -> Form:
        """Who did what."""
        named: Form = {"party": f"合成商户 {self.id}"}
        if self.kind == PERSON:
            named = {"person_name": f"合成当事人 {self.id}", "person_age": self.age}
        acting = {"lead_officer": self.pair[0], "assisting_officer": self.pair[1]}
        about = {"violation": f"WF-{self.violation:02}", "body": BUREAU, "act_on": self.day_of("find")}
        return acting | about | {"party_kind": self.kind} | named | particulars(self.id, self.kind)

    def file(self) -> Course:
        """Verified, filed, inspected."""
        self.find().take("verify", findings="属实（合成）")
        self.take("file", "1 workdays", approved_by=LEADER, **self.charge())
        return self.take(
            "inspect",
            kind="site",
            shown=True,
            site="路段乙（合成）",
            content=f"检查时当事人正在{self.matter}（合成）",
            **self.officers,
        )

    def investigate(self) -> Course:
        """Up to the end of the inquiry."""
        return self.file().close_inquiry()

    def close_inquiry(self, advice: str = "", findings: str = "事实清楚，证据确凿") -> Course:
        """The end of the inquiry, with advice where it proposes no penalty."""
        said = {"findings": f"当事人{self.matter}，{findings}（合成）"}
        return self.take("close_inquiry", "5 workdays", **said, **({"advice": advice} if advice else {}))

    def penalty(self) -> Form:
        """The fine, in its tier."""
        tier = "A" if int(self.fine) <= 500 else "B" if int(self.fine) <= 2000 else "C"  # noqa: PLR2004 -- the tiers'
        taken = {"confiscation": self.confiscation} if self.confiscation else {}
        return {"fine": self.fine, "tier": tier} | taken

    def propose(self, **more: Any) -> Course:
        """The proposal, and its notice with three working days to answer or as many as there are to ask."""
        hearing = bool(more.get("hearing_ground"))
        self.take("propose", **({"major": False} | self.penalty() | more))
        self.day = at_work(after(self.day, "1 workdays"))
        until = after(self.day, self.era.law.asking if hearing else "3 workdays", rolls=True)
        return self.take("notify", defence_until=until, hearing_told=hearing)

    def pass_review(self) -> Course:
        """The legal review."""
        by = {"reviewer": REVIEWER, "beginner": False, "qualified": True, "opinion": "同意（合成）"}
        self.take("request_review", "1 workdays")
        return self.take("pass_review", "1 workdays", **by, **dict.fromkeys(POINTS, True))

    def notify_hearing(self) -> Course:
        """The party asks, and hears of the day."""
        self.take("request_hearing", "1 workdays").day = at_work(after(self.day, "1 workdays"))
        day = at_work(after(self.day, self.era.law.agency))
        place: Form = {"place": "会议室（合成）", "public": True, "reason": f"{self.matter}一案（合成）"}
        return self.take("notify_hearing", hearing_on=day, chair=CHAIR, **place).until(day)

    def discuss(self) -> Course:
        """The heads discuss."""
        opinions = [{"person": head, "opinion": "同意（合成）"} for head in HEADS]
        return self.take("discuss", "1 workdays", chair=LEADER, opinions=opinions, conclusion="同意（合成）")

    def decide(self, method: str = "direct") -> Course:
        """The decision, its service, and its publication."""
        return self.decide_unpublished(method).publish()

    def decide_unpublished(self, method: str = "direct") -> Course:
        """The decision, and its service."""
        self.until(after(self.day, "6 workdays"))
        duty = {"demands": self.demands} if self.demands else {}
        self.take("decide", decided_by=LEADER, **self.penalty(), **duty)
        confirmed = {"confirmed": True} if method == "electronic" else {}
        return self.take("serve", "1 workdays" if method == "direct" else "", method=method, **confirmed)

    def publish(self) -> Course:
        """In public, some days later."""
        where = {"channel": "government", "url": f"https://example.gov.cn/cf/{self.id}"}
        return self.take("publish", "2 workdays", **where)

    def penalise(self, method: str = "direct") -> Course:
        """A plain case up to its publication."""
        return self.investigate().propose().decide(method)

    def decide_on_spot(self, **penalty: Any) -> Course:
        """Two officers decide, hand over, report for the record; it is published."""
        self.kind = PERSON
        self.find()
        self.take("decide_on_spot", shown=True, told=True, place="路段乙（合成）", **self.charge(), **penalty)
        self.take("serve", method="on_spot").take("record", "1 workdays")
        return self.publish()

    # --- after it --------------------------------------------------------------------------------------------------

    def pay(self, wait: str = "3 workdays", **more: Any) -> Course:
        """All of the fine, or what is said."""
        return self.take("pay", wait, **({"amount": self.fine, "receipt": f"合成票{self.id}"} | more))

    def close(self) -> Course:
        """Closed and archived."""
        self.take("close", "3 workdays", approved_by=LEADER)
        return self.take("archive", "5 workdays", file_number=f"合成卷{self.id}")

    def withdraw_publication(self) -> Course:
        """What no longer stands is withdrawn from publication in time."""
        return self.take("withdraw_publication", "2 workdays", explanation="处罚决定不再有效（合成）")

    def refund(self, amount: str) -> Course:
        """What was paid too much goes back, after what came of the remedy."""
        return self.go_on().take("refund", "3 workdays", amount=amount, refund_receipt=f"合成退{self.id}")
