"""Penalty cases: 60 under the old law in 2017 and 120 under the new one in 2026, around the make-up days.

Around those days each step is taken on the last day of its period: a program that counts weekdays as working days, and
knows no make-up days, gets that day wrong.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from contracts.cases.penalties import register
from services.chassis.records.calendar import DAY, official_calendar
from tools.demo_data.penalty_cases.lists import BUREAU, VIOLATIONS
from tools.demo_data.penalty_cases.sheet_rows import SYN, Row
from tools.demo_data.penalty_cases.years import NEW, OLD, ORGANISATION, PERSON, Year, after, at_work, squads

Form = dict[str, Any]
Step = tuple[str, Form]
SEED = 463
LEADER, CHAIR, REVIEWER = "bureau-02", "FZK-01", "FZK-02"
SOURCES = ("patrol", "patrol", "complaint", "digital", "opinion")
POINTS = ("body_ok", "authority_ok", "procedure_ok", "facts_ok", "law_ok", "discretion_ok", "form_ok")


@dataclass
class Case:
    """One case: `day` is the one it lies around; `sharp`: each step is taken on the last day of its period."""

    year: Year
    id: str
    kind: str
    day: dt.date
    sharp: bool
    chance: random.Random

    def __post_init__(self) -> None:
        """Draw whose it is, against whom, and for what."""
        self.unit = self.chance.choice(sorted(squads()))
        self.pair = self.chance.sample(squads()[self.unit], 2)
        self.violation = self.chance.randrange(1, len(VIOLATIONS))
        self.party_kind = self.chance.choice((PERSON, ORGANISATION, ORGANISATION))
        self.fine = self._fine()
        self.found = at_work(self.day - self._lead() * DAY)

    def _fine(self) -> str | None:
        if self.kind == "spot":
            return self.chance.choice((*self.year.law.spot[self.party_kind], None))
        return "5000" if self.kind == "heard" else self.chance.choice(("100", "300", "500", "800", "1500"))

    def _lead(self) -> int:
        """How many days lie between the act and the day around which the case lies."""
        return {"spot": 0, "not_file": 2, "late": 97, "heard": 12}.get(self.kind, 33)

    def row(self) -> Row:
        """The case, as far as it had come on the year's last day."""
        steps = {step: form for step, form in self._steps() if self._on(step, form) <= self.year.last}
        return Row({step: _without_blanks(form) for step, form in steps.items()}, self.id)

    def _on(self, step: str, form: Form) -> str:
        return str(form[register.step(step).form.business_day_field() or ""])

    def _steps(self) -> Iterator[Step]:
        yield "find", self._clue()
        if self.kind == "spot":
            yield from self._spot()
        elif self.kind == "not_file":
            yield "not_file", {"not_filed_on": self.day, "approved_by": LEADER, "reason": "核查不属实（合成）"}
        else:
            yield from self._inquiry()
            yield from getattr(self, f"_{self.kind}", self._general)()

    def _clue(self) -> Form:
        return {
            "act": self.id,
            "unit": self.unit,
            "source": self.chance.choice(SOURCES),
            "matter": f"{VIOLATIONS[self.violation - 1]}（合成案情）",
            "place": "路段甲（合成）",
            "online": self.chance.random() < (0.7 if self.year is OLD else 0.95),
            "found_on": self.found,
            "note": f"{SYN}：原文未载任何案件，当事人、案情、日期均为合成",
        }

    def _charge(self) -> Form:
        named: Form = {"party": f"合成商户 {self.id}"}
        if self.party_kind == PERSON:
            named = {"person_name": f"合成当事人 {self.id}", "person_age": self.chance.randrange(18, 70)}
        return {
            "lead_officer": self.pair[0],
            "assisting_officer": self.pair[1],
            "violation": f"WF-{self.violation:02}",
            "body": BUREAU,
            "act_on": self.found,
            "party_kind": self.party_kind,
            **named,
        }

    def _penalty(self) -> Form:
        if self.fine is None:
            return {"other": "warning"}
        tier = "A" if int(self.fine) <= 500 else "B" if int(self.fine) <= 2000 else "C"  # noqa: PLR2004 -- the tiers'
        return {"fine": self.fine, "tier": tier}

    def _picture(self, what: str) -> list[str]:
        return [f"S2-{what}-{self.unit}-{self.year.year}.png"]

    # --- on the spot ---------------------------------------------------------------------------------------------

    def _spot(self) -> Iterator[Step]:
        particulars = {
            "number": f"锡合成当罚{self.id}号",
            "shown": True,
            "told": True,
            "evidence": self._picture("spot"),
        }
        yield "decide_on_spot", self._charge() | self._penalty() | particulars | {"decided_on": self.day}
        yield "serve", {"method": "on_spot", "served_on": self.day}
        yield "record", {"recorded_on": after(self.day, "1 workdays")}
        published = after(self.day, "7 workdays" if self.sharp else "4 workdays")
        yield self._publication(published)
        paid = self.day
        if self.fine == self.year.law.cash:
            yield from self._cash()
            paid = after(self.day, "2 workdays")
        elif self.fine:
            paid = self._paid_on(self.day)
            yield self._payment(paid)
        yield from self._end(max(paid, published))

    def _cash(self) -> Iterator[Step]:
        period = "2 workdays" if self.sharp and self.year is NEW else "1 workdays"
        handed = after(self.day, period)
        yield "collect", {"ground": "small", "amount": self.fine, "receipt": f"合成票{self.id}", "paid_on": self.day}
        yield "hand_in", {"handed_in_on": handed}
        yield "bank", {"banked_on": after(handed, "1 workdays")}

    # --- the general procedure -------------------------------------------------------------------------------------

    def _inquiry(self) -> Iterator[Step]:
        self.filed = at_work(self.found + DAY)
        officers = {"first_officer": self.pair[0], "second_officer": self.pair[1]}
        yield "verify", {"verified_on": self.found, "findings": "属实（合成）"}
        filing = {"approved_by": LEADER, "filed_on": self.filed, "evidence": self._picture("filing")}
        yield "file", self._charge() | filing
        yield "inspect", officers | {"kind": "site", "shown": True, "inspected_on": self.filed}
        if self.sharp and self.kind != "heard":
            goods = {"batch": "B1", "things": "物品（合成）", "approved_by": LEADER, "registered_on": self.filed}
            yield "register_evidence", officers | goods
            disposed = after(self.filed, self.year.law.agency)
            yield "dispose_evidence", {"batch": "B1", "disposal": "returned", "disposed_on": disposed}
        self.closed = at_work(self.filed + (7 if self.kind != "heard" else 3) * DAY)
        yield "close_inquiry", {"investigated_on": self.closed, "findings": "违法事实属实（合成）"}

    def _proposal(self, **more: Any) -> Iterator[Step]:
        """From the proposal to the notice, with three working days to answer."""
        hearing_due = bool(more.get("hearing_ground"))
        self.noticed = self.day if hearing_due else at_work(self.closed + DAY)
        until = after(self.noticed, self.year.law.asking if hearing_due else "3 workdays", rolls=True)
        yield "propose", {"proposed_on": self.closed, "major": False, **self._penalty(), **more}
        yield "notify", {"noticed_on": self.noticed, "defence_until": until, "hearing_told": hearing_due}

    def _general(self) -> Iterator[Step]:
        yield from self._proposal()
        yield from self._decision(self.day)

    _late = _deferred = _revoked = _general

    def _reviewed(self) -> Iterator[Step]:
        yield from self._proposal(review_ground="complex", major=True)
        passed = after(self.noticed, "5 workdays")
        yield from self._review(after(self.noticed, "1 workdays"), passed)
        yield "discuss", {"chair": LEADER, "attendance": 5, "conclusion": "同意（合成）", "discussed_on": passed}
        yield from self._decision(self.day)

    def _heard(self) -> Iterator[Step]:
        """The party asks on the last day, and is heard on the first on which it can be."""
        yield from self._proposal(hearing_ground="large_fine")
        requested = after(self.noticed, self.year.law.asking, rolls=True)
        notified = after(requested, "1 workdays")
        hearing = at_work(after(notified, self.year.law.agency))
        notice = {"hearing_on": hearing, "place": "会议室（合成）", "chair": CHAIR, "public": True}
        yield "request_hearing", {"requested_on": requested}
        yield "notify_hearing", notice | {"notified_on": notified}
        yield "hold_hearing", {"agents": 1, "signed": True, "held_on": hearing}
        passed = after(hearing, "3 workdays")
        yield from self._review(after(hearing, "1 workdays"), passed)
        yield from self._decision(after(passed, "2 workdays"))

    def _review(self, requested: dt.date, passed: dt.date) -> Iterator[Step]:
        by = {"reviewer": REVIEWER, "beginner": False, "qualified": True, "opinion": "同意（合成）"}
        yield "request_review", {"review_requested_on": requested}
        yield (
            "pass_review",
            by | dict.fromkeys(POINTS, True) | {"passed_on": passed, "evidence": self._picture("opinion")},
        )

    def _decision(self, day: dt.date) -> Iterator[Step]:
        late = {"late_reason": "案情复杂，当事人下落不明（合成）"} if self.kind == "late" else {}
        number = {"number": f"锡合成罚{self.id}号", "decided_by": LEADER, "evidence": self._picture("decision")}
        yield "decide", self._penalty() | number | late | {"decided_on": day}
        last = after(day, self.year.law.agency)
        served = last if self.sharp else min(after(day, "2 workdays"), last)
        yield "serve", {"method": "direct", "served_on": served, "evidence": self._picture("receipt")}
        published = max(after(day, self._until_public()), served)
        yield self._publication(published)
        if self.kind == "revoked":
            yield from self._undone(served)
        else:
            yield from self._performance(served, published)

    def _until_public(self) -> str:
        """What is decided late is published late as well, on the eighth day."""
        if self.kind == "late":
            return "8 workdays"
        return "7 workdays" if self.sharp or self.year is OLD else "5 workdays"

    def _publication(self, day: dt.date) -> Step:
        where = {"channel": "government", "url": f"https://example.gov.cn/cf/{self.id}"}
        if self.kind == "late":
            where["late_reason"] = "门户网站故障（合成）"
        return "publish", where | {"published_on": day, "evidence": [f"S2-publicity-{self.year.year}.png"]}

    def _performance(self, served: dt.date, published: dt.date) -> Iterator[Step]:
        paid = self._paid_on(served)
        if self.kind == "deferred":
            paid = at_work(served + 45 * DAY)
            applied, until = at_work(served + 3 * DAY), at_work(served + 60 * DAY)
            request = {"reason": "经济困难（合成）", "applied_on": applied, "until": until, "approved_by": LEADER}
            yield "defer", request | {"deferred_on": after(applied, "2 workdays")}
        yield self._payment(paid)
        yield from self._end(max(paid, published))

    def _paid_on(self, served: dt.date) -> dt.date:
        """On the last day, or some days after service."""
        return (
            after(served, "15 days", rolls=True) if self.sharp else at_work(served + self.chance.randrange(1, 10) * DAY)
        )

    def _payment(self, paid: dt.date) -> Step:
        return "pay", {"amount": self.fine, "receipt": f"合成票{self.id}", "paid_on": paid}

    def _undone(self, served: dt.date) -> Iterator[Step]:
        received, ended = at_work(served + 20 * DAY), at_work(served + 60 * DAY)
        yield "ask_reconsideration", {"filed_with": "复议机关（合成）", "received_on": received}
        yield "end_reconsideration", {"outcome": "revoked", "remedy_decided_on": ended}

    def _end(self, settled: dt.date) -> Iterator[Step]:
        closed = after(settled, "3 workdays")
        yield "close", {"closed_on": closed, "approved_by": LEADER}
        yield "archive", {"file_number": f"合成卷{self.id}", "archived_on": after(closed, "5 workdays")}

    # --- without a penalty -------------------------------------------------------------------------------------------

    def _exempt(self) -> Iterator[Step]:
        yield "exempt", {"ground": "minor", "education": "当面教育（合成）", "exempted_on": self.day}

    def _clear(self) -> Iterator[Step]:
        yield "clear", {"reason": "证据不足（合成）", "cleared_on": self.day}

    def _hand_over(self) -> Iterator[Step]:
        to = {"receiver": "agency", "receiver_name": "其他机关（合成）", "reason": "不属本机关管辖（合成）"}
        yield "hand_over", to | {"handed_over_on": self.day}

    def _withdraw(self) -> Iterator[Step]:
        yield "withdraw", {"reason": "当事人终止（合成）", "approved_by": LEADER, "withdrawn_on": self.day}


def _without_blanks(form: Form) -> Form:
    return {name: value for name, value in form.items() if value is not None}


def cases(year: Year) -> list[Row]:
    """A year's cases in the order of their days; those around the make-up days come first of their kind."""
    chance = random.Random(SEED + year.year)  # noqa: S311 -- the same cases each time are what is wanted
    kinds = [kind for kind, many in year.kinds.items() for _ in range(many)]
    chance.shuffle(kinds)
    days = sorted(_days(year, chance, len(kinds)))
    open_ = [("general", (dt.date.fromisoformat(day), True)) for day in year.ahead]
    return [
        Case(year, f"XS-{year.year}-{number:03}", kind, day, sharp, chance).row()
        for number, (kind, (day, sharp)) in enumerate([*zip(kinds, days, strict=True), *open_], 1)
    ]


def _days(year: Year, chance: random.Random, many: int) -> Iterator[tuple[dt.date, bool]]:
    """Three cases around each make-up day, the others anywhere."""
    anchors = [dt.date.fromisoformat(day) for day in year.anchors for _ in range(3)]
    yield from ((day, True) for day in anchors)
    first, last = dt.date.fromisoformat(year.first), dt.date.fromisoformat(year.last)
    working = [day for day in _every(first, last) if official_calendar().works(day)]
    yield from ((day, False) for day in chance.choices(working, k=many - len(anchors)))


def _every(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    yield from islice((first + number * DAY for number in range((last - first).days + 1)), None)


def afterwards(rows: Sequence[Row]) -> list[Row]:
    """What follows where a decision was revoked: the publication is withdrawn on the last day, then a day too late."""
    revoked = [row for row in rows if "end_reconsideration" in row.steps]
    return [Row(dict(_withdrawn(row, late=bool(number))), row.id) for number, row in enumerate(revoked)]


def _withdrawn(row: Row, *, late: bool) -> Iterator[Step]:
    day = after(row.steps["end_reconsideration"]["remedy_decided_on"], "4 workdays" if late else "3 workdays")
    form: Form = {"publication_withdrawn_on": day, "evidence": [f"S2-withdrawn-{row.id}.png"]}
    if late:
        form["late_reason"] = "经办人交接遗漏（合成）"
    yield "withdraw_publication", form | {"explanation": "处罚决定被撤销（合成）"}
    yield "close", {"closed_on": after(day, "2 workdays"), "approved_by": LEADER}
