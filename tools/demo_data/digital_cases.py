"""The demo's digital city cases, drawn from a seed: 300 that nobody reported, spread over the first half of 2017.

Classes, limits, places and times are synthetic and say so; of the communities those are real that the article names.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from contracts.cases.digital_cases import register
from contracts.cases.digital_cases.intake import FIRST_HAND, SOURCES
from services.cases.digital_cases import limits
from services.chassis.base.clock import SHANGHAI
from services.chassis.records.calendar import official_calendar
from services.gateway.spreadsheets import idempotency
from services.gateway.spreadsheets.grid import PageName, RowPlace
from services.gateway.spreadsheets.lines import Part, SheetLine

SEED, MANY = 463, 300
FIRST, LAST = dt.date(2017, 1, 3), dt.datetime(2017, 6, 14, 18, tzinfo=SHANGHAI)
"""The first day of a report, and the moment after which nothing is recorded."""
CENTRE, APPROVER, HEAD, DIVISION = "SZZX", "SZZX-01", "bureau-01", "320205"
COMPLAINT, COMPLAINED = "TS-05", dt.datetime(2017, 5, 11, 9, 30, tzinfo=SHANGHAI)
"""The complaint that became a case, and the moment of that case's report."""
SYNTHETIC = "示例数据（合成）"
AWAKE = range(7, 19)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
RECURS = 90 * DAY
T = TypeVar("T")


@dataclass(frozen=True)
class Kind:
    """A class with one limit. Six of the names stand in a published bulletin, the rest is made up."""

    code: str
    name: str
    condition: str
    closing: str
    grade: str
    limit: str
    value: int


KINDS = (
    Kind("E-0201", "非法小广告", "张贴、喷涂非法小广告", "清除干净", "B", "workhours", 8),
    Kind("E-0102", "乱堆物堆料", "占用公共场所堆放物料", "清理完毕", "B", "workhours", 16),
    Kind("E-0199", "其他市容环境", "影响市容环境的其他情形", "恢复整洁", "B", "workdays", 2),
    Kind("E-0501", "店外经营", "超出门窗、外墙经营", "恢复店内经营", "B", "workhours", 4),
    Kind("E-0502", "占道经营", "占用道路设摊经营", "劝离并清理", "B", "hours", 4),
    Kind("E-0301", "工地扬尘", "工地未采取防尘措施", "落实防尘措施", "B", "workdays", 1),
    Kind("E-0401", "路面塌陷", "路面突然下陷，影响通行", "设置警示并修复", "A", "hours", 24),
    Kind("C-0301", "垃圾箱", "垃圾箱破损、缺失", "修复或补装", "B", "workdays", 3),
    Kind("C-0102", "雨水井盖", "井盖缺失、破损、移位", "修复或更换", "A", "hours", 12),
    Kind("C-0103", "污水井盖", "井盖缺失、破损、移位", "修复或更换", "A", "hours", 12),
    Kind("C-0401", "行道树", "行道树枯死、倒伏", "扶正或补植", "C", "days", 15),
)
ABOUT = (KINDS[3], "DT", "映月示例路1号")
"""What the complaint was about, who has it, and where it was."""
PLACES = (
    ("DT", "东亭街道", "映月"),
    ("DT", "东亭街道", "春江花园"),
    ("DT", "东亭街道", "赛维拉"),
    ("DT", "东亭街道", "诺卡"),
    ("ZS", "东亭街道", "社区-01（合成）"),
    ("YL", "云林街道", "社区-02（合成）"),
    ("DBT", "东北塘街道", "社区-03（合成）"),
    ("DBT", "东北塘街道", "社区-04（合成）"),
    ("AZ", "安镇街道", "社区-05（合成）"),
    ("HQ", "厚桥街道", "社区-06（合成）"),
    ("YJ", "羊尖镇", "社区-07（合成）"),
    ("EH", "鹅湖镇", "社区-08（合成）"),
    ("XB", "锡北镇", "社区-09（合成）"),
    ("DG", "东港镇", "湖塘桥社区"),
)
FATES = ("",) * 74 + (
    *("late",) * 11,
    *("extended",) * 4,
    *("reworked",) * 4,
    *("sent_back",) * 3,
    *("rejected",) * 3,
    "deferred",
    "forced",
    "voided",
)
"""What becomes of a case; most take the usual way."""
REPORT_SOURCES = ("collector",) * 12 + ("patrol",) * 5 + ("public",) * 3 + ("hotline",) * 2 + ("leader", "video")
TURNS = ("", "_sent_again", "_reworked", "_done_again", "_checked_again")
"""A sheet has each step once: what happens again stands in further sheets, one after the other."""


class SeededRandom:
    """Chance that is the same in every version of Python."""

    def __init__(self, seed: int) -> None:
        """Begin where a seed says."""
        self._next = random.Random(seed).random  # noqa: S311 -- nothing is secret

    def between(self, least: float, most: float) -> float:
        """A number between two."""
        return least + self._next() * (most - least)

    def choose(self, among: Sequence[T]) -> T:
        """One of several."""
        return among[int(self._next() * len(among))]

    def chance(self, percent: float) -> bool:
        """Whether something happens."""
        return self._next() * 100 < percent


@dataclass
class Case:
    """The steps of a case as they happen, turn by turn, as long as the demo lasts.

    at     now
    late   the day after its limit had run out, if that was before it was disposed of
    turns  by turn and step the cells of a sheet's row
    """

    number: str
    kind: Kind
    unit: str
    place: str
    at: dt.datetime
    turn: str = ""
    late: str = ""
    turns: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id that its record gets, which follows from its number."""
        part = Part(register.step("report"), {"unit": CENTRE, "number": self.number})
        (commands,) = idempotency.groups(register, [SheetLine(RowPlace(PageName(), 0), "", (part,))]).values()
        return commands[0].id

    @property
    def now(self) -> str:
        """This moment, as a clerk writes it."""
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def today(self) -> str:
        """This day."""
        return self.at.date().isoformat()

    def add_step(self, step: str, **cells: str) -> None:
        """A step that happens now."""
        if self.at <= LAST:
            self.turns.setdefault(self.turn, {})[step] = cells

    def has_step(self, step: str) -> bool:
        """Whether a step has happened."""
        return any(step in steps for steps in self.turns.values())

    @property
    def counts(self) -> bool:
        """Whether it was a case, and is still."""
        return self.has_step("file") and not self.has_step("void")

    def pass_until(self, at: dt.datetime) -> None:
        """Time passes, never back."""
        self.at = max(self.at, at.astimezone(SHANGHAI).replace(second=0, microsecond=0))

    def pass_hours(self, hours: float) -> None:
        """Some hours pass, and the night if it has come."""
        self.pass_until(self.at + hours * HOUR)
        if self.at.hour not in AWAKE:
            self.pass_until(self.at + 12 * HOUR)


def cases() -> list[Case]:
    """All of them, in the order of their reports."""
    dice, earlier = SeededRandom(SEED), list[Case]()
    for number, at in enumerate(sorted([COMPLAINED, *_times(dice)]), 1):
        unit, _, community = dice.choose(PLACES)
        choice = (dice.choose(KINDS), unit, f"{community}示例路{1 + int(dice.between(0, 4))}号")
        case = Case(f"SG-2017-{number:04}", *(ABOUT if at == COMPLAINED else choice), at)
        _run_case(dice, case, earlier)
        earlier.append(case)
    return earlier


def _times(dice: SeededRandom) -> Iterator[dt.datetime]:
    """Moments of the day on working days, but for the one that is given."""
    days = [day for n in range((LAST.date() - FIRST).days) if official_calendar().works(day := FIRST + n * DAY)]
    for _ in range(MANY - 1):
        at = dt.datetime.combine(dice.choose(days), dt.time(8), SHANGHAI) + dice.between(0, 9) * HOUR
        yield at.replace(second=0, microsecond=0)


def _run_case(dice: SeededRandom, case: Case, earlier: list[Case]) -> None:
    """From the report to what becomes of the case."""
    plain = case.at == COMPLAINED
    source, fate = ("complaint", "") if plain else (dice.choose(REPORT_SOURCES), dice.choose(FATES))
    _report(dice, case, source)
    if source not in FIRST_HAND:
        case.pass_hours(dice.between(0.3, 3 if plain else 30))
        case.add_step("verify", verified_at=case.now, finding="不属实" if fate == "rejected" else "属实")
    if fate == "rejected":
        case.add_step("reject", rejected_on=case.today, reason="不属城管职责（合成）")
        return
    _file(dice, case, earlier)
    _dispose(dice, case, _dispatch(dice, case, fate), fate)
    if case.has_step("dispose"):
        _close(dice, case, fate)


def _report(dice: SeededRandom, case: Case, source: str) -> None:
    _, street, community = next(one for one in PLACES if case.place.startswith(one[2]))
    point = f"{dice.between(120.30, 120.55):.4f}/{dice.between(31.52, 31.70):.4f}/WGS84"
    case.add_step(
        "report",
        number=case.number,
        unit=CENTRE,
        source=SOURCES[source],
        source_record=COMPLAINT if source == "complaint" else "",
        case_class=case.kind.code,
        district=DIVISION,
        street=street,
        community=community,
        grid=f"{case.unit}-{1 + PLACES.index((case.unit, street, community)):02}",
        place=case.place,
        problem=f"{case.kind.name}（合成）",
        photos="；".join(f"{point}/{kind}/B2-case-{name}.png" for kind, name in (("近景", "near"), ("远景", "far"))),
        **dict(zip(("longitude", "latitude", "datum"), point.split("/"), strict=True)),
        reported_at=case.now,
        note=SYNTHETIC,
    )


def _file(dice: SeededRandom, case: Case, earlier: list[Case]) -> None:
    """Accepted and filed, as a repeat where there was one of the same kind at the same place."""
    case.add_step("accept", accepted_on=case.today)
    since = case.at - RECURS
    repeats = [one for one in earlier if (one.kind, one.place) == (case.kind, case.place) and one.counts]
    case.pass_hours(dice.between(24, 30) if dice.chance(4) else dice.between(0.1, 2))
    lately = [one.id for one in repeats if one.turns[""]["report"]["reported_at"] > f"{since:%Y-%m-%d}"]
    case.add_step("file", filed_at=case.now, grade=case.kind.grade, recurs=lately[-1] if lately else "")


def _dispatch(dice: SeededRandom, case: Case, fate: str) -> dt.datetime:
    """The unit has it; the moment by which it has to be disposed of."""
    case.pass_hours(dice.between(0.1, 1))
    if fate == "sent_back":
        case.add_step("dispatch", dispatched_at=case.now, unit="ZS" if case.unit == "DT" else "DT")
        case.add_step("send_back", sent_back_on=case.today, reason="非本辖区（合成）", approved_by=APPROVER)
        case.turn = "_sent_again"
        case.pass_hours(dice.between(0.2, 2))
    case.add_step("dispatch", dispatched_at=case.now, unit=case.unit)
    case.add_step("receive", received_on=case.today)
    return limits.end(official_calendar(), case.at, case.kind.limit, case.kind.value)


def _dispose(dice: SeededRandom, case: Case, due: dt.datetime, fate: str) -> None:
    """What the unit does, within the limit or after it."""
    if fate == "forced":
        case.pass_until(due + 20 * DAY)
        case.add_step(
            "force_close", forced_on=case.today, reason="权属不清，长期无法处置（合成）", approved_by=APPROVER
        )
        return
    if fate == "extended":
        due += 2 * DAY
        extended = f"{due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        case.add_step("ask_extension", asked_on=case.today, reason="需协调（合成）", wanted_until=extended)
        case.add_step("grant_extension", granted_on=case.today, approved_by=APPROVER, dispose_due_at=extended)
    if fate == "deferred":
        due += 10 * DAY
        until = f"{due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        case.add_step(
            "defer", deferred_on=case.today, reason="连续阴雨（合成）", approved_by=APPROVER, dispose_due_at=until
        )
        case.pass_hours(4 * 24)
        case.add_step("resume", resumed_on=case.today)
    if fate == "late":
        case.late = (due.astimezone(SHANGHAI).date() + DAY).isoformat()
        case.pass_until(due + dice.between(1, 40) * HOUR)
    else:
        case.pass_until(case.at + dice.between(0.1, 0.9) * (due - case.at))
    _complete(case)


def _complete(case: Case) -> None:
    case.add_step("dispose", disposed_at=case.now, outcome="已处置（合成）", photos="///处置后/B2-case-after.png")


def _close(dice: SeededRandom, case: Case, fate: str) -> None:
    """Checked, done again where that is its fate, closed."""
    _check(dice, case, passed=fate != "reworked")
    if fate == "reworked":
        case.turn = "_reworked"
        case.add_step("rework", reworked_on=case.today, reason="清理不彻底（合成）")
        case.turn = "_done_again"
        case.pass_hours(dice.between(1, 6))
        _complete(case)
        case.turn = "_checked_again"
        _check(dice, case, passed=True)
    case.pass_until(case.at + dice.between(0.1, 0.6) * HOUR)
    case.add_step("close", closed_at=case.now, outcome="已恢复原状（合成）")
    if fate == "voided":
        case.add_step("void", voided_on=case.today, reason="与另一案件重复登记（合成）", approved_by=APPROVER)


def _check(dice: SeededRandom, case: Case, *, passed: bool) -> None:
    case.pass_until(case.at + (dice.between(3, 6) if dice.chance(6) else dice.between(0.2, 1.3)) * HOUR)
    case.add_step("check", checked_at=case.now, result="通过" if passed else "未通过")
