from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import Event
from contracts.errors import Forbidden, NotNow, OutOfOrder
from services.chassis.records import deadlines
from services.chassis.records.command import Actor
from services.training.people import ExpiredAtOnce, NamedElsewhere, NotInducted, PersonSameUnit, SameRole, unit_on
from tests.office import PROOF, Office, day
from tests.services.training.norm_records import published_norm
from tests.services.training.training_records import (
    ASSESSMENTS,
    SESSIONS,
    claimed_value,
    closed_session,
    course,
    gaps,
    hold,
    paper,
    sat_assessment,
    scored_assessment,
    take_steps,
)

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
    with pytest.raises(PersonSameUnit):
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
    scored_assessment(recruit, "r", 59, on="2017-03-01")
    with pytest.raises(NotInducted):
        recruit.do(P, "r", "post", first_duty_on="2017-03-10")
    scored_assessment(recruit, "r", 60, on="2017-03-06")
    with pytest.raises(NotInducted):
        recruit.do(P, "r", "post", first_duty_on="2017-03-05")
    recruit.do(P, "r", "post", first_duty_on="2017-03-06")
    assert recruit.record(P, "r").status() == "on_duty"
    assert claimed_value(recruit, "S1.induction_coverage") == 1


def test_another_examination_is_no_induction(recruit: Office) -> None:
    course(recruit)
    paper(recruit, "Q")
    scored_assessment(recruit, "r", 100, paper="Q")
    with pytest.raises(NotInducted):
        recruit.do(P, "r", "post", first_duty_on="2017-03-10")


def test_the_first_duty_is_of_the_unit_of_that_day(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "transfer", unit="DBT", transferred_on="2017-05-01")
    (event,) = office.do(P, "a", "post", first_duty_on="2017-04-01")
    assert event.unit == "DT"
    office.person("b", "DT")
    office.do(P, "b", "transfer", unit="DBT", transferred_on="2017-05-01")
    (event,) = office.do(P, "b", "post", first_duty_on="2017-05-01")
    assert event.unit == "DBT"


def corrections_due(event: Event) -> list[tuple[str, str]]:
    """What an answer says is to be corrected."""
    return [(one["register"], one["record"]) for one in event.data["to_correct"]]


def test_a_late_transfer_names_what_was_told_under_the_former_unit(office: Office) -> None:
    for code in ("a", "b"):
        office.person(code, "DT")
    course(office)
    paper(office)
    closed_session(office, "a", "b", on="2017-02-28")
    session = closed_session(office, "a", "b", on="2017-03-01")
    closed_session(office, "b", on="2017-03-02")
    exam = scored_assessment(office, "a", 80, on="2017-03-05")
    (event,) = office.do(P, "a", "transfer", unit="DBT", transferred_on="2017-03-01")
    assert corrections_due(event) == [(ASSESSMENTS, exam), (SESSIONS, session)]

    office.do(SESSIONS, session, "hold", corrects=2, **hold("a", "b"))
    office.do(ASSESSMENTS, exam, "sit", corrects=1, paper="P", person="a", sat_on="2017-03-05")
    assert [claimed_value(office, "S1.person_times", units=unit) for unit in ("DT", "DBT")] == [4, 1]
    form = {"unit": "DBT", "transferred_on": "2017-03-01"}
    place = office.record(P, "a").latest_revisions[-1].place
    (event,) = office.do(P, "a", "transfer", corrects=place, **form)
    assert corrections_due(event) == [], "what was told again stands where it belongs"


def test_a_transfer_that_is_in_time_names_nothing_and_a_corrected_day_names_what_it_moves(office: Office) -> None:
    office.person("a", "DT")
    course(office)
    before = closed_session(office, "a", on="2017-03-01")
    (event,) = office.do(P, "a", "transfer", unit="DBT", transferred_on="2017-04-01")
    after = closed_session(office, "a", on="2017-05-01")
    assert corrections_due(event) == []
    office.do(P, "a", "transfer", unit="ZS", transferred_on="2017-07-01")
    for on, moved in (("2017-02-01", [before]), ("2017-06-01", [after])):
        event = office.do(P, "a", "transfer", corrects=2, unit="DBT", transferred_on=on)[0]
        assert corrections_due(event) == [(SESSIONS, one) for one in moved], on


BREACH: dict[str, Any] = {
    "person": "a",
    "norm": "ten",
    "clause": 1,
    "matter": "other",
    "facts": "某日某事",
    "source": "self",
    "committed_on": "2017-03-01",
    "reported_on": "2017-03-02",
}


def test_a_breach_is_not_told_by_the_answer_to_a_transfer(office: Office) -> None:
    published_norm(office)
    office.person("a", "DT")
    take_steps(office, "training.breaches", "", report=BREACH)
    (event,) = office.do(P, "a", "transfer", unit="DBT", transferred_on="2017-01-15")
    assert corrections_due(event) == []
    with pytest.raises(NamedElsewhere) as refused:
        office.do(P, "a", "void", reason="重复")
    assert refused.value.about == ()
    (error,) = refused.value.to_dict()["errors"]
    assert not any(character.isdigit() for character in error["zh"] + error["en"])


def test_a_refused_void_counts_no_record_that_who_asks_may_not_read(office: Office) -> None:
    office.person("a", "DT")
    course(office)
    closed_session(office, "a", on="2017-02-28")
    published_norm(office)
    for _ in range(2):
        take_steps(office, "training.breaches", "", report=BREACH)
    with pytest.raises(NamedElsewhere) as refused:
        office.do_as(Actor("SYN-T", "trainer"), P, "a", "void", reason="重复")
    (error,) = refused.value.to_dict()["errors"]
    assert "共 1 项" in error["zh"]


@pytest.mark.parametrize("step", ["join", "transfer", "appoint", "leave"])
def test_who_is_there_and_in_which_role_the_trainer_alone_says(office: Office, step: str) -> None:
    office.person("a", "DT")
    forms: dict[str, dict[str, Any]] = {
        "join": {"code": "b", "name": "某", "unit": "DT", "role": "captain", "kind": "established"}
        | {"party_member": False, "joined_on": "2016-01-01"},
        "transfer": {"unit": "ZS", "transferred_on": "2017-01-01"},
        "appoint": {"role": "captain", "appointed_on": "2017-01-01"},
        "leave": {"left_on": "2017-01-01", "reason": "离职"},
    }
    record = "" if step == "join" else "a"
    with pytest.raises(Forbidden):
        office.do_as(Actor("DT-03", "clerk"), P, record, step, **forms[step])
    with pytest.raises(Forbidden):
        office.do_as(Actor("DT-03", "clerk"), P, "a", "join", 1, **forms["join"] | {"code": "a"})


def test_who_is_named_by_records_is_not_voided_but_leaves(office: Office) -> None:
    for code in ("a", "b", "c"):
        office.person(code, "DT")
    course(office)
    paper(office)
    session = closed_session(office, "a", {"person": "c", "status": "absent"}, on="2017-02-28")
    sitting = sat_assessment(office, "a", invigilator="b")
    for code, named in (("a", {session, sitting}), ("b", {sitting}), ("c", {session})):
        with pytest.raises(NamedElsewhere) as refused:
            office.do(P, code, "void", reason="重复")
        assert set(refused.value.about) == named
        (error,) = refused.value.to_dict()["errors"]
        assert all(one in error["zh"] and one in error["en"] for one in named)
    office.do(P, "a", "leave", reason="离职", left_on="2017-06-01")
    office.do(ASSESSMENTS, sitting, "void", reason="登记错误")
    office.do(P, "b", "void", reason="重复")


@pytest.mark.parametrize("register", ["integrity_activities", "conduct_checks", "pledges", "acknowledgements"])
def test_whatever_names_a_person_keeps_them(office: Office, register: str) -> None:
    published_norm(office)
    for code in ("a", "b"):
        office.person(code, "DT")
    add_record_naming(office, register)
    with pytest.raises(NamedElsewhere):
        office.do(P, "a", "void", reason="重复")


def add_record_naming(office: Office, register: str) -> None:
    """A record of this register that names the person `a`."""
    activity = {"form": "film", "unit": "DT", "title": "片", "planned_on": "2017-01-05", "planned_for": "2017-02-01"}
    steps: dict[str, dict[str, Any]] = {
        "integrity_activities": {
            "plan": activity,
            "hold": {"held_on": "2017-02-01", "attendance": [{"person": "a", "status": "present"}]},
        },
        "conduct_checks": {
            "check": {
                "unit": "DT",
                "inspector": "b",
                "checked_on": "2017-02-01",
                "persons": [{"person": "a", "dressed": True}],
                "findings": [],
            }
        },
        "pledges": {"issue": {"person": "b", "superior": "a", "year": 2017, "issued_on": "2017-01-10"}},
        "acknowledgements": {"sign": {"person": "a", "norm": "ten", "edition": 1, "signed_on": "2017-02-01"}},
    }
    take_steps(office, f"training.{register}", "", **steps[register])


def test_who_is_no_recruit_needs_no_induction(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "post", first_duty_on="2016-01-04")
    assert claimed_value(office, "S1.induction_coverage") is None, "a ratio over no recruits has no number"


def test_nobody_is_made_a_recruit_afterwards_who_was_posted_without_induction(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "post", first_duty_on="2016-01-04")
    form = {"code": "a", "name": "某", "unit": "DT", "role": "officer", "kind": "established", "party_member": False}
    with pytest.raises(NotInducted):
        office.do(P, "a", "join", corrects=1, joined_on="2016-01-01", recruit=True, **form)


def test_a_pass_that_was_voided_or_corrected_shows_who_was_posted_before_passing(recruit: Office) -> None:
    recruit.person("s", "DBT", joined="2017-01-09", recruit=True)
    passed = {code: scored_assessment(recruit, code, 80, on="2017-03-01") for code in ("r", "s")}
    for code in passed:
        recruit.do(P, code, "post", first_duty_on="2017-03-10")
    assert gaps(recruit, "S1.induction_coverage") == []
    recruit.do(ASSESSMENTS, passed["r"], "void", reason="替考")
    recruit.do(ASSESSMENTS, passed["s"], "score", corrects=2, score=50, evidence=PROOF)
    assert gaps(recruit, "S1.induction_coverage") == ["r", "s"]
    scored_assessment(recruit, "r", 90, on="2017-03-20")
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
    (event,) = office.do(P, "a", "appoint", role="captain", appointed_on="2017-05-01")
    assert (event.data["former"], event.data["of"]["role"]) == ("officer", "captain")


def test_an_enforcement_certificate_is_due_for_renewal_and_a_renewal_sets_another_day(office: Office) -> None:
    office.person("a", "DT")
    office.do(P, "a", "certify", certificate="1", certified_on="2014-03-01", valid_until="2018-03-01")
    assert [due.due for due in deadlines.running(office.record(P, "a"))] == [day("2018-03-01")]
    office.do(P, "a", "certify", certificate="2", certified_on="2017-03-01", valid_until="2021-03-01")
    assert [due.due for due in deadlines.running(office.record(P, "a"))] == [day("2021-03-01")]
    assert office.record(P, "a").register.clocks[0].warning_days == (90, 30, 7)
    office.do(P, "a", "leave", left_on="2017-05-01", reason="退休")
    assert deadlines.running(office.record(P, "a")) == []
