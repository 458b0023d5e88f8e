"""One record's way from its opening to its end, as the forms of its steps."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

Form = dict[str, Any]

NOTE = "示例数据（合成）"
YEAR = 2017
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
FIRST_DAY = dt.date(YEAR, 1, 1)
LAST_START = 350
"""The last day of the year on which anything begins: what follows within days is still of the year."""


@dataclass(frozen=True)
class Journey:
    """The steps that one record takes, in their order, each with its form as it is handed in.

    number  counts the records of its register from 0; `record` its id where its register has codes
    """

    register: str
    number: int
    steps: tuple[tuple[str, Form], ...]
    record: str = ""


def draw(seed: int, register: str, number: int) -> random.Random:
    """The chance of one record: the same whenever it is drawn, whatever else was drawn before."""
    return random.Random(f"{seed}/{register}/{number}")  # noqa: S311 -- synthetic data, which must come again


def day_of_year(chance: random.Random) -> dt.date:
    """Any day of the year, as likely as another."""
    return FIRST_DAY + dt.timedelta(days=chance.randrange(LAST_START))


def at(day: dt.date, minutes: int) -> str:
    """A moment of a day, so many minutes after midnight, in China's time."""
    return (dt.datetime.combine(day, dt.time(), SHANGHAI) + dt.timedelta(minutes=minutes)).isoformat()


def after(day: dt.date, days: int) -> str:
    """The day so many days later."""
    return (day + dt.timedelta(days=days)).isoformat()
