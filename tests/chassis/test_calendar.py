"""Deadlines as chinesecalendar gives them; the day of the event is not counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import holidays
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.records import working_hours
from services.chassis.records.calendar import DAY, official_calendar
from tools import holiday_table

day = dt.date.fromisoformat
moment = dt.datetime.fromisoformat
ORACLE = holidays.country_holidays("CN", years=range(2003, 2028))
DISPUTED = {day("2005-12-31")}
"""The oracle has this Saturday as worked for New Year 2006, chinesecalendar does not."""
DAYS = st.dates(day("2004-01-01"), day("2026-10-31"))


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
        ("2026-07-03", "90 days", "2026-10-01"),
        ("2026-09-20", "15 days", "2026-10-05"),
        ("2026-01-20", "7 workdays", "2026-01-29"),
        ("2026-01-20", "20 workdays", "2026-02-24"),
        ("2026-11-23", "90 days", "2027-02-21"),
        ("2024-02-29", "2 years", "2026-02-28"),
        ("2026-08-31", "6 months", "2027-02-28"),
        ("2026-12-15", "3 months", "2027-03-15"),
    ],
)
def test_due_dates(start: str, period: str, due: str) -> None:
    assert official_calendar().after(day(start), period) == day(due)
    assert official_calendar().explain(day(start), period).due == day(due)


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        ("2026-07-05", "90 days", "2026-10-08"),
        ("2026-07-03", "90 days", "2026-10-08"),
        ("2026-09-20", "15 days", "2026-10-08"),
        ("2026-09-25", "15 days", "2026-10-10"),
        ("2026-02-11", "5 workdays", "2026-02-25"),
    ],
)
def test_what_a_party_may_do_until_a_day_off_it_may_do_on_the_next_working_day(
    start: str, period: str, due: str
) -> None:
    assert official_calendar().after(day(start), period, rolls=True) == day(due)


def test_an_explanation_names_every_day_that_was_skipped_or_worked_instead() -> None:
    explanation = official_calendar().explain(day("2026-02-11"), "5 workdays")
    assert (explanation.counted, explanation.weekends, explanation.provisional) == (5, 0, ())
    assert [(one.day.isoformat(), one.zh) for one in explanation.makeups] == [("2026-02-14", "春节")]
    assert [one.day for one in explanation.holidays] == [day("2026-02-15") + number * DAY for number in range(9)]
    assert {one.zh for one in explanation.holidays} == {"春节"}


def test_an_explanation_of_calendar_days_says_what_a_last_day_off_would_roll_to() -> None:
    agency = official_calendar().explain(day("2026-07-05"), "90 days")
    assert (agency.counted, agency.due, agency.last, agency.rolled) == (
        90,
        day("2026-10-03"),
        day("2026-10-03"),
        day("2026-10-08"),
    )
    party = official_calendar().explain(day("2026-07-05"), "90 days", rolls=True)
    assert (party.due, party.last) == (day("2026-10-08"), day("2026-10-03"))


def test_a_year_not_yet_announced_is_provisional_and_no_error() -> None:
    explanation = official_calendar().explain(day("2026-11-23"), "90 days")
    assert (explanation.due, explanation.provisional) == (day("2027-02-21"), (2027,))
    assert official_calendar().explain(day("2026-12-28"), "5 workdays").provisional == (2027,)
    assert official_calendar().explain(day("2026-12-21"), "5 workdays").provisional == ()
    assert official_calendar().provisional(day("2027-02-21"))
    assert not official_calendar().provisional(day("2026-02-21"))


@given(DAYS)
def test_a_second_library_agrees_which_days_are_worked(on: dt.date) -> None:
    assert on in DISPUTED or official_calendar().works(on) == ORACLE.is_working_day(on)


@given(DAYS, st.integers(1, 40))
def test_a_second_library_agrees_on_due_dates_and_their_explanation(start: dt.date, count: int) -> None:
    explanation = official_calendar().explain(start, f"{count} workdays")
    worked, theirs = 0, start
    while worked < count:
        theirs += DAY
        worked += ORACLE.is_working_day(theirs)
    assert explanation.due == theirs or any(start < one <= explanation.due for one in DISPUTED)
    assert explanation.counted == count
    assert explanation.counted + explanation.weekends + len(explanation.holidays) == (explanation.due - start).days
    assert official_calendar().workdays(start, explanation.due) == count


def test_a_period_that_stood_still_ends_later_by_what_it_stood() -> None:
    calendar = official_calendar()
    assert calendar.due_after_pause(day("2026-10-01"), "90 days", day("2026-08-03"), day("2026-08-13")) == day(
        "2026-10-11"
    )
    due = calendar.after(day("2026-02-09"), "7 workdays")
    moved = calendar.due_after_pause(due, "7 workdays", day("2026-02-11"), day("2026-03-02"))
    assert calendar.workdays(day("2026-03-02"), moved) == calendar.workdays(day("2026-02-11"), due) == 5


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        ("2026-09-30T17:30:00+08:00", "24 hours", "2026-10-01T17:30:00+08:00"),
        ("2026-09-30T17:30:00+08:00", "2 workhours", "2026-10-08T09:30:00+08:00"),
        ("2026-09-29T11:00:00+08:00", "2 workhours", "2026-09-29T15:00:00+08:00"),
        ("2026-09-29T08:00:00+08:00", "8 workhours", "2026-09-29T18:00:00+08:00"),
        ("2026-10-10T07:00:00+08:00", "1 workhours", "2026-10-10T09:00:00+08:00"),
        ("2026-09-29T19:00:00+08:00", "1 workhours", "2026-09-30T09:00:00+08:00"),
    ],
)
def test_hours_run_on_and_working_hours_wait_for_the_office(start: str, period: str, due: str) -> None:
    assert working_hours.after(official_calendar(), moment(start), period) == moment(due)


def test_the_table_is_what_chinesecalendar_has() -> None:
    table = orjson.loads(holiday_table.TABLE.read_bytes())
    assert holiday_table.table(table["edition"]) == table
    assert (official_calendar().edition, official_calendar().source) == (table["edition"], table["source"])
    assert max(official_calendar().years) == 2026


def test_a_table_that_says_something_new_is_the_next_edition(tmp_path: Path) -> None:
    path = tmp_path / "workdays.json"
    assert holiday_table.write(path)
    assert not holiday_table.write(path)
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | {"source": "older"}))
    assert holiday_table.write(path)
    assert orjson.loads(path.read_bytes())["edition"] == 2
