from __future__ import annotations

from typing import Any

import pytest

from services.training.courses import CourseWithdrawn
from services.training.training_needs import MoreThanAsked, TeachesOther
from tests.office import Office
from tests.services.training.training_records import COURSES, claimed_value, course, gaps

NEEDS, WITHOUT = "training.training_needs", "S1.needs_without_course"


def surveyed_need(office: Office, **more: Any) -> str:
    """What enforcement officers said that they need; the record's id."""
    form: dict[str, Any] = {"unit": "DT", "role": "officer", "topic": "law", "asked": 10, "needing": 4}
    return office.do(NEEDS, "", "survey", surveyed_on="2017-01-10", **form | more)[-1].subject


def test_no_more_people_are_in_need_than_were_asked(office: Office) -> None:
    with pytest.raises(MoreThanAsked):
        surveyed_need(office, needing=11)
    surveyed_need(office, needing=10)


def test_a_need_is_met_by_a_course_in_force_that_teaches_it(office: Office) -> None:
    course(office)
    course(office, "O", topics=["skills"])
    need = surveyed_need(office)
    with pytest.raises(TeachesOther):
        office.do(NEEDS, need, "meet", course="O", met_on="2017-02-01")
    office.do(COURSES, "C", "withdraw", withdrawn_on="2017-03-01", reason="停开")
    with pytest.raises(CourseWithdrawn):
        office.do(NEEDS, need, "meet", course="C", met_on="2017-03-01")
    office.do(NEEDS, need, "meet", course="C", met_on="2017-02-28")


def test_a_need_without_a_course_is_a_gap(office: Office) -> None:
    course(office)
    need, other = surveyed_need(office), surveyed_need(office, topic="skills")
    assert set(gaps(office, WITHOUT)) == {need, other}
    office.do(NEEDS, need, "meet", course="C", met_on="2017-02-01")
    office.do(NEEDS, other, "withdraw", withdrawn_on="2017-02-01", reason="并入其他需求")
    assert [claimed_value(office, WITHOUT, on) for on in ("2017-01-31", "2017-02-01")] == [2, 0]
    office.do(NEEDS, need, "reopen", reopened_on="2017-04-01", reason="课程停开")
    assert gaps(office, WITHOUT) == [need]
    office.do(NEEDS, need, "meet", course="C", met_on="2017-05-01")
    assert gaps(office, WITHOUT) == []
