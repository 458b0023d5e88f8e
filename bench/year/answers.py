"""What an answer costs: any number of any unit on any day, views, lists, searches, each asked for the first time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bench.year.cost import Cost, Meter, NotThere
from bench.year.gateway import Door
from operations.year import cases
from operations.year.bureau import SQUADRONS
from operations.year.cases import HOT_COMMUNITY
from operations.year.journey import FIRST_DAY

OK, NOT_FOUND = 200, 404
ASKED, ROWS = 12, 100
COMPRESSED = {"Accept-Encoding": "br, gzip"}
PAGES = {**COMPRESSED, "Accept": "text/html"}


@dataclass(frozen=True)
class Question:
    """Something that is asked: its name, its address with places for chance, and the targets of the issue.

    most    milliseconds at p95, None where no target is set
    weight  KB as sent
    page    asked as a browser asks
    role    who asks; empty: who reads everything
    unit    of which unit they are; empty: of the whole bureau
    """

    name: str
    path: str
    most: float | None = None
    weight: float | None = None
    page: bool = False
    role: str = ""
    unit: str = ""


QUESTIONS = (
    Question("number of a unit on a day, HTTP", "/v1/measures/A6.matters_done?unit={unit}&as_of={day}", 30),
    Question("share of a unit on a day, HTTP", "/v1/measures/A6.confirmed?unit={unit}&as_of={day}", 30),
    Question("share of the bureau on a day, HTTP", "/v1/measures/B2.self_discovered?as_of={day}", 30),
    Question("percentile on a day, HTTP", "/v1/measures/A6.days_to_done?as_of={day}", 30),
    Question("overview, nothing cached", "/v1/progress?as_of={day}", 100),
    Question("overview of a unit, nothing cached", "/v1/progress?as_of={day}&unit={unit}", 100),
    Question("overview as it was known a week ago", "/v1/progress?as_of={day}&known_at={week}", 2000),
    Question("overview as it was known a month ago", "/v1/progress?as_of={day}&known_at={month}", 2000),
    Question("overview as it was known half a year ago", "/v1/progress?as_of={day}&known_at={half_year}", 2000),
    Question("facts of a measure", "/v1/measures/A6.matters_done/facts?as_of={day}", 100),
    Question("gaps of a measure", "/v1/measures/A6.confirmed/gaps?as_of={day}", 100),
    Question("list of a unit", "/v1/cases/digital_cases?unit={unit}&limit={rows}", 100),
    Question("search, two characters", "/v1/outreach/matters?q=路灯&limit={rows}", 100),
    Question("search, a number", "/v1/cases/digital_cases?q=SYN-463-0000{number:03d}&limit={rows}", 100),
    Question("search, nothing found", "/v1/cases/digital_cases?q=无此{number}&limit={rows}", 100),
    Question("search, hot community", f"/v1/outreach/matters?q={HOT_COMMUNITY}&limit={{rows}}", 100),
    Question("due list", "/v1/due?as_of={day}", 100),
    Question("warnings", "/v1/warnings", 100),
    Question("changes since a week ago", "/v1/changes?since={week}&as_of={day}", 2000),
    Question("changes since a month ago", "/v1/changes?since={month}&as_of={day}", 2000),
    Question("ranking", "/v1/rankings/A6.matters_done?as_of={day}", 200),
    Question("indicators of the bureau", "/v1/indicators?from={day}&to={last}", 200),
    Question("indicators by unit", "/v1/indicators?by=unit&from={day}&to={last}", 200),
    Question("indicators by grid cell", "/v1/indicators?by=grid&from={day}&to={last}", 200),
    Question("work of a squadron's captain", "/v1/work", 100, role="captain", unit=SQUADRONS[0]),
    Question("work of a captain of the whole bureau", "/v1/work", 100, role="captain"),
    Question("page: overview", "/?as_of={day}", 100, 25, page=True),
    Question("page: a measure", "/measures/A6.matters_done?as_of={day}", 100, 40, page=True),
    Question("page: a list", "/registers/cases/digital_cases", 100, 40, page=True),
    Question("page: due list", "/due", 100, 40, page=True),
    Question("page: warnings", "/warnings", 100, 40, page=True),
    Question("page: work of a squadron's captain", "/work", 100, 40, page=True, role="captain", unit=SQUADRONS[0]),
)


AGO = {"week": 52, "month": 12, "half_year": 2}
"""Since how long ago one in so many of a year's events was told: the district itself was told in minutes."""
WHILE_READING = 600_000
"""The number from which on cases come while others read."""
WHILE_WRITING = Question("overview, events before each", "", 60)


def measure(door: Door, meter: Meter, seed: int, asked: int = ASKED, rows: int = ROWS) -> Iterator[Cost]:
    """Each question, with everything forgotten before it is asked; lists are asked for so many rows."""
    moments = {ago: door.moment_before(share) for ago, share in AGO.items()}
    for question in QUESTIONS:
        path = question.path.replace("{rows}", str(rows))
        yield meter.measure(question.name, _pieces(door, replace(question, path=path), seed, moments, asked))
    yield meter.measure("number, in the reader", _numbers(door, seed, asked))
    yield meter.measure("overview, events before each", _overviews(door, seed, asked))


def _pieces(
    door: Door, question: Question, seed: int, moments: Mapping[str, str], asked: int
) -> Iterable[Callable[[], int]]:
    chance = random.Random(f"{seed}/{question.name}")  # noqa: S311 -- questions that come again
    for _ in range(asked):
        door.read_model.cache.drop_all()
        yield _asker(door, question, fill(question.path, chance, moments))


def fill(path: str, chance: random.Random, moments: Mapping[str, str]) -> str:
    """An address with a day, a unit, moments and a number put into it."""
    day = FIRST_DAY + dt.timedelta(days=chance.randrange(60, 360))
    return path.format(
        day=day.isoformat(),
        last=(day + dt.timedelta(days=chance.randrange(5, 40))).isoformat(),
        unit=chance.choice(SQUADRONS),
        **moments,
        number=chance.randrange(100),
    )


def _asker(door: Door, question: Question, path: str) -> Callable[[], int]:
    def ask() -> int:
        headers = PAGES if question.page else COMPRESSED
        status, body = _answer(door, question, path, headers)
        if status == NOT_FOUND:
            raise NotThere(path.partition("?")[0])
        if status != OK:
            raise RuntimeError(path, status, body[:500])
        return len(body)

    return ask


def _answer(door: Door, question: Question, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
    if question.role:
        return door.get_as(question.role, question.unit, path, **headers)
    return door.get(path, **headers)


def _numbers(door: Door, seed: int, asked: int) -> Iterable[Callable[[], int]]:
    """One number of a unit on a day, as the read model itself gives it."""
    chance, model = random.Random(f"{seed}/number"), door.read_model  # noqa: S311 -- questions that come again
    number_of = model.measure("A6.matters_done")
    for _ in range(asked):
        day, unit = FIRST_DAY + dt.timedelta(days=chance.randrange(60, 360)), chance.choice(SQUADRONS)
        model.cache.drop_all()

        def number(day: dt.date = day, unit: str = unit) -> int:
            with model.reader(model.question(day), unit) as reader:
                reader.measure(number_of)
            return 0

        yield number


def _overviews(door: Door, seed: int, asked: int) -> Iterable[Callable[[], int]]:
    """The same view again and again, after each of which a city case has gone its whole way."""
    for number in range(asked):
        door.house.take([cases.city_case(seed, WHILE_READING + number)], seed=seed)
        yield _asker(door, WHILE_WRITING, "/v1/progress?as_of=2017-12-31")
