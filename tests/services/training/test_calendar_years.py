"""Announced holidays: what a year must be, who confirms it, and that it holds from then on."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid
from services.chassis.records.calendar import official_calendar
from services.chassis.records.calendars.year_overlay import confirmed_years, overlay
from services.chassis.records.separation import NotApart
from services.training.calendar_years import FaultyYear, NotCompared, YearAnnounced, YearConfirmed, faults
from tests.announced_years import LEADER, LEGAL, SOURCE, YEARS, amendment, announce, made_up_days, made_up_year
from tests.office import Office, day


@pytest.fixture
def bureau() -> Office:
    office = Office(start="2026-11-06")
    office.unit("JU", kind="bureau")
    return office


def enter(office: Office, **more: Any) -> None:
    office.do_as(LEGAL, YEARS, "", "enter", **made_up_year(**more))


def without(*days: str) -> list[dict[str, str]]:
    return [one for one in made_up_days() if one["day"] not in days]


def off(on: str, name: str, kind: str = "holiday") -> dict[str, str]:
    return {"day": on, "kind": kind, "name": name}


def test_a_year_holds_once_another_person_has_confirmed_it(bureau: Office) -> None:
    enter(bureau)
    assert bureau.registers.calendar().provisional(day("2027-02-05"))
    bureau.do_as(LEADER, YEARS, "2027", "confirm", confirmed_on="2026-11-06", compared=True)
    calendar = bureau.registers.calendar()
    assert not calendar.provisional(day("2027-02-05"))
    assert [calendar.works(day(one)) for one in ("2027-02-08", "2027-02-21", "2027-02-15")] == [False, True, True]
    assert calendar.after(day("2026-12-30"), "5 workdays") == day("2027-01-07")
    assert official_calendar().provisional(day("2027-02-05")), "no process shares what one office entered"
    assert SOURCE in calendar.source


def test_whoever_entered_a_year_does_not_confirm_it(bureau: Office) -> None:
    enter(bureau)
    with pytest.raises(NotApart):
        bureau.do_as(LEGAL, YEARS, "2027", "confirm", confirmed_on="2026-11-06", compared=True)
    with pytest.raises(NotCompared):
        bureau.do_as(LEADER, YEARS, "2027", "confirm", confirmed_on="2026-11-06", compared=False)


def test_what_holds_is_neither_entered_again_nor_corrected_but_amended(bureau: Office) -> None:
    announce(bureau)
    with pytest.raises(YearConfirmed):
        bureau.do_as(LEGAL, YEARS, "2027", "enter", 1, **made_up_year(source="别的（合成）"))
    with pytest.raises(YearAnnounced):
        enter(bureau, year="2026")
    moved = [*without("2027-01-31"), off("2027-01-30", "spring", "workday")]
    bureau.do_as(LEGAL, YEARS, "2027", "amend", **amendment(days=moved))
    assert bureau.registers.calendar().works(day("2027-01-31")), "it waits for a second person"
    third = LEADER.__class__("JLD-02", "leader")
    bureau.do_as(third, YEARS, "2027", "confirm", confirmed_on="2026-11-06", compared=True)
    calendar = bureau.registers.calendar()
    assert [calendar.works(day(one)) for one in ("2027-01-30", "2027-01-31")] == [True, False]


def test_an_amendment_that_is_withdrawn_changes_nothing(bureau: Office) -> None:
    announce(bureau)
    before = bureau.registers.calendar()
    moved = [*without("2027-01-31"), off("2027-01-30", "spring", "workday")]
    bureau.do_as(LEGAL, YEARS, "2027", "amend", **amendment(days=moved))
    bureau.do_as(LEGAL, YEARS, "2027", "withdraw", reason="看错（合成）", withdrawn_on="2026-11-06")
    assert bureau.registers.calendar() == before


def test_a_year_of_the_table_is_amended_too(bureau: Office) -> None:
    days = [
        {"day": one.day.isoformat(), "kind": kind, "name": names[one.zh]}
        for kind, some in (("holiday", official_calendar().holidays), ("workday", official_calendar().makeups))
        for one in some.values()
        if one.day.year == 2026 and str(one.day) != "2026-10-10"
        for names in [
            {"元旦": "new_year", "春节": "spring", "清明": "tomb_sweeping", "劳动节": "labour"}
            | {"端午": "dragon_boat", "中秋": "mid_autumn", "国庆节": "national"}
        ]
    ]
    form = amendment(year="2026", days=[*days, off("2026-10-11", "national", "workday")])
    bureau.do_as(LEGAL, YEARS, "", "amend", **form)
    bureau.do_as(LEADER, YEARS, "2026", "confirm", confirmed_on="2026-11-06", compared=True)
    assert [bureau.registers.calendar().works(day(one)) for one in ("2026-10-10", "2026-10-11")] == [False, True]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([off("2026-01-01", "new_year"), *without()], "2026-01-01 is no day of 2027"),
        ([off("2027-01-02", "new_year"), *without()], "2027-01-02 stands here twice"),
        ([off("2027-02-16", "spring", "workday"), *without()], "2027-02-16 is no Saturday or Sunday"),
        ([off("2027-08-07", "spring", "workday"), *without()], "No holiday is near 2027-08-07"),
        (without("2027-04-03", "2027-04-04", "2027-04-05"), "Tomb-sweeping Day has no day off"),
        ([off("2027-03-10", "spring"), *without("2027-02-10")], "The days of Spring Festival lie far apart"),
        (without("2027-05-02"), "2027-05-02 is off by law"),
        (without("2027-02-21"), "the law gives 13"),
    ],
)
def test_each_fault_of_a_year_is_named(bureau: Office, days: list[dict[str, str]], said: str) -> None:
    with pytest.raises(FaultyYear) as wrong:
        enter(bureau, days=days)
    assert any(said in one["en"] for one in wrong.value.errors), wrong.value.errors
    assert all(one["zh"] for one in wrong.value.errors)


def test_what_is_no_day_kind_or_holiday_is_named_by_its_place(bureau: Office) -> None:
    with pytest.raises(Invalid) as wrong:
        enter(bureau, days=[{"day": "2027-02-30", "kind": "off", "name": "冬至"}, *made_up_days()])
    assert {one["field"] for one in wrong.value.errors} == {"days.0.day", "days.0.kind", "days.0.name"}


def test_a_year_that_gives_another_number_of_days_off_says_why(bureau: Office) -> None:
    enter(bureau, days=without("2027-02-21"), deviation="国务院另行规定（合成）")
    assert bureau.record(YEARS, "2027").status() == "entered"


@pytest.mark.parametrize("year", sorted(one for one in official_calendar().years if one >= 2008))
def test_each_year_that_was_announced_so_far_would_have_been_taken(year: int) -> None:
    names = {"元旦": "new_year", "春节": "spring", "清明": "tomb_sweeping", "劳动节": "labour"}
    names |= {"端午": "dragon_boat", "中秋": "mid_autumn", "国庆节": "national"}
    table = official_calendar()
    days = [
        {"day": one.day, "kind": kind, "name": names.get(one.zh, "special")}
        for kind, some in (("holiday", table.holidays), ("workday", table.makeups))
        for one in some.values()
        if one.day.year == year
    ]
    found = [one["en"] for one in faults({"year": str(year), "days": days, "deviation": None})]
    other = [one for one in found if "the law gives" not in one]
    assert other == []
    assert bool(found) == (year in {2011, 2012, 2020})


def test_the_overlay_leaves_every_other_day_as_it_was(bureau: Office) -> None:
    announce(bureau)
    table, calendar = official_calendar(), bureau.registers.calendar()
    (year,) = confirmed_years(bureau.record(YEARS, "2027"))
    assert overlay(table, [year]) == calendar
    assert overlay(calendar, [year]).holidays == calendar.holidays
    assert all(calendar.works(one) == table.works(one) for one in map(day, ("2026-02-14", "2026-10-01", "2017-01-22")))
