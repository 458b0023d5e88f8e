"""The report of the month before is issued by itself: on its day, once, whoever is killed, caught up after a pause."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from contracts.errors import Unavailable
from services.chassis.base import clock
from services.chassis.records.calendar import official_calendar
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.calendars.month import read_month
from services.gateway.reports.report_store import SYSTEM
from services.gateway.reports.schedule import Schedule, Schedules, first_month
from tests.services.gateway.report_bureau import ReportBureau, plain_files

THIRD = Schedule(3, "09:00", workday=False, lang="zh", first="2017-05", set_at="2017-05-20T00:00:00+00:00", set_by="A")
CALENDAR = official_calendar()


def at(text: str) -> dt.datetime:
    """A moment in Shanghai."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(
    ("day", "workday", "month", "due"),
    [
        (3, False, "2017-05", "2017-06-03 09:00"),
        (3, True, "2017-05", "2017-06-05 09:00"),  # the third is a Saturday
        (3, True, "2017-09", "2017-10-09 09:00"),  # the National Day holidays of 2017 ended on the eighth
        (31, False, "2017-05", "2017-06-30 09:00"),  # June has fewer
        (31, False, "2017-01", "2017-02-28 09:00"),
        (1, False, "2017-12", "2018-01-01 09:00"),
    ],
)
def test_when_a_report_is_due(day: int, workday: bool, month: str, due: str) -> None:  # noqa: FBT001 -- a table's column
    schedule = replace(THIRD, day=day, workday=workday)
    assert schedule.due(read_month(month), CALENDAR) == at(due)


@pytest.mark.parametrize(
    ("now", "first"),
    [("2017-06-03 08:59", "2017-05"), ("2017-06-03 09:00", "2017-06"), ("2017-06-20 00:00", "2017-06")],
)
def test_what_was_due_before_it_was_set_is_nobodys_to_catch_up(now: str, first: str) -> None:
    assert first_month(THIRD, at(now), CALENDAR).name == first


def set_schedule(bureau: ReportBureau, now: str, schedule: Schedule = THIRD) -> None:
    """A bureau with a schedule, at a moment."""
    bureau.scheduler.schedules.set(schedule)
    bureau.scheduler.now = lambda: at(now)


def issues_of(bureau: ReportBureau) -> list[tuple[str, int, str]]:
    """What was issued, the first first."""
    items = bureau.ask("/v1/reports").json["items"]
    return [(one["month"], one["number"], one["issued_by"]) for one in reversed(items)]


def test_it_is_issued_on_its_day_and_once(report_bureau: ReportBureau) -> None:
    set_schedule(report_bureau, "2017-06-03 08:59")
    assert report_bureau.scheduler.step()
    assert issues_of(report_bureau) == []
    set_schedule(report_bureau, "2017-06-03 09:00")
    for _ in range(3):
        assert report_bureau.scheduler.step()
    assert issues_of(report_bureau) == [("2017-05", 1, SYSTEM)]
    (act,) = report_bureau.acts.events("report_issued")
    assert (act.actor, act.data["route"]) == (SYSTEM, "SCHEDULE report")


def test_what_was_due_while_nothing_ran_is_caught_up_in_its_order(report_bureau: ReportBureau) -> None:
    set_schedule(report_bureau, "2017-08-20 00:00")
    report_bureau.scheduler.step()
    assert sorted(issues_of(report_bureau)) == [("2017-05", 1, SYSTEM), ("2017-06", 1, SYSTEM), ("2017-07", 1, SYSTEM)]


def test_a_second_gateway_that_saw_the_same_gap_issues_nothing_more(report_bureau: ReportBureau) -> None:
    """Both have found the month missing and written it before either has kept it."""
    set_schedule(report_bureau, "2017-06-03 09:00")
    other = replace(report_bureau.scheduler)

    def write_while_the_other_keeps(said: object, stamp: object) -> dict[str, bytes]:
        report_bureau.desk = report_bureau.scheduler.desk = replace(report_bureau.desk, write=plain_files)
        assert other_desk_step()
        return plain_files(said, stamp)

    def other_desk_step() -> bool:
        other.desk = replace(report_bureau.desk, write=plain_files)
        return other.step()

    report_bureau.scheduler.desk = replace(report_bureau.desk, write=write_while_the_other_keeps)
    assert report_bureau.scheduler.step()
    assert issues_of(report_bureau) == [("2017-05", 1, SYSTEM)]
    assert len(report_bureau.acts.events("report_issued")) == 1


def test_one_that_was_killed_before_it_was_kept_is_issued_at_the_next_look(report_bureau: ReportBureau) -> None:
    class KilledError(BaseException):
        """kill -9."""

    def die(_said: object, _stamp: object) -> dict[str, bytes]:
        raise KilledError

    set_schedule(report_bureau, "2017-06-03 09:00")
    report_bureau.scheduler.desk = replace(report_bureau.desk, write=die)
    with pytest.raises(KilledError):
        report_bureau.scheduler.step()
    report_bureau.scheduler.desk = report_bureau.desk
    report_bureau.scheduler.step()
    assert issues_of(report_bureau) == [("2017-05", 1, SYSTEM)]


def test_what_cannot_be_written_is_tried_again_and_shown_as_missing(report_bureau: ReportBureau) -> None:
    def away(_said: object, _stamp: object) -> dict[str, bytes]:
        raise Unavailable("fonts")

    set_schedule(report_bureau, "2017-06-03 09:00")
    report_bureau.scheduler.desk = replace(report_bureau.desk, write=away)
    assert not report_bureau.scheduler.step()
    assert report_bureau.ask("/v1/report-schedule").json["missing"] == ["2017-05"]
    assert "2017-05" in report_bureau.page("/reports").text
    report_bureau.scheduler.desk = report_bureau.desk
    assert report_bureau.scheduler.step()
    assert report_bureau.ask("/v1/report-schedule").json["missing"] == []


def test_a_month_that_a_person_issued_is_issued_by_the_system_under_the_next_number(
    report_bureau: ReportBureau,
) -> None:
    report_bureau.ask("/v1/reports", {"month": "2017-05"})
    set_schedule(report_bureau, "2017-06-03 09:00")
    report_bureau.scheduler.step()
    assert issues_of(report_bureau) == [("2017-05", 1, "SYN-JLD"), ("2017-05", 2, SYSTEM)]


def test_it_is_set_and_taken_back_by_those_who_may_and_on_record(report_bureau: ReportBureau) -> None:
    order = {"day": 5, "time": "08:30", "workday": True}
    administrator = Bearer("SYN-ADM", "administrator", None)
    assert report_bureau.ask("/v1/report-schedule", order, Bearer("C", "clerk", "DT")).status_code == 403
    assert report_bureau.ask("/v1/report-schedule", order, Bearer("L", "leader", "DT")).status_code == 403
    answer = report_bureau.ask("/v1/report-schedule", order, administrator).json["schedule"]
    assert (answer["day"], answer["time"], answer["workday"], answer["set_by"]) == (5, "08:30", True, "SYN-ADM")
    assert Schedules(report_bureau.kept).get() is not None
    report_bureau.page("/reports/schedule", {"_off": "1", "_day": "5", "_time": "08:30"})
    assert Schedules(report_bureau.kept).get() is None
    assert [one.data["about"] for one in report_bureau.acts.events("configuration_changed")] == [
        "report schedule: 5 08:30",
        "report schedule: none",
    ]


@pytest.mark.parametrize(
    ("order", "field"),
    [({"day": 0, "time": "09:00"}, "day"), ({"day": 32, "time": "09:00"}, "day"), ({"day": 3, "time": "9am"}, "time")],
)
def test_a_schedule_that_is_wrong_is_told_by_its_field(report_bureau: ReportBureau, order: object, field: str) -> None:
    answer = report_bureau.ask("/v1/report-schedule", order)
    assert (answer.status_code, [one["field"] for one in answer.json["errors"]]) == (422, [field])
