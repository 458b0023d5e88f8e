"""The numbers of S2 and B3 counted again from the demo's sheets: plain Python, and a calendar that is not ours."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import chinese_calendar

from operations.demo.sheets import FOLDER

Row = dict[str, str]
STAGES = {"启动", "调查取证", "审核", "决定", "送达", "执行"}
NEW_LAW, PUBLICITY = "2021-07-15", "2018-12-05"
OUTCOMES = (
    "决定（判决）日期",
    "判决·决定（判决）日期",
    "二审裁判·决定（判决）日期",
    "再审裁判·决定（判决）日期",
    "自行撤销、变更·决定日期",
)
"""The days on which a decision may have fallen, the later of them last."""


def rows(*files: str) -> list[Row]:
    """The rows of these sheets by their headings."""
    texts = ((FOLDER / file).read_text(encoding="utf-8") for file in files)
    return [row for text in texts for row in csv.DictReader(text.splitlines())]


def _joined(begun: list[Row], later: list[Row]) -> list[Row]:
    """The cases with what became of them in a later sheet; what a sheet has no column for is empty."""
    cases: dict[str, Row] = {}
    for row in begun + later:
        cases.setdefault(row["系统·记录编号"], defaultdict(str)).update((name, one) for name, one in row.items() if one)
    return list(cases.values())


def workdays(start: str, end: str) -> int:
    """How many days after the first are worked, up to the last."""
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    days = (first + dt.timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(map(chinese_calendar.is_workday, days))


class Recount:
    """What the sheets say on a day."""

    def __init__(self, as_of: str) -> None:
        """Read them."""
        self.as_of = as_of
        self.cases = _joined(
            rows("penalties.csv", "penalties_2026.csv", "penalties_endings.csv"),
            rows("penalties_2026_afterwards.csv", "penalties_endings_afterwards.csv"),
        )
        self.records = rows("process_records.csv", "process_records_2026.csv", "process_records_endings.csv")
        self.reviews = [row for row in rows("case_file_reviews.csv") if self.by(row["终结日期"])]

    def by(self, day: str) -> bool:
        """Whether something had happened."""
        return bool(day) and day <= self.as_of

    def published_items(self, sheet: str, name: str) -> int:
        """Items in force that stand on some page of their list."""
        lists = [row for row in rows("list_publications.csv") if row["清单"] == name and self.by(row["公示日期"])]
        first_published = min((row["公示日期"] for row in lists), default="")
        return sum(self.by(row["生效日期"]) and row["生效日期"] <= first_published for row in rows(sheet))

    def freshness(self) -> int:
        """Working days since the list that was looked at longest ago was looked at."""
        days_of_lists = ((row["公示日期"], row["核验日期"]) for row in rows("list_publications.csv"))
        return max(workdays(max(filter(self.by, days)), self.as_of) for days in days_of_lists)

    def online(self) -> float:
        """Of the cases."""
        begun = [row for row in self.cases if self.by(row["立案日期"]) or self.by(row["决定日期"])]
        return _share(begun, lambda row: row["网上办案"] == "是")

    def complete(self) -> float:
        """Of the closed cases."""
        closed = [row["系统·记录编号"] for row in self.cases if self.by(row["结案日期"])]
        stages_on_record = {
            (one["案件"] or one["不涉及·案件"], one["环节"] or one["不涉及·环节"]) for one in self._stage_records()
        }
        stages = Counter(case for case, _ in stages_on_record)
        return _share(closed, lambda case: stages[case] == len(STAGES))

    def _stage_records(self) -> Iterator[Row]:
        yield from (row for row in self.records if self.by(row["记录日期"] or row["认定日期"]))

    def reviewed_share(self) -> float:
        """Of the decisions that required a review, those that had passed it."""
        decided = [row for row in self.cases if self.by(row["处罚决定·决定日期"])]
        needed = [row for row in decided if row["法制审核情形"] or row["举行听证·听证日期"]]
        return _share(needed, lambda row: "" < row["通过日期"] <= row["处罚决定·决定日期"])

    def in_public_in_time(self) -> float | None:
        """Of the decisions whose seven working days are over, but for those that are kept private."""
        public = [row for row in self.cases if not row["认定日期"]]
        decided = ((row["处罚决定·决定日期"] or row["决定日期"], row["公开日期"]) for row in public)
        return self._in_time(decided, 7, PUBLICITY)

    def withdrawn_in_time(self) -> float | None:
        """Of the publications that had to be withdrawn."""
        undone = [row for row in self.cases if row["撤回日期"]]
        return self._in_time(((max(row[one] for one in OUTCOMES), row["撤回日期"]) for row in undone), 3, NEW_LAW)

    def _in_time(self, spans: Iterable[tuple[str, str]], days: int, since: str) -> float | None:
        spans_under_the_rule = [(start, done) for start, done in spans if start >= since and self.by(start)]
        due = [(start, done) for start, done in spans_under_the_rule if workdays(start, self.as_of) >= days]
        return _share(due, lambda span: self.by(span[1]) and workdays(*span) <= days) if due else None

    def scores(self) -> list[int]:
        """Each final review's."""
        (template,) = rows("file_review_templates.csv")
        items = [entry.split("/") for entry in template["评查项"].split("；")]
        each = {entry[0]: (int(entry[4]), int(entry[5])) for entry in items if entry[2] == "评分项"}
        return [_score(row["复评·发现问题"] or row["发现问题"], each) for row in self.reviews]

    def named_share(self) -> float:
        """Of the types of violation, those whose penalising body is named."""
        return _share(rows("violation_types.csv"), lambda row: self.by(row["明确日期"]))


def _score(findings: str, each: dict[str, tuple[int, int]]) -> int:
    faults = (entry.split("/") for entry in findings.split("；") if entry)
    points = ((each[item], int(times)) for item, times, *_ in faults)
    return 100 - sum(min(most, one * times) for (most, one), times in points)


def _share(of: list[Any], holds: Callable[[Any], bool]) -> float:
    return sum(map(holds, of)) / len(of)
