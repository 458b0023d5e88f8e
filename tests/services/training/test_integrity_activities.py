from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.gateway.view import answers
from services.gateway.view.answers import Answer
from services.gateway.view.programme import campaign
from services.training.integrity_activities import (
    EssayElsewhere,
    EssayTwice,
    HostJoins,
    JointTwice,
    NamedTwice,
    NobodyCame,
)
from services.training.strength import NotOnStrength
from tests.office import PROOF, Office, ask, asked, viewed

ACTIVITIES = "training.integrity_activities"
ALL_THREE, ESSAYS = "A2.members_took_part", "A2.essays"


@pytest.fixture
def staffed(office: Office) -> Office:
    """Two party members and one who is none."""
    office.person("a", "DT", party_member=True)
    office.person("b", "ZS", party_member=True)
    office.person("c", "DT")
    return office


def planned(office: Office, kind: str = "film", **more: Any) -> str:
    """A planned activity; its id."""
    form = {"unit": "DT", "form": kind, "title": "活动", "planned_on": "2017-01-05", "planned_for": "2017-03-01"}
    return office.do(ACTIVITIES, "", "plan", **form | more)[-1].subject


def came(*people: str, status: str = "present") -> list[dict[str, str]]:
    """These people on a sign-in sheet."""
    return [{"person": person, "status": status} for person in people]


def held(office: Office, kind: str, *people: str, on: str = "2017-03-01", **more: Any) -> str:
    """An activity that was held; its id."""
    record = planned(office, kind)
    office.do(ACTIVITIES, record, "hold", **{"held_on": on, "attendance": came(*people)} | more)
    return record


def submitted(office: Office, record: str, *people: str, on: str = "2017-04-01") -> None:
    """Essays handed in."""
    office.do(ACTIVITIES, record, "submit", submitted_on=on, essays=[{"person": person} for person in people])


def missing(office: Office, measure: str, as_of: str = "2017-12-31") -> list[str]:
    """Which members are missing."""
    view = viewed(office.events, campaign())
    with view.store.read() as tx:
        return [row.subject for row in answers.gaps(tx, campaign().measures[measure], asked(as_of))]


def test_attendance_is_told_with_the_units_of_the_day(staffed: Office) -> None:
    staffed.do("training.people", "b", "transfer", unit="DBT", transferred_on="2017-03-01")
    record = staffed.record(ACTIVITIES, held(staffed, "film", "a", "b"))
    assert [one["unit"] for one in record["attendance"]] == ["DT", "DBT"]


def test_nobody_is_named_twice(staffed: Office) -> None:
    with pytest.raises(NamedTwice):
        held(staffed, "film", "a", "a")


def test_nobody_came_means_that_it_was_not_held_unless_it_is_an_essay(staffed: Office) -> None:
    for attendance in ([], came("a", "b", status="absent")):
        with pytest.raises(NobodyCame):
            held(staffed, "base_visit", attendance=attendance)
    held(staffed, "essay")


def test_whoever_had_left_was_not_there(staffed: Office) -> None:
    staffed.do("training.people", "b", "leave", reason="退休", left_on="2017-03-01")
    with pytest.raises(NotOnStrength) as refusal:
        held(staffed, "film", "a", "b")
    assert refusal.value.told()["errors"][0]["field"] == "attendance.1.person"
    held(staffed, "film", "a", "b", on="2017-02-28")


def test_the_host_does_not_join_itself_and_nobody_joins_twice(staffed: Office) -> None:
    for joint, refusal in ((["DT"], HostJoins), (["ZS", "ZS"], JointTwice)):
        with pytest.raises(refusal):
            planned(staffed, counits=joint)


def test_essays_are_handed_in_where_they_were_set_and_once(staffed: Office) -> None:
    with pytest.raises(EssayElsewhere):
        submitted(staffed, held(staffed, "film", "a"), "a")
    record = held(staffed, "essay")
    with pytest.raises(EssayTwice):
        submitted(staffed, record, "a", "a")
    submitted(staffed, record, "a")
    with pytest.raises(EssayTwice):
        submitted(staffed, record, "b", "a")
    submitted(staffed, record, "b")


def test_what_was_cancelled_is_not_held(staffed: Office) -> None:
    record = planned(staffed)
    staffed.do(ACTIVITIES, record, "cancel", reason="延期", cancelled_on="2017-02-01")
    with pytest.raises(NotNow):
        staffed.do(ACTIVITIES, record, "hold", held_on="2017-03-01", attendance=came("a"))


def test_activities_are_counted_by_form_and_plans_and_voids_are_not(staffed: Office) -> None:
    for kind in ("film", "film", "base_visit", "lecture", "essay"):
        held(staffed, kind, "a")
    staffed.do(ACTIVITIES, held(staffed, "lecture", "a"), "void", reason="重复登记")
    planned(staffed, "film")
    view = viewed(staffed.events, campaign())
    found = [ask(view, f"A2.{name}").claimed for name in ("base_visits", "films", "essay_sessions", "lectures")]
    assert found == [1, 2, 1, 1]


def test_a_joint_activity_is_one_for_the_bureau_and_one_for_each_unit(staffed: Office) -> None:
    record = planned(staffed, "film", counits=["ZS"])
    staffed.do(ACTIVITIES, record, "hold", held_on="2017-03-01", attendance=came("a", "b"), evidence=PROOF)
    view = viewed(staffed.events, campaign())
    assert [ask(view, "A2.films", units=units) for units in ("DT", "ZS", "DT ZS")] == [Answer(1, 1, 1)] * 3


def test_a_member_took_part_with_all_three_forms(staffed: Office) -> None:
    held(staffed, "base_visit", "a", "b", on="2017-02-01")
    held(staffed, "film", "a", "c", on="2017-03-01")
    held(staffed, "film", "b", on="2017-03-02", attendance=[*came("a"), *came("b", status="absent")])
    essay = held(staffed, "essay", "a", "b", on="2017-03-10")
    assert missing(staffed, ALL_THREE) == ["a", "b"]
    submitted(staffed, essay, "a", "b", "c")
    view = viewed(staffed.events, campaign())
    assert [ask(view, ALL_THREE, on).claimed for on in ("2017-03-31", "2017-04-01")] == [0, 1 / 2]
    assert (missing(staffed, ALL_THREE), ask(view, ESSAYS)) == (["b"], Answer(1, 0, 2))
    held(staffed, "film", "b", on="2017-04-10", attendance=came("b", status="late"))
    assert missing(staffed, ALL_THREE) == []


def test_all_three_are_verified_when_each_has_its_papers(staffed: Office) -> None:
    for kind in ("base_visit", "film"):
        held(staffed, kind, "a", evidence=PROOF)
    record = held(staffed, "essay")
    submitted(staffed, record, "a")
    assert ask(viewed(staffed.events, campaign()), ALL_THREE) == Answer(1 / 2, 0, 2)
    essays: dict[str, Any] = {"submitted_on": "2017-04-01", "essays": [{"person": "a"}], "essay_evidence": PROOF}
    staffed.do(ACTIVITIES, record, "submit", 3, **essays)
    assert ask(viewed(staffed.events, campaign()), ALL_THREE) == Answer(1 / 2, 1 / 2, 2)


def test_a_corrected_sheet_and_a_voided_activity_take_members_back(staffed: Office) -> None:
    visit, film, essay = (held(staffed, kind, "a", "b") for kind in ("base_visit", "film", "essay"))
    submitted(staffed, essay, "a", "b")
    assert missing(staffed, ALL_THREE) == []
    staffed.do(ACTIVITIES, film, "hold", 2, held_on="2017-03-01", attendance=came("a"))
    assert missing(staffed, ALL_THREE) == ["b"]
    staffed.do(ACTIVITIES, visit, "void", reason="未成行")
    assert missing(staffed, ALL_THREE) == ["a", "b"]


def test_members_are_those_of_the_day_in_the_units_of_the_day(staffed: Office) -> None:
    submitted(staffed, held(staffed, "essay"), "a")
    staffed.do("training.people", "a", "transfer", unit="ZS", transferred_on="2017-05-01")
    staffed.do("training.people", "b", "leave", reason="退休", left_on="2017-06-01")
    view = viewed(staffed.events, campaign())
    found = [
        ask(view, ESSAYS, on, units=unit).claimed
        for on, unit in (("2017-04-30", "DT"), ("2017-05-01", "DT"), ("2017-05-01", "ZS"), ("2017-06-01", "ZS"))
    ]
    assert found == [1, None, 1 / 2, 1]
