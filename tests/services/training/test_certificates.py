from __future__ import annotations

import pytest

from contracts.errors import NotNow
from contracts.refusals import NotOnStrength
from services.chassis.records import deadlines
from services.training.certificates import CertificateNotNewer, NotAssessed, NotExpired, NotTrained
from tests.office import Office, day
from tests.services.training.training_records import (
    ASSESSMENTS,
    CERTIFICATES,
    closed_session,
    course,
    held_session,
    paper,
    sat_assessment,
    scored_assessment,
    take_steps,
)


@pytest.fixture
def school(office: Office) -> Office:
    for code in ("a", "b"):
        office.person(code, "DT")
    course(office, "E", pass_mark=60, validity_months=12)
    course(office, "N")
    paper(office, course="E", set_on="2016-06-01")
    return office


def issue(office: Office, number: str = "1", person: str = "a", course: str = "E", on: str = "2017-03-10") -> str:
    form = {"number": number, "person": person, "course": course, "issued_on": on}
    return take_steps(office, CERTIFICATES, "", issue=form)


def test_a_certificate_rests_on_the_assessment_that_its_course_demands(school: Office) -> None:
    closed_session(school, "a", course="E")
    sat_assessment(school, "a")
    scored_assessment(school, "a", 59, on="2017-03-02")
    scored_assessment(school, "b", 100, on="2017-03-02")
    with pytest.raises(NotAssessed):
        issue(school)
    passed = scored_assessment(school, "a", 60, on="2017-03-09")
    with pytest.raises(NotAssessed):
        issue(school, on="2017-03-08")
    issue(school)
    assert school.record(CERTIFICATES, "1")["assessment"] == passed


def test_a_voided_pass_is_no_pass(school: Office) -> None:
    school.do(ASSESSMENTS, scored_assessment(school, "a", 90), "void", reason="替考")
    with pytest.raises(NotAssessed):
        issue(school)


def test_without_an_assessment_demanded_it_rests_on_a_closed_session(school: Office) -> None:
    held_session(school, "a", course="N")
    closed_session(school, "b", {"person": "a", "status": "absent"}, course="N")
    with pytest.raises(NotTrained):
        issue(school, course="N")
    session = closed_session(school, "a", course="N", on="2017-03-02")
    with pytest.raises(NotTrained):
        issue(school, course="N", on="2017-03-01")
    issue(school, course="N")
    record = school.record(CERTIFICATES, "1")
    assert (record["session"], record.get("valid_until")) == (session, None)


def test_its_end_is_due_and_a_renewal_ends_the_waiting(school: Office) -> None:
    scored_assessment(school, "a", 90)
    issue(school)
    record = school.record(CERTIFICATES, "1")
    assert [(due.clock, due.due) for due in deadlines.running(record)] == [("validity", day("2018-03-10"))]
    assert record.register.clocks[0].warning_days == (90, 30, 7)
    issue(school, "2", on="2017-12-01")
    school.do(CERTIFICATES, "1", "supersede", by="2", superseded_on="2017-12-01")
    assert deadlines.running(school.record(CERTIFICATES, "1")) == []


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        ("2017-03-10", 12, "2018-03-10"),
        ("2017-01-31", 1, "2017-02-28"),  # a shorter month
        ("2017-12-15", 1, "2018-01-15"),  # over the year's end
        ("2016-02-29", 48, "2020-02-29"),
    ],
)
def test_validity_is_counted_in_months(office: Office, on: str, months: int, until: str) -> None:
    office.person("a", "DT")
    course(office, "N", validity_months=months)
    closed_session(office, "a", course="N", on="2016-02-01", planned_on="2016-01-20")
    issue(office, course="N", on=on)
    assert office.record(CERTIFICATES, "1")["valid_until"] == day(until)


def test_a_certificate_expires_after_its_last_day_and_is_never_deleted(school: Office) -> None:
    scored_assessment(school, "a", 90, on="2016-12-01")
    issue(school, on="2016-12-10")
    with pytest.raises(NotExpired):
        school.do(CERTIFICATES, "1", "expire", expired_on="2017-12-10")
    school.do(CERTIFICATES, "1", "expire", expired_on="2017-12-11")
    assert school.record(CERTIFICATES, "1").status() == "expired"
    scored_assessment(school, "a", 95, on="2017-12-12")
    issue(school, "2", on="2017-12-13")
    school.do(CERTIFICATES, "1", "supersede", by="2", superseded_on="2017-12-13")
    assert [school.record(CERTIFICATES, number).status() for number in "12"] == ["superseded", "issued"]
    with pytest.raises(NotNow):
        issue(school)


def test_without_a_validity_it_does_not_expire(school: Office) -> None:
    closed_session(school, "a", course="N")
    issue(school, course="N")
    with pytest.raises(NotExpired):
        school.do(CERTIFICATES, "1", "expire", expired_on="2017-12-10")


def test_only_a_newer_one_of_the_same_person_and_course_takes_its_place(school: Office) -> None:
    for person in "ab":
        scored_assessment(school, person, 90)
    closed_session(school, "a", course="N")
    issue(school, "1", on="2017-03-10")
    issue(school, "older", on="2017-03-09")
    issue(school, "other", "b")
    issue(school, "course", course="N")
    for other in ("1", "older", "other", "course"):
        with pytest.raises(CertificateNotNewer):
            school.do(CERTIFICATES, "1", "supersede", by=other, superseded_on="2017-12-01")


def test_who_had_left_gets_none(school: Office) -> None:
    scored_assessment(school, "a", 90)
    school.do("training.people", "a", "leave", left_on="2017-03-05", reason="辞职")
    with pytest.raises(NotOnStrength):
        issue(school)
