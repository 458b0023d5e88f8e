"""`demo --year`: the synthetic year of a district, handed in by the demo's people as sheets through the suite's import.

It goes on where it was left: what was imported before is noted in the home, and what was imported and not noted is
known again by the suite, row by row.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TaskID

from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.client.client import LONG_WORK, Client
from operations.client.sheets import GOING_ON, JOBS, LOOK, JobFailed
from operations.demo import accounts, people
from operations.demo import load as demo
from operations.demo.load import Staff
from operations.demo.people import SyntheticPost
from operations.demo.phases import Planner
from operations.demo.sheets import text
from operations.year import bureau, cases, staff
from operations.year.district import A_SLICE, District
from operations.year.journey import Journey
from operations.year.sheets import CSV, YearSheet

ROWS, NAME = 5000, "合成全年数据"
"""Rows of one sheet, as many as are imported whole; and how its file is called."""
TRIES, PAUSE = 5, 2.0
"""How often a sheet is sent whose rows name what others have only just recorded, and seconds in between."""
Make = Callable[[int, int], Journey]


@dataclass(frozen=True)
class Pile:
    """All records of one kind: how many there are, and how each is made."""

    register: str
    count: int
    make: Callable[[int], Journey]

    def sheets(self) -> Iterator[YearSheet]:
        """The sheets into which they go."""
        numbers = iter(range(self.count))
        while some := list(islice(numbers, ROWS)):
            yield YearSheet([self.make(number) for number in some])


def piles(district: District) -> list[Pile]:
    """What is handed in, whoever is named before those who name them; the units are the demo's own."""
    of_a_slice = {make: count * district.slices for make, count in A_SLICE}
    drawn = [(make, of_a_slice[make]) for make in (staff.vehicle, staff.session, cases.penalty, cases.matter)]
    officers = staff.FIRST_OFFICERS + district.slices // 2
    named = groupby((bureau.head(), *bureau.papers()), key=lambda one: one.register)
    return [
        *(_pile(list(some)) for _, some in named),
        _drawn(staff.officer, officers, district.seed),
        _drawn(staff.uniform, officers, district.seed),
        *(_drawn(make, count, district.seed) for make, count in drawn),
        _drawn(cases.city_case, of_a_slice[cases.city_case], district.seed),
    ]


def _pile(journeys: Sequence[Journey]) -> Pile:
    return Pile(journeys[0].register, len(journeys), journeys.__getitem__)


def _drawn(make: Make, count: int, seed: int) -> Pile:
    return Pile(make(seed, 0).register, count, partial(make, seed))


def show(environment: Environment, size: int) -> None:
    """Load the demo, and the year after it, into the running suite or one that is started and stopped for it."""
    demo.load(environment, lambda console: load(environment, size, console))


def load(environment: Environment, size: int, console: Console) -> None:
    """Load the year of a district of a size, in events, into the running suite. Raises Away, Declined, NobodyMay."""
    district = District(size)
    hands = Hands(environment, Bookmark(environment.home / "demo" / f"year-{size}.json"))
    with progress_bar(console) as bar:
        every = piles(district)
        task = bar.add_task("rows 行", total=sum(one.count for one in every))
        for number, pile in enumerate(every):
            hands.hand_in(number, pile, bar, task)
    count = sum(one.count for one in every)
    console.print(f"{count:,} rows of a synthetic year, none of them real 合成全年数据 {count:,} 行，均非真实")


@dataclass
class Bookmark:
    """What was imported before, in a file of the home: how many sheets of each pile."""

    path: Path

    def sheets(self, pile: int) -> int:
        """How many sheets of a pile were imported."""
        return int(self._read().get(str(pile), 0))

    def note(self, pile: int, sheets: int) -> None:
        """Note that so many were."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self._read() | {str(pile): sheets}))
        fresh.replace(self.path)

    def _read(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(self.path.read_text()) if self.path.exists() else {}
        return found


@dataclass
class Hands:
    """The demo's people, who hand the sheets in, one after another, each for the steps that they may take."""

    environment: Environment
    bookmark: Bookmark
    _staff: Staff = field(init=False)

    def __post_init__(self) -> None:
        """They sign in as they are needed."""
        self._staff = Staff(self._sign_in, self.environment.home / "demo")

    def _sign_in(self, post: SyntheticPost) -> Client:
        return replace(accounts.as_person(self.environment, post), patience=LONG_WORK)

    def hand_in(self, number: int, pile: Pile, bar: Progress, task: TaskID) -> None:
        """Import the sheets of a pile that were not imported before. Raises Away, Declined, NobodyMay."""
        before = self.bookmark.sheets(number)
        for place, sheet in enumerate(pile.sheets()):
            if place >= before:
                self._import(sheet)
                self.bookmark.note(number, place + 1)
            bar.advance(task, len(sheet.journeys))

    def _import(self, sheet: YearSheet) -> None:
        """One sheet, through as many hands as it needs."""
        body = text(sheet.rows())
        for phase in Planner(people.posts()).phases(sheet):
            for name in phase.pictures:
                self._staff.hand_in(phase.post, name)
            self._bring(self._staff.client(phase.post), sheet.register, body, ",".join(phase.steps))

    @staticmethod
    def _bring(person: Client, register: str, body: bytes, steps: str) -> None:
        """Import a sheet as a job and wait for its end; once more where a row named what had not arrived yet.

        Raises Away, Declined, JobFailed.
        """
        for _ in range(TRIES):
            job = person.send(f"/v1/{register}/import/job", BytesIO(body), CSV, name=f"{NAME}.csv", steps=steps)
            while (job := person.get(f"{JOBS}/{job['id']}"))["state"] in GOING_ON:
                time.sleep(LOOK)
            if job["state"] == "done" and not job["refused"] and not job["held"]:
                return
            time.sleep(PAUSE)
        told: dict[str, str] = job["problem"] or next(iter(job["errors"]), {})
        raise JobFailed(register, told.get("title", told.get("en", "")), told.get("title_zh", told.get("zh", "")))
