from __future__ import annotations

import pytest

from services.training.cycles import Backwards, Overlap, cycle_on
from services.training.units import NoBureau
from tests.office import Office, day
from tests.services.training.school import CYCLES, SESSIONS, claimed, closed, course, gaps, taken


def cycle(office: Office, code: str, starts_on: str, until: str) -> str:
    form = {"code": code, "starts_on": starts_on, "until": until, "set_on": "2016-12-20"}
    return taken(office, CYCLES, "", set=form)


@pytest.fixture
def bureau(office: Office) -> Office:
    office.unit("JU", kind="bureau")
    for person in ("a", "b"):
        office.person(person, "DT")
    course(office)
    return office


def test_a_cycle_belongs_to_the_bureau_and_its_end_is_due(bureau: Office) -> None:
    cycle(bureau, "2017", "2017-01-01", "2017-12-31")
    found = bureau.record(CYCLES, "2017")
    assert found.unit == "JU"
    assert [(due.clock, due.due) for due in found.running()] == [("end", day("2017-12-31"))]
    assert found.register.clocks[0].announced == (90, 30, 7)
    bureau.do(CYCLES, "2017", "close", closed_on="2018-01-02", outcome="完成")
    assert bureau.record(CYCLES, "2017").running() == []


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


def test_a_day_lies_in_its_cycle_or_in_what_is_left_of_the_year(bureau: Office) -> None:
    cycle(bureau, "A", "2017-03-01", "2018-02-28")
    known = [bureau.record(CYCLES, "A")]
    assert cycle_on(day("2017-03-01"), known) == ("A", day("2018-02-28"))
    assert cycle_on(day("2018-02-28"), known) == ("A", day("2018-02-28"))
    assert cycle_on(day("2017-01-10"), known) == (None, day("2017-02-28")), "the next cycle ends it"
    assert cycle_on(day("2018-03-01"), known) == (None, day("2018-12-31"))


def test_training_counts_to_the_end_of_its_cycle_and_the_next_begins_empty(bureau: Office) -> None:
    cycle(bureau, "A", "2017-01-01", "2017-06-30")
    cycle(bureau, "B", "2017-07-01", "2017-12-31")
    closed(bureau, "a", on="2017-03-01")
    assert gaps(bureau, "S1.rotation_coverage", "2017-06-30") == ["b"]
    assert gaps(bureau, "S1.rotation_coverage", "2017-07-01") == ["a", "b"]
    closed(bureau, "b", on="2017-07-10")
    assert gaps(bureau, "S1.rotation_coverage", "2017-12-31") == ["a"]
    assert claimed(bureau, "S1.rotation_coverage", "2017-12-31") == 0.5


def test_without_a_cycle_the_calendar_year_is_one(bureau: Office) -> None:
    closed(bureau, "a", "b", on="2017-03-01")
    assert claimed(bureau, "S1.rotation_coverage", "2017-12-31") == 1
    assert claimed(bureau, "S1.rotation_coverage", "2018-01-01") == 0


def test_a_cycle_that_was_set_late_holds_for_a_session_once_that_is_told_again(bureau: Office) -> None:
    session = closed(bureau, "a", on="2017-03-01")
    cycle(bureau, "A", "2017-01-01", "2017-06-30")
    assert bureau.record(SESSIONS, session)["cycle_until"] == day("2017-12-31")
    bureau.do(SESSIONS, session, "close", corrects=3, closed_on="2017-03-01")
    assert bureau.record(SESSIONS, session)["cycle"] == "A"
    assert gaps(bureau, "S1.rotation_coverage", "2017-07-01") == ["a", "b"]
