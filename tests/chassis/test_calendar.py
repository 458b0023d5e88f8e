"""Deadline vectors of domain.md 3.6; the day of the event is not counted."""

from __future__ import annotations

import datetime as dt

import pytest

from services.chassis.calendar import announced

day = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        ("2026-02-11", "5 workdays", "2026-02-25"),
        ("2026-04-29", "5 workdays", "2026-05-09"),
        ("2026-09-23", "5 workdays", "2026-10-08"),
        ("2026-09-29", "5 workdays", "2026-10-12"),
        ("2026-11-23", "5 workdays", "2026-11-30"),
        ("2017-01-20", "5 workdays", "2017-01-26"),
        ("2026-02-11", "7 workdays", "2026-02-27"),
        ("2026-09-23", "7 workdays", "2026-10-10"),
        ("2017-05-25", "7 workdays", "2017-06-06"),
        ("2026-02-13", "2 workdays", "2026-02-24"),
        ("2026-09-30", "2 workdays", "2026-10-09"),
        ("2026-07-05", "90 days", "2026-10-03"),
        ("2026-09-20", "15 days", "2026-10-05"),
        ("2026-01-20", "7 workdays", "2026-01-29"),
        ("2026-01-20", "20 workdays", "2026-02-24"),
        ("2026-11-23", "90 days", "2027-02-21"),
    ],
)
def test_due_dates(start: str, period: str, due: str) -> None:
    assert announced().after(day(start), period) == day(due)


def test_a_year_not_yet_announced_is_provisional() -> None:
    assert announced().provisional(day("2027-02-21"))
    assert not announced().provisional(day("2026-02-21"))
