from __future__ import annotations

import pytest

from contracts.errors import NotNow, OutOfOrder
from services.training.people import ExpiredAtOnce, NotInducted, SameRole, SameUnit, unit_on
from tests.office import PROOF, Office, day
from tests.services.training.school import ASSESSMENTS, claimed, course, gaps, paper, scored

P = "training.people"


def test_the_unit_of_the_day_is_the_last_posting_that_had_happened(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "transfer", unit="DBT", transferred_on="2017-05-01")
    person = office.record(P, "a")
    assert [unit_on(person, day(on)) for on in ("2015-12-31", "2016-01-01", "2017-04-30", "2017-05-01")] == [
        None,
        "DT",
        "DT",
        "DBT",
    ]


def test_a_transfer_goes_elsewhere(office: Office) -> None:
    office.person("a", "DT")
    with pytest.raises(SameUnit):
        office.do(P, "a", "transfer", unit="DT", transferred_on="2017-05-01")


def test_a_certificate_is_valid_for_some_time(office: Office) -> None:
    office.person("a", "DT")
    with pytest.raises(ExpiredAtOnce):
        office.do(P, "a", "certify", certificate="1", certified_on="2017-03-01", valid_until="2017-02-28")


def test_who_has_left_is_not_posted(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "leave", reason="退休", left_on="2017-05-01")
    with pytest.raises(NotNow):
        office.do(P, "a", "post", first_duty_on="2017-06-01")


@pytest.fixture
def recruit(office: Office) -> Office:
    """A recruit, and an induction of which 60 are a pass."""
    office.person("r", "DT", joined="2017-01-09", recruit=True)
    course(office, "I", "induction", pass_mark=60)
    paper(office, course="I")
    return office


def test_a_recruit_is_posted_once_the_induction_is_passed(recruit: Office) -> None:
    with pytest.raises(NotInducted):
        recruit.do(P, "r", "post", first_duty_on="2017-03-10")
    scored(recruit, "r", 59, on="2017-03-01")
    with pytest.raises(NotInducted):
        recruit.do(P, "r", "post", first_duty_on="2017-03-10")
    scored(recruit, "r", 60, on="2017-03-06")
    with pytest.raises(NotInducted):
        recruit.do(P, "r", "post", first_duty_on="2017-03-05")
    recruit.do(P, "r", "post", first_duty_on="2017-03-06")
    assert recruit.record(P, "r").status() == "on_duty"
    assert claimed(recruit, "S1.induction_coverage") == 1


def test_another_examination_is_no_induction(recruit: Office) -> None:
    course(recruit)
    paper(recruit, "Q")
    scored(recruit, "r", 100, paper="Q")
    with pytest.raises(NotInducted):
        recruit.do(P, "r", "post", first_duty_on="2017-03-10")


def test_who_is_no_recruit_needs_no_induction(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "post", first_duty_on="2016-01-04")
    assert claimed(office, "S1.induction_coverage") is None, "a ratio over no recruits has no number"


def test_nobody_is_made_a_recruit_afterwards_who_was_posted_without_induction(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "post", first_duty_on="2016-01-04")
    form = {"code": "a", "name": "某", "unit": "DT", "role": "officer", "kind": "established", "party_member": False}
    with pytest.raises(NotInducted):
        office.do(P, "a", "join", corrects=1, joined_on="2016-01-01", recruit=True, **form)


def test_a_pass_that_was_voided_or_corrected_shows_who_was_posted_before_passing(recruit: Office) -> None:
    recruit.person("s", "DBT", joined="2017-01-09", recruit=True)
    passed = {code: scored(recruit, code, 80, on="2017-03-01") for code in ("r", "s")}
    for code in passed:
        recruit.do(P, code, "post", first_duty_on="2017-03-10")
    assert gaps(recruit, "S1.induction_coverage") == []
    recruit.do(ASSESSMENTS, passed["r"], "void", reason="替考")
    recruit.do(ASSESSMENTS, passed["s"], "score", corrects=2, score=50, evidence=PROOF)
    assert gaps(recruit, "S1.induction_coverage") == ["r", "s"]
    scored(recruit, "r", 90, on="2017-03-20")
    assert gaps(recruit, "S1.induction_coverage") == ["r", "s"], "a pass after the first duty does not mend it"


def test_unit_and_role_are_told_in_the_order_of_days(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "transfer", unit="DBT", transferred_on="2017-05-01")
    with pytest.raises(OutOfOrder):
        office.do(P, "a", "transfer", unit="ZS", transferred_on="2017-04-01")
    with pytest.raises(OutOfOrder):
        office.do(P, "a", "appoint", role="captain", appointed_on="2015-12-31")
    with pytest.raises(OutOfOrder):
        office.do(P, "a", "leave", left_on="2017-04-30", reason="退休")


def test_an_appointment_is_to_another_role_and_names_the_former(office: Office) -> None:
    office.person("a", "DT")
    with pytest.raises(SameRole):
        office.do(P, "a", "appoint", role="officer", appointed_on="2017-05-01")
    (told,) = office.do(P, "a", "appoint", role="captain", appointed_on="2017-05-01")
    assert (told.data["former"], told.data["of"]["role"]) == ("officer", "captain")


def test_an_enforcement_certificate_is_due_for_renewal_and_a_renewal_sets_another_day(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "certify", certificate="1", certified_on="2014-03-01", valid_until="2018-03-01")
    assert [due.due for due in office.record(P, "a").running()] == [day("2018-03-01")]
    office.do(P, "a", "certify", certificate="2", certified_on="2017-03-01", valid_until="2021-03-01")
    assert [due.due for due in office.record(P, "a").running()] == [day("2021-03-01")]
    assert office.record(P, "a").register.clocks[0].announced == (90, 30, 7)
    office.do(P, "a", "leave", left_on="2017-05-01", reason="退休")
    assert office.record(P, "a").running() == []
