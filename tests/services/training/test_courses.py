from __future__ import annotations

import pytest

from contracts.errors import Invalid, NotNow
from services.training.courses import CourseWithdrawn
from tests.office import Office
from tests.services.training.training_records import COURSES, SESSIONS, course, held_session, plan, take_steps


def test_a_course_names_its_topics_and_roles_from_the_lists(office: Office) -> None:
    code = course(office, topics=["politics", "law"], mandatory_for=["captain", "legal"], pass_mark=60)
    assert office.record(COURSES, code)["mandatory_for"] == ["captain", "legal"]
    with pytest.raises(Invalid) as refused:
        course(office, "D", topics=["cooking"])
    assert refused.value.errors[0]["field"] == "topics.0"
    with pytest.raises(Invalid):
        course(office, "D", topics=[])


def test_a_code_is_used_once(office: Office) -> None:
    course(office)
    with pytest.raises(NotNow):
        course(office)


def test_a_withdrawn_course_is_taught_no_more_but_what_was_before_may_be_entered(office: Office) -> None:
    office.person("a", "DT")
    code = course(office)
    planned = take_steps(office, SESSIONS, "", plan=plan())
    office.do(COURSES, code, "withdraw", withdrawn_on="2017-03-01", reason="修订")
    with pytest.raises(CourseWithdrawn):
        held_session(office, "a", planned_on="2017-03-01")
    with pytest.raises(CourseWithdrawn):
        office.do(SESSIONS, planned, "hold", held_on="2017-03-02", minutes=60, attendance=[{"person": "a"}])
    held_session(office, "a", on="2017-02-28")


def test_a_course_changes_by_correction_and_both_versions_are_kept(office: Office) -> None:
    code = course(office, hours=2)
    form = {"code": code, "title": "课程", "unit": "DT", "category": "special", "topics": ["law"]}
    office.do(COURSES, code, "define", corrects=1, in_force_on="2016-01-01", hours=4, **form)
    record = office.record(COURSES, code)
    assert (record["hours"], [entry.data["hours"] for entry in record.revisions]) == (4, [2, 4])
