from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder
from contracts.refusals import HostJoins, JointTwice, NotOnStrength
from services.chassis.records.references import UnknownReference
from services.training.certificate_dependencies import CertificateRests
from services.training.sessions import AttendeeTwice, NobodyCameToSession, NotRainyDay, SessionClosed
from tests.office import PROOF, Office
from tests.services.training.training_records import (
    CERTIFICATES,
    SESSIONS,
    claimed_value,
    closed_session,
    course,
    facts,
    gaps,
    held_session,
    hold,
    plan,
    read_model,
    take_steps,
    value,
)

S1 = {
    name: f"S1.{name}"
    for name in ("sessions_held", "people_trained", "person_times", "training_minutes", "rotation_coverage")
}
ABSENT = {"person": "c", "status": "absent"}


@pytest.fixture
def school(office: Office) -> Office:
    for code, unit in (("a", "DT"), ("b", "DT"), ("c", "DBT")):
        office.person(code, unit)
    course(office)
    return office


def attendance_rows(office: Office, record: str) -> list[tuple[str, str, str, int]]:
    entries = office.record(SESSIONS, record)["attendance"]
    return [(one["person"], one["status"], one["unit"], one["credited"]) for one in entries]


def test_the_whole_way_from_plan_to_the_locked_list(school: Office) -> None:
    record = take_steps(school, SESSIONS, "", plan=plan(), open={"opened_on": "2017-02-01"})
    late = {"person": "b", "status": "late", "minutes": 40}
    school.do(SESSIONS, record, "hold", **hold("a", late))
    school.do(SESSIONS, record, "attend", attendance=[ABSENT])
    school.do(SESSIONS, record, "close", closed_on="2017-03-02", evidence=PROOF)
    assert school.record(SESSIONS, record).status() == "closed"
    assert attendance_rows(school, record) == [
        ("a", "present", "DT", 60),
        ("b", "late", "DT", 40),
        ("c", "absent", "DBT", 0),
    ]


def test_a_closed_sessions_attendance_is_locked(school: Office) -> None:
    record = closed_session(school, "a")
    with pytest.raises(SessionClosed) as refused:
        school.do(SESSIONS, record, "attend", attendance=[{"person": "b"}])
    problem = refused.value.to_dict()
    assert (problem["slug"], problem["article"], problem["errors"][0]["field"]) == (
        "session-closed",
        "局内规定",
        "attendance",
    )
    school.do(SESSIONS, record, "hold", corrects=2, **hold("a", "b"))
    assert len(attendance_rows(school, record)) == 2, "who was forgotten is added by correcting what was held"
    assert "考勤锁定" in school.record(SESSIONS, record).register.words["closed"]


def test_a_joint_session_has_one_host_and_counts_once_for_the_bureau(school: Office) -> None:
    for joint, refusal in ((["DT"], HostJoins), (["DBT", "DBT"], JointTwice)):
        with pytest.raises(refusal):
            held_session(school, "a", counits=joint)
    held_session(school, "a", "c", counits=["DBT"])
    model = read_model(school)
    assert [value(model, S1["sessions_held"], units=unit)[0] for unit in (None, "DT", "DBT", "ZS")] == [1, 1, 1, 0]


def test_nobody_is_listed_twice_in_one_list_or_in_two(school: Office) -> None:
    with pytest.raises(AttendeeTwice) as refused:
        held_session(school, "a", "b", "a")
    assert refused.value.to_dict()["errors"][0]["field"] == "attendance.2.person"
    record = held_session(school, "a")
    with pytest.raises(AttendeeTwice):
        school.do(SESSIONS, record, "attend", attendance=[{"person": "a"}])


def test_who_had_left_or_not_come_yet_was_not_there(school: Office) -> None:
    school.person("new", "DT", joined="2017-04-01")
    school.do("training.people", "b", "leave", left_on="2017-02-01", reason="辞职")
    for absent in ("new", "b"):
        with pytest.raises(NotOnStrength):
            held_session(school, "a", absent)
    with pytest.raises(UnknownReference):
        held_session(school, "stranger")


def test_a_session_to_which_nobody_came_was_not_held(school: Office) -> None:
    with pytest.raises(NobodyCameToSession):
        held_session(school, ABSENT, {"person": "a", "status": "excused"})


def test_rainy_day_courses_are_held_in_that_form(school: Office) -> None:
    course(school, "R", "rainy_day")
    with pytest.raises(NotRainyDay):
        held_session(school, "a", course="R", form="lecture")
    held_session(school, "a", course="R", form="rainy_day")


def test_a_session_that_was_cancelled_is_not_held_and_none_is_closed_before_it_was_held(school: Office) -> None:
    record = take_steps(school, SESSIONS, "", plan=plan())
    with pytest.raises(NotNow):
        school.do(SESSIONS, record, "close", closed_on="2017-03-01")
    school.do(SESSIONS, record, "cancel", cancelled_on="2017-02-01", reason="台风")
    with pytest.raises(NotNow):
        school.do(SESSIONS, record, "hold", **hold("a"))
    with pytest.raises(OutOfOrder):
        school.do(SESSIONS, held_session(school, "a"), "close", closed_on="2017-02-28")


def test_minutes_never_exceed_the_session(school: Office) -> None:
    record = closed_session(school, {"person": "a", "minutes": 300}, {"person": "b", "minutes": 15}, ABSENT)
    assert [one[3] for one in attendance_rows(school, record)] == [60, 15, 0]
    assert value(read_model(school), S1["training_minutes"]) == (75, 75)


def test_people_and_person_times_are_two_numbers_and_wait_for_the_list_to_be_locked(school: Office) -> None:
    closed_session(school, "a", "b", ABSENT, on="2017-03-01")
    closed_session(school, "a", on="2017-04-01")
    held_session(school, "c", on="2017-05-01")
    model = read_model(school)
    numbers = {name: value(model, id_)[0] for name, id_ in S1.items()}
    expected: dict[str, Any] = {"sessions_held": 3, "people_trained": 2, "person_times": 3, "training_minutes": 180}
    assert numbers == expected | {"rotation_coverage": 2 / 3}
    assert gaps(school, S1["rotation_coverage"]) == ["c"]
    assert gaps(school, S1["rotation_coverage"], units="DT") == []


def test_the_sign_in_sheet_verifies(school: Office) -> None:
    record = held_session(school, "a")
    assert value(read_model(school), S1["sessions_held"]) == (1, 0)
    school.do(SESSIONS, record, "close", closed_on="2017-03-01", evidence=PROOF)
    for measure in S1.values():
        claimed_, verified = value(read_model(school), measure)
        assert claimed_ == verified


def test_what_was_learnt_counts_on_the_day_of_the_session_once_it_is_closed(school: Office) -> None:
    record = held_session(school, "a", on="2017-03-31")
    school.do(SESSIONS, record, "close", closed_on="2017-04-03")
    assert [claimed_value(school, S1["person_times"], as_of) for as_of in ("2017-04-02", "2017-04-03")] == [0, 1]
    (fact,) = facts(school, S1["person_times"])
    assert (fact.dated, fact.happened) == ("2017-03-31", "2017-04-03")


def test_a_person_who_moved_counts_where_they_were_on_the_day(school: Office) -> None:
    closed_session(school, "a", on="2017-03-01")
    school.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-04-01")
    closed_session(school, "a", on="2017-05-01", unit="DBT")
    model = read_model(school)
    times = [value(model, S1["person_times"], units=unit)[0] for unit in (None, "DT", "DBT")]
    people = [value(model, S1["people_trained"], units=unit)[0] for unit in (None, "DT", "DBT")]
    assert (times, people) == ([2, 1, 1], [1, 1, 1])
    assert [value(model, S1["rotation_coverage"], as_of, "DT")[0] for as_of in ("2017-03-31", "2017-12-31")] == [0.5, 0]
    assert value(model, S1["rotation_coverage"], units="DBT")[0] == 0.5, "DBT's whole has the mover now, and is trained"


def test_who_left_is_no_longer_among_those_to_be_trained(school: Office) -> None:
    closed_session(school, "a", on="2017-03-01")
    assert gaps(school, S1["rotation_coverage"], "2017-05-31") == ["b", "c"]
    school.do("training.people", "b", "leave", left_on="2017-06-01", reason="退休")
    assert gaps(school, S1["rotation_coverage"], "2017-05-31") == ["b", "c"]
    assert gaps(school, S1["rotation_coverage"], "2017-06-01") == ["c"]


def test_a_void_takes_back_all_that_a_session_contributed(school: Office) -> None:
    before = {name: value(read_model(school), id_) for name, id_ in S1.items()}
    record = closed_session(school, "a", "b")
    assert {name: value(read_model(school), id_) for name, id_ in S1.items()} != before
    school.do(SESSIONS, record, "void", reason="录入错误")
    assert {name: value(read_model(school), id_) for name, id_ in S1.items()} == before


def test_what_a_certificate_rests_on_is_not_taken_from_under_it(school: Office) -> None:
    record = closed_session(school, "a", "b")
    take_steps(school, CERTIFICATES, "", issue={"number": "1", "person": "a", "course": "C", "issued_on": "2017-03-10"})
    with pytest.raises(CertificateRests) as refused:
        school.do(SESSIONS, record, "void", reason="录入错误")
    assert refused.value.about == ("1",)
    for list_ in (hold("b"), hold("b", {"person": "a", "status": "absent"}), hold("a", "b", on="2017-03-11")):
        with pytest.raises(CertificateRests):
            school.do(SESSIONS, record, "hold", corrects=2, **list_)
    school.do(SESSIONS, record, "hold", corrects=2, **hold("a"))
    school.do(CERTIFICATES, "1", "revoke", revoked_on="2017-03-12", reason="核查")
    school.do(SESSIONS, record, "void", reason="录入错误")


def test_a_corrected_list_corrects_what_was_closed(school: Office) -> None:
    record = closed_session(school, "a", "b")
    events = school.do(SESSIONS, record, "hold", corrects=2, **hold("a", {"person": "b", "status": "absent"}))
    assert [event.type for event in events] == ["training.sessions.held.v1", "training.sessions.closed.v1"]
    assert claimed_value(school, S1["person_times"]) == 1
    assert gaps(school, S1["rotation_coverage"]) == ["b", "c"]


def test_a_correction_must_still_agree_with_the_list_that_was_added_later(school: Office) -> None:
    record = held_session(school, "a")
    school.do(SESSIONS, record, "attend", attendance=[{"person": "b"}])
    with pytest.raises(AttendeeTwice):
        school.do(SESSIONS, record, "hold", corrects=2, **hold("a", "b"))


def test_a_transfer_that_was_entered_late_holds_once_the_session_is_told_again(school: Office) -> None:
    record = closed_session(school, "a", on="2017-03-01")
    school.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-02-01")
    events = school.do(SESSIONS, record, "hold", corrects=2, **hold("a"))
    assert [event.data["attendance"][0]["unit"] for event in events] == ["DBT", "DBT"]
    assert [claimed_value(school, S1["person_times"], units=unit) for unit in ("DT", "DBT")] == [0, 1]


@pytest.mark.parametrize(
    ("role", "measure"),
    [("captain", "captains"), ("officer", "officers"), ("legal", "legal"), ("clerk", "clerks")],
)
def test_backbone_training_counts_by_role(school: Office, role: str, measure: str) -> None:
    school.person("x", "DT", role=role)
    school.person("y", "ZS", role=role)
    course(school, "B", "backbone")
    closed_session(school, "x", course="B")
    closed_session(school, "y", course="C")
    others = ["a", "b", "c"] if role == "officer" else []
    assert gaps(school, f"S1.backbone_{measure}") == [*others, "y"]


def test_who_takes_another_role_belongs_to_the_other_class(school: Office) -> None:
    course(school, "B", "backbone")
    closed_session(school, "a", course="B", on="2017-03-01")
    school.do("training.people", "a", "appoint", role="captain", appointed_on="2017-05-01")
    assert [claimed_value(school, "S1.backbone_captains", as_of) for as_of in ("2017-04-30", "2017-05-01")] == [None, 1]
    assert gaps(school, "S1.backbone_officers", "2017-04-30") == ["b", "c"]
    assert claimed_value(school, "S1.backbone_officers", "2017-04-30") == pytest.approx(1 / 3)
    assert claimed_value(school, "S1.backbone_officers", "2017-05-01") == 0
    school.do("training.people", "a", "transfer", unit="ZS", transferred_on="2017-06-01")
    assert claimed_value(school, "S1.backbone_captains", units="ZS") == 1
