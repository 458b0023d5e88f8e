"""The demo's digital city cases, drawn from a seed: 300 that nobody reported, spread over the first half of 2017.

`python -m operations.made_cases` writes the sheets anew; a test holds them to what is drawn. Classes, limits, places and
times are synthetic and say so; of the communities those are real that the article names.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import typer

from contracts import catalogue
from contracts.cases.case_classes import LIMITS
from contracts.cases.digital_cases import register
from contracts.cases.digital_cases.intake import SEEN, SOURCES
from contracts.forms import fields_of
from operations.environment import ROOT
from services.cases.digital_cases import limits
from services.chassis.calendar import announced
from services.chassis.clock import SHANGHAI
from services.gateway.sheets import keys
from services.gateway.sheets.lines import Line, Part

FOLDER = ROOT / "deploy" / "demo"
SEED, MANY = 463, 300
FIRST, LAST = dt.date(2017, 1, 3), dt.datetime(2017, 6, 14, 18, tzinfo=SHANGHAI)
"""The first day of a report, and the moment after which nothing is told."""
CENTRE, APPROVER, HEAD, DIVISION = "SZZX", "SZZX-01", "bureau-01", "320205"
COMPLAINT, COMPLAINED = "TS-05", dt.datetime(2017, 5, 11, tzinfo=SHANGHAI)
"""The complaint that became a case: the first that was reported after this moment."""
SYNTHETIC = "示例数据（合成）"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
RECURS = 90 * DAY
T = TypeVar("T")
Rows = list[list[str]]


@dataclass(frozen=True)
class Kind:
    """A class with one limit. Six of the names stand in another city's bulletin (domain.md 4.4); the rest is made up."""

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
DRAWN = ("collector",) * 12 + ("patrol",) * 5 + ("public",) * 3 + ("hotline",) * 2 + ("leader", "video")
TURNS = ("", "_sent_again", "_reworked", "_done_again", "_checked_again")
"""A sheet tells each step once: what happens again stands in further sheets, one after the other."""


class Dice:
    """Chance that is the same in every version of Python."""

    def __init__(self, seed: int) -> None:
        """Begin where a seed says."""
        self._next = random.Random(seed).random

    def part(self, least: float, most: float) -> float:
        """A number between two."""
        return least + self._next() * (most - least)

    def one(self, among: Sequence[T]) -> T:
        """One of several."""
        return among[int(self._next() * len(among))]

    def luck(self, percent: float) -> bool:
        """Whether something happens."""
        return self._next() * 100 < percent


@dataclass
class Case:
    """What is told of a case, step by step, in each turn, as long as the demo lasts; `at` is now."""

    number: str
    kind: Kind
    unit: str
    place: str
    at: dt.datetime
    turn: str = ""
    told: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id that its record gets, which follows from its number."""
        part = Part(register.step("report"), {"unit": CENTRE, "number": self.number})
        (commands,) = keys.groups(register, [Line(0, "", (part,))]).values()
        return str(commands[0]["id"])

    @property
    def now(self) -> str:
        """This moment, as a clerk writes it."""
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def today(self) -> str:
        """This day."""
        return self.at.date().isoformat()

    def tell(self, step: str, **cells: str) -> None:
        """A step that happens now."""
        if self.at <= LAST:
            self.told.setdefault(self.turn, {})[step] = cells

    def said(self, step: str) -> bool:
        """Whether a step was told."""
        return any(step in steps for steps in self.told.values())

    def pass_until(self, at: dt.datetime) -> None:
        """Time passes, never back."""
        self.at = max(self.at, at.astimezone(SHANGHAI).replace(second=0, microsecond=0))

    def pass_hours(self, hours: float) -> None:
        """Some hours pass."""
        self.pass_until(self.at + hours * HOUR)


def cases() -> list[Case]:
    """All of them, in the order of their reports."""
    dice, made = Dice(SEED), list[Case]()
    for number, at in enumerate(sorted(_times(dice)), 1):
        unit, _, community = dice.one(PLACES)
        place = f"{community}示例路{1 + int(dice.part(0, 4))}号"
        case = Case(f"SG-2017-{number:04}", dice.one(KINDS), unit, place, at)
        complained = at > COMPLAINED and all(one.said("verify") or one.at.year for one in ())
        _lead(dice, case, made, complained=complained)
        made.append(case)
    return made


def _times(dice: Dice) -> Iterator[dt.datetime]:
    """Moments of the day on working days."""
    days = [day for n in range((LAST.date() - FIRST).days) if announced().works(day := FIRST + n * DAY)]
    for _ in range(MANY):
        at = dt.datetime.combine(dice.one(days), dt.time(8), SHANGHAI) + dice.part(0, 9) * HOUR
        yield at.replace(second=0, microsecond=0)
