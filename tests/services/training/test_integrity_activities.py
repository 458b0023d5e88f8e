from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import JointTwice, NamedTwice, NotOnStrength
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.queries import Answer
from services.training.integrity_activities import (
    EssayElsewhere,
    EssayTwice,
    NobodyCameToActivity,
    OrganiserJoins,
)
from tests.office import PROOF, Office, build_view, make_as_of, measure_value

ACTIVITIES = "training.integrity_activities"
ALL_THREE, ESSAYS = "A2.members_took_part", "A2.essays"


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """Two party members and one who is none."""
    office.person("a", "DT", party_member=True)
    office.person("b", "ZS", party_member=True)
    office.person("c", "DT")
    return office


def planned_activity(office: Office, kind: str = "film", **more: Any) -> str:
    """A planned activity; its id."""
    form = {"unit": "DT", "form": kind, "title": "活动", "planned_on": "2017-01-05", "planned_for": "2017-03-01"}
    return office.do(ACTIVITIES, "", "plan", **form | more)[-1].subject


def attendance_of(*people: str, status: str = "present") -> list[dict[str, str]]:
    """These people on a sign-in sheet."""
    return [{"person": person, "status": status} for person in people]


def held_activity(office: Office, kind: str, *people: str, on: str = "2017-03-01", **more: Any) -> str:
    """An activity that was held; its id."""
    record = planned_activity(office, kind)
    office.do(ACTIVITIES, record, "hold", **{"held_on": on, "attendance": attendance_of(*people)} | more)
    return record


def submit_essays(office: Office, record: str, *people: str, on: str = "2017-04-01") -> None:
    """Essays handed in."""
    office.do(ACTIVITIES, record, "submit", submitted_on=on, essays=[{"person": person} for person in people])


def missing(office: Office, measure: str, as_of: str = "2017-12-31") -> list[str]:
    """Which members are missing."""
    read_model = build_view(office.events, campaign())
    with read_model.store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[measure], make_as_of(as_of))]


def test_attendance_is_told_with_the_units_of_the_day(staffed_office: Office) -> None:
    staffed_office.do("training.people", "b", "transfer", unit="DBT", transferred_on="2017-03-01")
    record = staffed_office.record(ACTIVITIES, held_activity(staffed_office, "film", "a", "b"))
    assert [one["unit"] for one in record["attendance"]] == ["DT", "DBT"]


def test_nobody_is_named_twice(staffed_office: Office) -> None:
    with pytest.raises(NamedTwice):
        held_activity(staffed_office, "film", "a", "a")


def test_nobody_came_means_that_it_was_not_held_unless_it_is_an_essay(staffed_office: Office) -> None:
    for attendance in ([], attendance_of("a", "b", status="absent")):
        with pytest.raises(NobodyCameToActivity):
            held_activity(staffed_office, "base_visit", attendance=attendance)
    held_activity(staffed_office, "essay")


def test_whoever_had_left_was_not_there(staffed_office: Office) -> None:
    staffed_office.do("training.people", "b", "leave", reason="退休", left_on="2017-03-01")
    with pytest.raises(NotOnStrength) as refusal:
        held_activity(staffed_office, "film", "a", "b")
    assert refusal.value.to_dict()["errors"][0]["field"] == "attendance.1.person"
    held_activity(staffed_office, "film", "a", "b", on="2017-02-28")


def test_the_host_does_not_join_itself_and_nobody_joins_twice(staffed_office: Office) -> None:
    for joint, refusal in ((["DT"], OrganiserJoins), (["ZS", "ZS"], JointTwice)):
        with pytest.raises(refusal):
            planned_activity(staffed_office, counits=joint)


def test_essays_are_handed_in_where_they_were_set_and_once(staffed_office: Office) -> None:
    with pytest.raises(EssayElsewhere):
        submit_essays(staffed_office, held_activity(staffed_office, "film", "a"), "a")
    record = held_activity(staffed_office, "essay")
    with pytest.raises(EssayTwice):
        submit_essays(staffed_office, record, "a", "a")
    submit_essays(staffed_office, record, "a")
    with pytest.raises(EssayTwice):
        submit_essays(staffed_office, record, "b", "a")
    submit_essays(staffed_office, record, "b")


def test_what_was_cancelled_is_not_held(staffed_office: Office) -> None:
    record = planned_activity(staffed_office)
    staffed_office.do(ACTIVITIES, record, "cancel", reason="延期", cancelled_on="2017-02-01")
    with pytest.raises(NotNow):
        staffed_office.do(ACTIVITIES, record, "hold", held_on="2017-03-01", attendance=attendance_of("a"))


def test_activities_are_counted_by_form_and_plans_and_voids_are_not(staffed_office: Office) -> None:
    for kind in ("film", "film", "base_visit", "lecture", "essay"):
        held_activity(staffed_office, kind, "a")
    staffed_office.do(ACTIVITIES, held_activity(staffed_office, "lecture", "a"), "void", reason="重复登记")
    planned_activity(staffed_office, "film")
    read_model = build_view(staffed_office.events, campaign())
    counts = [
        measure_value(read_model, f"A2.{name}").claimed
        for name in ("base_visits", "films", "essay_sessions", "lectures")
    ]
    assert counts == [1, 2, 1, 1]


def test_a_joint_activity_is_one_for_the_bureau_and_one_for_each_unit(staffed_office: Office) -> None:
    record = planned_activity(staffed_office, "film", counits=["ZS"])
    staffed_office.do(
        ACTIVITIES, record, "hold", held_on="2017-03-01", attendance=attendance_of("a", "b"), evidence=PROOF
    )
    read_model = build_view(staffed_office.events, campaign())
    assert [measure_value(read_model, "A2.films", units=units) for units in ("DT", "ZS", "DT ZS")] == [
        Answer(1, 1, 1)
    ] * 3


def test_a_member_took_part_with_all_three_forms(staffed_office: Office) -> None:
    held_activity(staffed_office, "base_visit", "a", "b", on="2017-02-01")
    held_activity(staffed_office, "film", "a", "c", on="2017-03-01")
    held_activity(
        staffed_office,
        "film",
        "b",
        on="2017-03-02",
        attendance=[*attendance_of("a"), *attendance_of("b", status="absent")],
    )
    essay = held_activity(staffed_office, "essay", "a", "b", on="2017-03-10")
    assert missing(staffed_office, ALL_THREE) == ["a", "b"]
    submit_essays(staffed_office, essay, "a", "b", "c")
    read_model = build_view(staffed_office.events, campaign())
    assert [measure_value(read_model, ALL_THREE, on).claimed for on in ("2017-03-31", "2017-04-01")] == [0, 1 / 2]
    assert (missing(staffed_office, ALL_THREE), measure_value(read_model, ESSAYS)) == (["b"], Answer(1, 0, 2))
    held_activity(staffed_office, "film", "b", on="2017-04-10", attendance=attendance_of("b", status="late"))
    assert missing(staffed_office, ALL_THREE) == []


def test_all_three_are_verified_when_each_has_its_papers(staffed_office: Office) -> None:
    for kind in ("base_visit", "film"):
        held_activity(staffed_office, kind, "a", evidence=PROOF)
    record = held_activity(staffed_office, "essay")
    submit_essays(staffed_office, record, "a")
    assert measure_value(build_view(staffed_office.events, campaign()), ALL_THREE) == Answer(1 / 2, 0, 2)
    essays: dict[str, Any] = {"submitted_on": "2017-04-01", "essays": [{"person": "a"}], "essay_evidence": PROOF}
    staffed_office.do(ACTIVITIES, record, "submit", 3, **essays)
    assert measure_value(build_view(staffed_office.events, campaign()), ALL_THREE) == Answer(1 / 2, 1 / 2, 2)


def test_a_corrected_sheet_and_a_voided_activity_take_members_back(staffed_office: Office) -> None:
    visit, film, essay = (held_activity(staffed_office, kind, "a", "b") for kind in ("base_visit", "film", "essay"))
    submit_essays(staffed_office, essay, "a", "b")
    assert missing(staffed_office, ALL_THREE) == []
    staffed_office.do(ACTIVITIES, film, "hold", 2, held_on="2017-03-01", attendance=attendance_of("a"))
    assert missing(staffed_office, ALL_THREE) == ["b"]
    staffed_office.do(ACTIVITIES, visit, "void", reason="未成行")
    assert missing(staffed_office, ALL_THREE) == ["a", "b"]


def test_members_are_those_of_the_day_in_the_units_of_the_day(staffed_office: Office) -> None:
    submit_essays(staffed_office, held_activity(staffed_office, "essay"), "a")
    staffed_office.do("training.people", "a", "transfer", unit="ZS", transferred_on="2017-05-01")
    staffed_office.do("training.people", "b", "leave", reason="退休", left_on="2017-06-01")
    read_model = build_view(staffed_office.events, campaign())
    shares = [
        measure_value(read_model, ESSAYS, on, units=unit).claimed
        for on, unit in (("2017-04-30", "DT"), ("2017-05-01", "DT"), ("2017-05-01", "ZS"), ("2017-06-01", "ZS"))
    ]
    assert shares == [1, None, 1 / 2, 1]


def test_months_in_which_there_was_something_are_counted_once(staffed_office: Office) -> None:
    for on in ("2017-03-01", "2017-03-31", "2017-05-02"):
        last = held_activity(staffed_office, "film", "a", on=on)
    planned_activity(staffed_office)
    read_model = build_view(staffed_office.events, campaign())
    days = ("2017-02-28", "2017-04-30", "2017-12-31")
    assert [measure_value(read_model, "A2.months_with_education", on).claimed for on in days] == [0, 1, 2]
    staffed_office.do(ACTIVITIES, last, "void", reason="未成行")
    assert measure_value(build_view(staffed_office.events, campaign()), "A2.months_with_education").claimed == 1


def test_activities_on_the_eight_and_ten_provisions_are_counted(staffed_office: Office) -> None:
    held_activity(staffed_office, "lecture", "a", provisions="eight_provisions")
    held_activity(staffed_office, "film", "a", provisions="ten_provisions")
    held_activity(staffed_office, "film", "a")
    assert measure_value(build_view(staffed_office.events, campaign()), "A2.provisions_taught").claimed == 2


def test_activities_of_integrity_culture_are_counted_apart(staffed_office: Office) -> None:
    held_activity(staffed_office, "culture", "a")
    held_activity(staffed_office, "lecture", "a")
    planned_activity(staffed_office, "culture")
    read_model = build_view(staffed_office.events, campaign())
    assert measure_value(read_model, "A2.culture_activities", "2017-12-31").claimed == 1
