from __future__ import annotations

import datetime as dt

import pytest

from services.chassis.records import working_hours
from services.chassis.records.calendar import official_calendar


def working_minutes(start: str, end: str) -> int:
    return working_hours.between(
        official_calendar(), dt.datetime.fromisoformat(f"{start}+08:00"), dt.datetime.fromisoformat(f"{end}+08:00")
    )


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2017-03-08T09:00", "2017-03-08T09:00", 0),
        ("2017-03-08T09:00", "2017-03-08T09:01", 1),  # a begun hour
        ("2017-03-08T09:00", "2017-03-08T11:00", 2),
        ("2017-03-08T11:00", "2017-03-08T15:00", 2),  # offices are closed from 12 to 14
        ("2017-03-08T19:00", "2017-03-09T07:00", 0),  # overnight
        ("2017-03-08T17:00", "2017-03-09T09:00", 2),
        ("2017-03-10T17:00", "2017-03-13T09:00", 2),  # a weekend
        ("2017-01-20T08:00", "2017-01-22T18:00", 16),  # the make-up Sunday
        ("2017-09-30T17:00", "2017-10-09T09:00", 2),  # the make-up Saturday and National Day
    ],
)
def test_hours_count_while_the_office_is_open(start: str, end: str, minutes: int) -> None:
    assert working_minutes(start, end) == minutes


def test_hours_of_other_shifts() -> None:
    night = ((dt.time(20), dt.time(23)),)
    start, end = (dt.datetime.fromisoformat(f"2017-03-08T{hour}:00+08:00") for hour in ("09:00", "22:00"))
    assert working_hours.between(official_calendar(), start, end, night) == 2
