from __future__ import annotations

import pytest

from services.chassis.records import deadlines
from services.training.cycles import Backwards, Overlap
from services.training.units import NoBureau
from tests.office import Office, day
from tests.services.training.training_records import CYCLES, claimed_value, closed_session, course, gaps, take_steps


def cycle(office: Office, code: str, starts_on: str, until: str) -> str:
    form = {"code": code, "starts_on": starts_on, "until": until, "set_on": "2016-12-20"}
    return take_steps(office, CYCLES, "", set=form)


@pytest.fixture
def bureau(office: Office) -> Office:
    office.unit("JU", kind="bureau")
    for person in ("a", "b"):
        office.person(person, "DT")
    course(office)
    return office


def test_a_cycle_belongs_to_the_bureau_and_its_end_is_due(bureau: Office) -> None:
    cycle(bureau, "2017", "2017-01-01", "2017-12-31")
    record = bureau.record(CYCLES, "2017")
    assert record.unit == "JU"
    assert [(due.clock, due.due) for due in deadlines.running(record)] == [("end", day("2017-12-31"))]
    assert record.register.clocks[0].warning_days == (90, 30, 7)
    bureau.do(CYCLES, "2017", "close", closed_on="2018-01-02", outcome="完成")
    assert deadlines.running(bureau.record(CYCLES, "2017")) == []


def test_without_a_bureau_there_is_nobody_to_set_a_cycle(office: Office) -> None:
    with pytest.raises(NoBureau):
        cycle(office, "2017", "2017-01-01", "2017-12-31")


def test_a_cycle_ends_after_it_begins_and_overlaps_no_other(bureau: Office) -> None:
    with pytest.raises(Backwards):
        cycle(bureau, "x", "2017-01-01", "2017-01-01")
    cycle(bureau, "2017", "2017-01-01", "2017-12-31")
    with pytest.raises(Overlap):
        cycle(bureau, "x", "2017-12-31", "2018-12-30")
    cycle(bureau, "2018", "2018-01-01", "2018-12-31")


def test_a_cycle_may_be_corrected_but_not_into_another(bureau: Office) -> None:
    cycle(bureau, "A", "2017-01-01", "2017-06-30")
    cycle(bureau, "B", "2017-07-01", "2017-12-31")
    form = {"code": "A", "set_on": "2016-12-20", "starts_on": "2017-01-01"}
    with pytest.raises(Overlap):
        bureau.do(CYCLES, "A", "set", corrects=1, until="2017-07-01", **form)
    bureau.do(CYCLES, "A", "set", corrects=1, until="2017-06-29", **form)


def test_training_counts_to_the_end_of_its_cycle_and_the_next_begins_empty(bureau: Office) -> None:
    cycle(bureau, "A", "2017-01-01", "2017-06-30")
    cycle(bureau, "B", "2017-07-01", "2017-12-31")
    closed_session(bureau, "a", on="2017-03-01")
    assert gaps(bureau, "S1.rotation_coverage", "2017-06-30") == ["b"]
    assert gaps(bureau, "S1.rotation_coverage", "2017-07-01") == ["a", "b"]
    closed_session(bureau, "b", on="2017-07-10")
    assert gaps(bureau, "S1.rotation_coverage", "2017-12-31") == ["a"]
    assert claimed_value(bureau, "S1.rotation_coverage", "2017-12-31") == 0.5


def test_without_a_cycle_the_calendar_year_is_one(bureau: Office) -> None:
    closed_session(bureau, "a", "b", on="2017-03-01")
    assert claimed_value(bureau, "S1.rotation_coverage", "2017-12-31") == 1
    assert claimed_value(bureau, "S1.rotation_coverage", "2018-01-01") == 0


COVERAGE = "S1.rotation_coverage"


@pytest.mark.parametrize("first", ["cycle", "session"])
def test_training_counts_in_its_own_cycle_whichever_was_recorded_first(bureau: Office, first: str) -> None:
    def cycles() -> None:
        cycle(bureau, "A", "2017-01-01", "2017-06-30")
        cycle(bureau, "B", "2017-07-01", "2017-12-31")

    for one in ("cycle", "session") if first == "cycle" else ("session", "cycle"):
        cycles() if one == "cycle" else closed_session(bureau, "a", on="2017-03-01")
    assert [gaps(bureau, COVERAGE, on) for on in ("2017-06-30", "2017-07-01")] == [["b"], ["a", "b"]]


def test_a_cycle_that_ends_within_the_year_is_followed_by_the_rest_of_it(bureau: Office) -> None:
    closed_session(bureau, "a", on="2017-03-01")
    closed_session(bureau, "b", on="2017-05-01")
    cycle(bureau, "A", "2017-02-01", "2017-03-31")
    days = ("2017-03-31", "2017-04-30", "2017-05-01", "2018-01-01")
    assert [gaps(bureau, COVERAGE, on) for on in days] == [["b"], ["a", "b"], ["a"], ["a", "b"]]


def test_a_cycle_over_the_new_year_is_one(bureau: Office) -> None:
    cycle(bureau, "A", "2017-03-01", "2018-02-28")
    closed_session(bureau, "a", on="2017-02-01")
    closed_session(bureau, "b", on="2017-04-01")
    assert [gaps(bureau, COVERAGE, on) for on in ("2017-02-28", "2017-04-01", "2018-01-02")] == [["b"], ["a"], ["a"]]


def test_a_cycle_that_is_moved_or_voided_moves_what_counts(bureau: Office) -> None:
    closed_session(bureau, "a", on="2017-03-01")
    cycle(bureau, "A", "2017-04-01", "2017-12-31")
    assert gaps(bureau, COVERAGE, "2017-12-31") == ["a", "b"]
    form = {"code": "A", "set_on": "2016-12-20", "until": "2017-12-31"}
    bureau.do(CYCLES, "A", "set", corrects=1, starts_on="2017-03-01", **form)
    assert gaps(bureau, COVERAGE, "2017-12-31") == ["b"]
    bureau.do(CYCLES, "A", "set", corrects=1, starts_on="2017-04-01", **form)
    bureau.do(CYCLES, "A", "void", reason="改期")
    assert gaps(bureau, COVERAGE, "2017-12-31") == ["b"], "the calendar year"


def test_a_cycle_holds_from_the_day_on_which_it_was_set(bureau: Office) -> None:
    closed_session(bureau, "a", on="2017-03-01")
    form = {"code": "A", "starts_on": "2017-03-02", "until": "2017-12-31", "set_on": "2017-05-01"}
    take_steps(bureau, CYCLES, "", set=form)
    assert [gaps(bureau, COVERAGE, on) for on in ("2017-04-30", "2017-05-01")] == [["b"], ["a", "b"]]
