"""Clocks: how the law of the day, pauses and extensions set their ends, and how each end is explained."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from contracts import forms as ask
from contracts.errors import Undefined
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step
from services.chassis.handling import presenter
from services.chassis.handling.masking import Sight
from services.chassis.records import deadline_explanation, deadlines
from services.chassis.records.calendar import official_calendar
from services.chassis.records.command import StepInput
from services.chassis.records.deadlines import ClockRun
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.record import Context, Record
from services.chassis.records.revise import revise
from services.chassis.records.rules import Rules
from tests.office import READER, Office

day = dt.date.fromisoformat
TURN = day("2021-07-15")


class Opening(Form):
    unit = ask.text("单位", "Unit")
    on = ask.happened("日期", "On")
    owed = ask.flag("应办", "Owed")
    by = ask.day("截止", "By", required=False)


class On(Form):
    on = ask.happened("日期", "On")


class Until(On):
    until = ask.day("延至", "Until")


TITLE = "期限 / Limit"


def make_register(*clocks: Clock) -> Register:
    return Register(
        "training.units",
        "单位",
        "Units",
        steps=(
            Step("open", "opened", "开 / Open", "new -> open", Opening),
            Step("again", "opened_again", "再 / Again", "open", Opening),
            Step("extend", "extended", "延 / Extend", "open", Until),
            Step("pause", "paused", "停 / Pause", "new, going -> still", On, line="time"),
            Step("go_on", "resumed", "续 / Go on", "still -> going", On, line="time"),
            Step("close", "closed", "关 / Close", "open -> closed", On),
            Step("drop", "dropped", "弃 / Drop", "open -> dropped", On),
            Step("void", "voided", "废 / Void", "open, closed -> voided", Reason, voids=True),
        ),
        clocks=clocks,
        words={"open": "开", "closed": "关", "dropped": "弃", "voided": "废"},
    )


def clock(name: str = "limit", period: str = "5 workdays", **more: Any) -> Clock:
    return Clock(name, "opened, opened_again -> closed", period, "第一条", title=TITLE, lapses="dropped", **more)


NOBODY: Any = None
PORTS = DecisionPorts(NOBODY, lambda _form, data: data)
"""The steps ask nobody about other records, and their forms hold nothing private."""


class RecordDriver:
    """Takes steps in one record of a register of its own."""

    def __init__(self, *clocks: Clock) -> None:
        self.rules = Rules(make_register(*clocks))
        self.record = Record(self.rules.register, "R1")

    def take(self, step: str, on: str, **form: Any) -> Record:
        unit = {"unit": "DT"} if step in ("open", "again") else {}
        payload = {"reason": "误"} if step == "void" else {"on": on} | unit | form
        step_input, at = (
            StepInput(self.rules.register.step(step), payload),
            Context(dt.datetime(2026, 12, 1, tzinfo=dt.UTC)),
        )
        self.record = self.record.plus(revise(self.rules, self.record, step_input, at, PORTS))
        return self.record

    def runs(self) -> list[ClockRun]:
        return deadlines.runs(self.record)

    def only(self) -> ClockRun:
        (run,) = self.runs()
        return run


@pytest.fixture
def driver() -> RecordDriver:
    return RecordDriver(clock(consequence="逾期 / Late", extends="extended", pauses="paused -> resumed"))


def open_record(driver: RecordDriver, on: str = "2026-02-11", **more: Any) -> ClockRun:
    driver.take("open", on, **{"owed": True} | more)
    return driver.only()


def test_a_run_knows_when_it_was_stopped_and_whether_in_time(driver: RecordDriver) -> None:
    assert (open_record(driver).due, driver.only().in_time) == (day("2026-02-25"), None)
    driver.take("close", "2026-02-25")
    run = driver.only()
    assert (run.ended, run.by, run.in_time, run.lapsed) == (day("2026-02-25"), "closed", True, False)


def test_a_run_that_lapsed_was_neither_kept_nor_missed(driver: RecordDriver) -> None:
    open_record(driver)
    driver.take("drop", "2026-03-25")
    assert (driver.only().in_time, driver.only().lapsed) == (None, True)


def test_a_void_leaves_no_run(driver: RecordDriver) -> None:
    open_record(driver)
    driver.take("void", "")
    assert driver.runs() == []


def test_an_event_that_starts_it_anew_replaces_the_run(driver: RecordDriver) -> None:
    open_record(driver)
    driver.take("again", "2026-03-02", owed=True)
    assert (driver.only().start, driver.only().due) == (day("2026-03-02"), day("2026-03-09"))


def test_working_days_that_stood_still_are_left_over(driver: RecordDriver) -> None:
    open_record(driver, "2026-02-09")
    driver.take("pause", "2026-02-11")
    assert (driver.only().paused, deadlines.running(driver.record)) == (day("2026-02-11"), [])
    driver.take("go_on", "2026-03-02")
    assert driver.only().due == day("2026-03-05"), "three working days were left"


def test_an_extension_moves_what_runs_and_nothing_else(driver: RecordDriver) -> None:
    open_record(driver)
    driver.take("extend", "2026-02-24", until="2026-03-31")
    assert (driver.only().due, len(driver.only().moved)) == (day("2026-03-31"), 1)
    other = RecordDriver(clock(when="owed", extends="extended"))
    other.take("open", "2026-02-11", owed=False)
    after = other.take("extend", "2026-02-24", until="2026-03-31")
    assert (other.runs(), after.revisions[-1].data["due"]) == ([], {})


def test_a_clock_may_start_only_where_something_is_owed() -> None:
    driver = RecordDriver(clock(when="owed"))
    driver.take("open", "2026-02-11", owed=False)
    assert driver.runs() == []
    driver.take("again", "2026-02-11", owed=True)
    assert driver.only().due == day("2026-02-25")
    driver.take("again", "2026-02-12", owed=False)
    assert driver.runs() == [], "nothing is owed any more"


def test_a_clock_may_end_on_a_day_that_was_said() -> None:
    driver = RecordDriver(clock(period="", until="by"))
    driver.take("open", "2026-02-11", owed=True)
    assert driver.runs() == []
    driver.take("again", "2026-02-11", owed=True, by="2026-05-05")
    assert driver.only().due == day("2026-05-05")


def test_a_stop_that_is_also_a_start_ends_one_run_and_begins_the_next() -> None:
    driver = RecordDriver(Clock("limit", "opened, opened_again -> opened_again", "5 days", "第一条", title=TITLE))
    driver.take("open", "2026-02-01", owed=True)
    driver.take("again", "2026-02-04", owed=True)
    first, second = driver.runs()
    assert (first.in_time, second.ended, second.due) == (True, None, day("2026-02-09"))


def test_the_law_of_the_day_sets_the_period() -> None:
    new = clock(since=TURN)
    old = clock(period="3 days", upto=TURN - dt.timedelta(days=1), rolls=True)
    for on, due, period in (("2021-07-14", "2021-07-19", "3 days"), ("2021-07-15", "2021-07-22", "5 workdays")):
        driver = RecordDriver(new, old)
        driver.take("open", on, owed=True)
        assert (driver.only().due, driver.only().rule.period) == (day(due), period)


@pytest.mark.parametrize(
    "other",
    [
        clock(),
        clock(since=TURN),
        Clock("limit", "opened -> closed", "3 days", "第一条", title=TITLE, upto=TURN - dt.timedelta(days=1)),
    ],
)
def test_two_clocks_of_one_name_are_one_under_changing_law_or_refused(other: Clock) -> None:
    with pytest.raises(Undefined):
        make_register(clock(since=TURN), other)


def test_a_clock_names_events_that_there_are() -> None:
    for wrong in ({"extends": "nothing"}, {"pauses": "nothing -> resumed"}):
        with pytest.raises(Undefined):
            make_register(clock(**wrong))
    with pytest.raises(Undefined):
        make_register(clock()).clock("nothing")
    with pytest.raises(Undefined):
        make_register(clock(since=TURN)).clock("limit", day("2017-01-01"))


def explain_deadline(driver: RecordDriver) -> dict[str, Any]:
    return deadline_explanation.explain(driver.only(), official_calendar())


def test_a_due_date_is_explained_day_by_day(driver: RecordDriver) -> None:
    open_record(driver)
    explained = explain_deadline(driver)
    assert (explained["period"], explained["article"], explained["start"], explained["due"]) == (
        "5 workdays",
        "第一条",
        day("2026-02-11"),
        day("2026-02-25"),
    )
    assert explained["title"] == {"zh": "期限", "en": "Limit"}
    assert explained["reckoned"]["counted"] == 5
    assert len(explained["reckoned"]["holidays"]) == 9
    assert explained["words"]["zh"] == (
        "2026-02-11 次日起算 5 个工作日，至 2026-02-25；跳过春节 9 天；调休上班日计入：2026-02-14"
    )
    assert explained["words"]["en"] == (
        "5 working days after 2026-02-11, to 2026-02-25; skipped 9 of Spring Festival; make-up days counted: 2026-02-14"
    )


@pytest.mark.parametrize(
    ("rolls", "due", "zh"),
    [
        (True, "2026-10-08", "末日为休息日，顺延至 2026-10-08"),
        (False, "2026-10-05", "末日为休息日；机关期限不顺延（顺延则为 2026-10-08）"),
    ],
)
def test_a_last_day_off_is_explained(*, rolls: bool, due: str, zh: str) -> None:
    driver = RecordDriver(clock(period="15 days", rolls=rolls))
    assert open_record(driver, "2026-09-20").due == day(due)
    assert zh in explain_deadline(driver)["words"]["zh"]


def test_what_moved_is_said_and_what_was_told_stands(driver: RecordDriver) -> None:
    open_record(driver)
    driver.take("extend", "2026-02-24", until="2026-03-31")
    assert "经延长或中止后为 2026-03-31" in explain_deadline(driver)["words"]["zh"]
    due = ClockRun(clock(), "", day("2026-02-11"), day("2026-02-20"))
    assert "登记时算得 2026-02-20，以此为准" in deadline_explanation.explain(due, official_calendar())["words"]["zh"]


def test_a_day_that_was_said_is_explained_as_such() -> None:
    driver = RecordDriver(clock(period="", until="by"))
    open_record(driver, by="2026-05-05")
    assert explain_deadline(driver)["reckoned"] is None
    assert "2026-05-05" in explain_deadline(driver)["words"]["en"]


def test_a_record_shows_its_clocks_the_ended_ones_too(office: Office) -> None:
    record = office.matter()
    presented = presenter.record(office.registers, READER, record, Sight("outreach.matters"))
    (one,) = presented.clocks
    assert (one["clock"], one["due"], one["ended"], one["kept"]) == ("reply", "2017-03-08", "2017-03-01", True)
    assert presented.due == ()
