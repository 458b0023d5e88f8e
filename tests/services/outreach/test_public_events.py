from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid, NotNow, OutOfOrder
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.outreach.joint import HostAmongJoint
from services.outreach.public_events import (
    AskedBeforeHeld,
    CollectedBeforeHeld,
    HouseholdAskedTwice,
    HouseholdNotThere,
    MorePositiveThanAnswers,
    NoConsent,
    PlannedInThePast,
    SignedInTwice,
)
from tests.office import PROOF, Office
from tests.services.outreach.public_contact import EVENTS, claimed_value, public_event, read_model, take_steps, value

HELD: dict[str, Any] = {
    "held_on": "2017-05-10",
    "pupils": 40,
    "parents": 38,
    "officers": 6,
    "consents": 40,
    "evidence": PROOF,
}


def held_event(office: Office, form: dict[str, Any] = HELD, **more: Any) -> str:
    return take_steps(office, EVENTS, public_event(office, **more), hold=form)


def test_an_event_goes_from_proposal_to_summary(office: Office) -> None:
    record = held_event(office)
    office.do(EVENTS, record, "summarise", summarised_on="2017-05-12", summary="家长反响好")
    assert office.record(EVENTS, record).status() == "summarised"
    assert [event.type.split(".")[2] for event in office.events[-5:]] == [
        "proposed",
        "approved",
        "planned",
        "held",
        "summarised",
    ]


def test_an_event_is_planned_after_approval_and_held_after_planning(office: Office) -> None:
    form: dict[str, Any] = {"unit": "DT", "title": "论坛", "kind": "forum", "proposed_on": "2017-04-01"}
    record = take_steps(office, EVENTS, "", propose=form)
    with pytest.raises(NotNow):
        office.do(EVENTS, record, "plan", planned_on="2017-04-02", planned_for="2017-05-10")
    office.do(EVENTS, record, "approve", approved_on="2017-04-02")
    with pytest.raises(NotNow):
        office.do(EVENTS, record, "hold", **HELD)


def test_a_plan_lies_ahead(office: Office) -> None:
    form: dict[str, Any] = {"unit": "DT", "title": "论坛", "kind": "forum", "proposed_on": "2017-04-01"}
    record = take_steps(office, EVENTS, "", propose=form, approve={"approved_on": "2017-04-02"})
    with pytest.raises(PlannedInThePast):
        office.do(EVENTS, record, "plan", planned_on="2017-04-05", planned_for="2017-04-04")
    assert office.do(EVENTS, record, "plan", planned_on="2017-04-05", planned_for="2017-04-05")


def test_no_pupil_takes_part_without_a_guardians_consent(office: Office) -> None:
    record = public_event(office)
    for missing in ({"consents": 39}, {"consents": None}):
        with pytest.raises(NoConsent) as refused:
            office.do(EVENTS, record, "hold", **HELD | missing)
        assert refused.value.to_dict()["errors"][0]["field"] == "consents"
    assert office.do(EVENTS, record, "hold", **HELD)


def test_an_event_without_pupils_needs_no_consent(office: Office) -> None:
    record = held_event(office, {"held_on": "2017-05-10", "residents": 12})
    assert office.record(EVENTS, record)["participants"] == 12


def test_officers_are_hosts_and_no_participants(office: Office) -> None:
    assert office.record(EVENTS, held_event(office))["participants"] == 78


def test_who_did_not_count_has_no_number(office: Office) -> None:
    record = held_event(office, {"held_on": "2017-05-10", "officers": 6})
    assert office.record(EVENTS, record).get("participants") is None


@pytest.mark.parametrize(("capacity", "beyond"), [(70, 8), (78, 0), (None, None)])
def test_an_event_beyond_capacity_is_recorded_and_flagged(
    office: Office, capacity: int | None, beyond: int | None
) -> None:
    assert office.record(EVENTS, held_event(office, capacity=capacity)).get("beyond_capacity") == beyond


def test_a_corrected_capacity_corrects_the_flag(office: Office) -> None:
    record = held_event(office, capacity=70)
    form: dict[str, Any] = {
        "unit": "DT",
        "title": "论坛",
        "kind": "forum",
        "partner": "柏庄实验小学",
        "proposed_on": "2017-04-01",
    }
    events = office.do(EVENTS, record, "propose", corrects=1, **form, capacity=75)
    assert events[-1].data["beyond_capacity"] == 3


def test_a_postponed_event_is_planned_again_and_a_cancelled_one_is_not_held(office: Office) -> None:
    record = public_event(office)
    office.do(EVENTS, record, "postpone", reason="雨", postponed_on="2017-05-09")
    with pytest.raises(NotNow):
        office.do(EVENTS, record, "hold", **HELD)
    office.do(EVENTS, record, "plan", planned_on="2017-05-09", planned_for="2017-05-20")
    office.do(EVENTS, record, "cancel", reason="停课", cancelled_on="2017-05-19")
    with pytest.raises(NotNow):
        office.do(EVENTS, record, "hold", **HELD)


def test_a_list_of_participants_knows_tokens_and_no_names(office: Office) -> None:
    record = held_event(office)
    with pytest.raises(Invalid) as refused:
        office.do(EVENTS, record, "sign_in", people=[{"participant": "小明", "role": "parent"}])
    assert refused.value.errors[0]["field"] == "people.0.participant"


def test_a_pupil_on_the_list_has_consent_and_nobody_signs_in_twice(office: Office) -> None:
    record = held_event(office)
    pupil: dict[str, Any] = {"participant": "p1", "role": "pupil", "household": "h1"}
    for consent in ({}, {"consent": False}):
        with pytest.raises(NoConsent):
            office.do(EVENTS, record, "sign_in", people=[pupil | consent])
    office.do(EVENTS, record, "sign_in", people=[pupil | {"consent": True}])
    with pytest.raises(SignedInTwice):
        office.do(EVENTS, record, "sign_in", people=[pupil | {"consent": True}])


def test_no_more_answers_are_positive_than_came_back(office: Office) -> None:
    record = held_event(office)
    with pytest.raises(MorePositiveThanAnswers):
        office.do(EVENTS, record, "collect", collected_on="2017-05-11", answers=10, positive=11)
    assert office.do(EVENTS, record, "collect", collected_on="2017-05-11", answers=10, positive=10)


def test_answers_come_back_after_the_event(office: Office) -> None:
    record = held_event(office)
    with pytest.raises(CollectedBeforeHeld):
        office.do(EVENTS, record, "collect", collected_on="2017-05-09", answers=1, positive=1)


def test_participants_count_on_the_day_of_the_event_and_follow_its_correction(office: Office) -> None:
    record = held_event(office)
    people = [{"participant": f"p{number}", "role": "parent"} for number in range(3)]
    office.do(EVENTS, record, "sign_in", people=people)
    assert [claimed_value(office, "A4.participants", day) for day in ("2017-05-09", "2017-05-10")] == [None, 3]
    office.do(EVENTS, record, "hold", corrects=4, **HELD | {"held_on": "2017-05-11"})
    assert [claimed_value(office, "A4.participants", day) for day in ("2017-05-10", "2017-05-11")] == [None, 3]


def test_a_later_collection_numbers_on_and_follows_a_correction(office: Office) -> None:
    record = held_event(office)
    office.do(EVENTS, record, "collect", collected_on="2017-05-11", answers=3, positive=3)
    office.do(EVENTS, record, "collect", collected_on="2017-05-12", answers=2, positive=1)
    events = office.do(EVENTS, record, "collect", corrects=5, collected_on="2017-05-11", answers=4, positive=3)
    assert [one["ballot"] for one in events[-1].data["ballots"]] == [5, 6]
    assert claimed_value(office, "A4.satisfied") == pytest.approx(4 / 6)


def test_what_is_told_of_an_event_names_nobody(office: Office) -> None:
    with pytest.raises(NamesSomebody):
        public_event(office, note="家长电话13812345678")
    with pytest.raises(NamesSomebody):
        office.do(EVENTS, held_event(office), "summarise", summarised_on="2017-05-12", summary="家长电话13812345678")


def test_the_host_does_not_join_itself(office: Office) -> None:
    with pytest.raises(HostAmongJoint):
        public_event(office, counits=["DT"])


def test_an_event_is_not_summarised_before_it_was_held(office: Office) -> None:
    with pytest.raises(OutOfOrder):
        office.do(EVENTS, held_event(office), "summarise", summarised_on="2017-05-09", summary="好")


def test_a_planned_event_counts_nothing_until_it_was_held(office: Office) -> None:
    record = public_event(office, kind="little_guardian")
    for measure in ("A4.events_held", "A4.participant_times", "A4.partners"):
        assert claimed_value(office, measure) == 0, measure
    assert claimed_value(office, "A4.plan_fulfilled", "2017-05-09") is None, "nothing was due"
    assert claimed_value(office, "A4.plan_fulfilled") == 0
    office.do(EVENTS, record, "hold", **HELD)
    model = read_model(office)
    assert value(model, "A4.events_held") == (1, 1)
    assert value(model, "A4.participant_times") == (78, 78)
    assert value(model, "A4.partners") == (1, 1)
    assert value(model, "A4.plan_fulfilled") == (1, 1)
    assert value(model, "A4.events_held", "2017-05-09") == (0, 0)


def test_a_joint_event_is_one_for_each_unit_and_one_for_the_bureau(office: Office) -> None:
    held_event(office, counits=["DBT"])
    model = read_model(office)
    assert [value(model, "A4.events_held", units=one)[0] for one in (None, "DT", "DBT", "ZS")] == [1, 1, 1, 0]


def test_two_events_with_one_school_are_one_partner(office: Office) -> None:
    held_event(office)
    held_event(office)
    assert (claimed_value(office, "A4.events_held"), claimed_value(office, "A4.partners")) == (2, 1)


def test_a_postponed_event_falls_due_on_its_new_day_and_a_cancelled_one_stays_due(office: Office) -> None:
    later, never = public_event(office), public_event(office)
    office.do(EVENTS, later, "postpone", reason="雨", postponed_on="2017-05-09")
    office.do(EVENTS, later, "plan", planned_on="2017-05-09", planned_for="2017-06-01")
    office.do(EVENTS, never, "cancel", reason="停课", cancelled_on="2017-05-09")
    held_event(office)
    model = read_model(office)
    assert value(model, "A4.plan_fulfilled", "2017-05-31")[0] == 0.5
    assert value(model, "A4.plan_fulfilled", "2017-06-01")[0] == pytest.approx(1 / 3)


def test_a_postponed_event_without_a_new_day_is_not_due(office: Office) -> None:
    record = public_event(office)
    office.do(EVENTS, record, "postpone", reason="雨", postponed_on="2017-05-09")
    assert claimed_value(office, "A4.plan_fulfilled") is None


def test_people_and_households_count_once_and_satisfaction_has_its_number(office: Office) -> None:
    people: list[dict[str, Any]] = [
        {"participant": "p1", "role": "pupil", "household": "h1", "consent": True},
        {"participant": "p2", "role": "parent", "household": "h1"},
        {"participant": "p3", "role": "resident", "household": "h2"},
        {"participant": "p4", "role": "resident", "household": "h3"},
        {"participant": "p5", "role": "officer"},
    ]
    for _ in range(2):
        record = held_event(office)
        office.do(EVENTS, record, "sign_in", people=people)
    office.do(EVENTS, record, "collect", collected_on="2017-05-11", answers=4, positive=3, evidence=PROOF)
    model = read_model(office)
    assert value(model, "A4.participants")[0] == 4
    assert value(model, "A4.households")[0] == 3
    assert value(model, "A4.satisfied") == (0.75, 0.75)
    assert claimed_value(Office(), "A4.satisfied") is None


def test_a_voided_event_takes_its_numbers_back(office: Office) -> None:
    record = held_event(office)
    office.do(EVENTS, record, "void", reason="重复")
    assert [claimed_value(office, one) for one in ("A4.events_held", "A4.participant_times")] == [0, 0]


def event_with_households(office: Office, *households: str) -> str:
    record = held_event(office)
    people = [{"participant": f"p-{one}", "role": "parent", "household": one} for one in households]
    office.do(EVENTS, record, "sign_in", people=people)
    return record


def reply_of(household: str, *, family: bool = False, community: bool = False) -> dict[str, Any]:
    return {"household": household, "family": family, "community": community}


def follow_up(office: Office, record: str, *households: dict[str, Any], on: str = "2017-06-10") -> None:
    office.do(EVENTS, record, "follow_up", asked_on=on, households=list(households))


def test_only_households_that_came_are_asked_again_once_a_sheet_and_after_the_event(office: Office) -> None:
    record = event_with_households(office, "h1", "h2")
    with pytest.raises(HouseholdNotThere):
        follow_up(office, record, reply_of("h1"), reply_of("h9"))
    with pytest.raises(HouseholdAskedTwice):
        follow_up(office, record, reply_of("h1"), reply_of("h1"))
    with pytest.raises(AskedBeforeHeld):
        follow_up(office, record, reply_of("h1"), on="2017-05-09")
    follow_up(office, record, reply_of("h1"), on="2017-05-10")


def test_whether_one_child_moved_a_family_and_a_community_is_counted_by_household(office: Office) -> None:
    record = event_with_households(office, "h1", "h2", "h3", "h4")
    follow_up(office, record, reply_of("h1", family=True, community=True), reply_of("h2", family=True), reply_of("h3"))
    follow_up(office, record, reply_of("h1", family=True, community=True), on="2017-07-10")
    told = {
        name: claimed_value(office, f"A4.households_{name}") for name in ("followed_up", "joining_in", "passing_on")
    }
    assert told == {"followed_up": 3, "joining_in": 2, "passing_on": 1}
    assert claimed_value(office, "A4.households_followed_up", "2017-06-09") == 0
