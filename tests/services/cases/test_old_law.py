"""Old law and new law side by side: before 15 July 2021 other amounts, other days, no limit for the decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.cases.law import NEW, OLD, law_on
from services.cases.penalties.decision import OverSimpleLimit
from services.cases.penalties.execution.payment import CashTooMuch
from services.cases.penalties.hearing import HearingOpen, HearingTooSoon
from services.cases.penalties.notice import HearingNotTold
from tests.office import day
from tests.services.cases.casework import Casework

PERSON: dict[str, Any] = {"party_kind": "person", "party": None, "person_name": "某", "person_age": 40}
CLOSE: dict[str, Any] = {"other": "stop_business", "fine": None}


@pytest.fixture
def work() -> Iterator[Casework]:
    """A bureau in 2022, which looks back."""
    bureau = Casework.on("2022-06-01")
    yield bureau
    bureau.office.store.close()


def test_the_law_changed_on_the_fifteenth_of_july_2021() -> None:
    assert (law_on(day("2021-07-14")), law_on(day("2021-07-15"))) == (OLD, NEW)


@pytest.mark.parametrize(
    ("on", "party", "most", "over"),
    [
        ("2017-03-01", PERSON, "50", "50.01"),
        ("2017-03-01", {}, "1000", "1000.01"),
        ("2021-07-14", PERSON, "50", "50.01"),
        ("2021-07-15", PERSON, "200", "200.01"),
        ("2021-07-15", {}, "3000", "3000.01"),
    ],
)
def test_what_may_be_fined_on_the_spot(work: Casework, on: str, party: dict[str, Any], most: str, over: str) -> None:
    more: dict[str, Any] = {"act_on": on, "other": None, "tier_reason": "示例", **party}
    assert work.take(work.clue(on), "decide_on_spot", on, fine=most, **more)
    with pytest.raises(OverSimpleLimit):
        work.take(work.clue(on), "decide_on_spot", on, fine=over, **more)


@pytest.mark.parametrize(("on", "most", "over"), [("2021-07-14", "20", "20.01"), ("2021-07-15", "100", "100.01")])
def test_what_may_be_collected_on_the_spot(work: Casework, on: str, most: str, over: str) -> None:
    small, bigger = (work.on_spot_case(on, fine=fine, other=None, tier_reason="示例") for fine in (most, over))
    assert work.take(small, "collect", on, amount=most)
    with pytest.raises(CashTooMuch):
        work.take(bigger, "collect", on, amount=over)


def test_the_old_law_set_no_limit_for_the_decision(work: Casework) -> None:
    old, new = work.filed_case("2021-07-14"), work.filed_case("2021-07-15")
    assert work.running(old) == set()
    assert work.due(new, "decision") == "2021-10-13"
    slow = work.notified_case("2017-03-01", until="2017-03-06")
    work.take(slow, "decide", "2017-12-01")
    assert work.record(slow)["late"] is False


@pytest.mark.parametrize(
    ("on", "due", "article"),
    [
        ("2017-03-01", "2017-03-06", "行政处罚法（2009年修正）第四十二条"),
        ("2017-03-02", "2017-03-06", "行政处罚法（2009年修正）第四十二条"),
        ("2021-07-14", "2021-07-19", "行政处罚法（2017年修正）第四十二条"),
        ("2021-07-15", "2021-07-22", "行政处罚法 第六十四条第一项"),
    ],
)
def test_a_hearing_was_to_be_asked_for_in_three_days_and_is_now_in_five_working_days(
    work: Casework, on: str, due: str, article: str
) -> None:
    case = work.notified_case(on, due, hearing_told=True, **CLOSE)
    run = work.run(case, "hearing_request")
    assert (run.due.isoformat(), run.article) == (due, article)
    work.take(case, "waive_defence", on)
    with pytest.raises(HearingOpen):
        work.take(case, "decide", due, **CLOSE)


def test_the_notice_of_a_hearing_came_seven_days_before_it(work: Casework) -> None:
    case = work.notified_case("2017-03-01", "2017-03-06", hearing_told=True, **CLOSE)
    work.take(case, "request_hearing", "2017-03-02")
    with pytest.raises(HearingTooSoon):
        work.take(case, "notify_hearing", "2017-03-02", hearing_on="2017-03-08")
    work.take(case, "notify_hearing", "2017-03-02", hearing_on="2017-03-09")


def test_fewer_kinds_of_penalty_gave_a_right_to_a_hearing(work: Casework) -> None:
    old = work.proposed_case("2017-03-01", other="restrict_employment", fine=None)
    assert not work.record(old)["hearing_required"]
    with pytest.raises(HearingNotTold):
        work.take(work.proposed_case("2017-03-01", **CLOSE), "notify", "2017-03-01", defence_until="2017-03-06")


@pytest.mark.parametrize(("on", "due"), [("2017-05-25", "2017-06-01"), ("2021-09-15", "2021-09-26")])
def test_seven_days_were_days_of_the_calendar_and_are_working_days(work: Casework, on: str, due: str) -> None:
    case = work.filed_case(on)
    work.take(case, "register_evidence", on)
    assert work.due(case, "evidence", "B1") == due


@pytest.mark.parametrize(("on", "due"), [("2017-01-26", "2017-01-28"), ("2022-01-29", "2022-02-07")])
def test_two_days_were_days_of_the_calendar_and_are_working_days(work: Casework, on: str, due: str) -> None:
    case = work.on_spot_case(on, fine="20", other=None, tier_reason="示例")
    work.take(case, "collect", on, amount="20")
    assert work.due(case, "cash_hand_in") == due


def test_a_clock_follows_the_law_of_the_day_on_which_it_starts(work: Casework) -> None:
    case = work.decided_case("2021-07-01", until="2021-07-05", day="2021-07-14")
    assert (work.due(case, "service"), work.run(case, "service").article) == (
        "2021-07-21",
        "行政处罚法（2017年修正）第四十条",
    )
    later = work.decided_case("2021-07-01", until="2021-07-05", day="2021-07-15")
    assert (work.due(later, "service"), work.run(later, "service").article) == ("2021-07-26", "行政处罚法 第六十一条")


def test_nothing_had_to_be_published_in_2017(work: Casework) -> None:
    case = work.decided_case("2017-03-01", until="2017-03-05", day="2017-03-09")
    work.take(case, "serve", "2017-03-10")
    work.take(case, "pay", "2017-03-15")
    assert work.running(case) == set()
    work.take(case, "close", "2017-03-16")


def test_a_correction_across_the_change_of_law_changes_the_clock(work: Casework) -> None:
    case = work.filed_case("2021-07-14")
    work.take(case, "file", "2021-07-16", act_on="2021-07-14", corrects=2)
    assert work.due(case, "decision") == "2021-10-14"
