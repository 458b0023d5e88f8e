from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.outreach.counterparts import NoCounterpart
from services.outreach.joint import HostAmongJoint
from services.outreach.visits import NotDueYet, NotPaired, OtherCounterpart, OthersPairing, ScheduledInThePast
from tests.office import PROOF, Office
from tests.services.outreach.public_contact import (
    COMMUNITY,
    ENTERPRISE,
    HOUSEHOLD,
    PAIRINGS,
    VISITS,
    claimed_value,
    pairing,
    read_model,
    value,
    visit,
)

MINUTES: dict[str, Any] = {"minuted_on": "2017-04-06", "minutes": "反映停车难", "evidence": PROOF}


def test_a_visit_is_made_and_minuted(office: Office) -> None:
    record = visit(office)
    office.do(VISITS, record, "minute", **MINUTES)
    assert office.record(VISITS, record).status() == "minuted"


def test_a_visit_is_not_minuted_before_it_was_made(office: Office) -> None:
    with pytest.raises(NotNow):
        office.do(VISITS, visit(office, made_on=None), "minute", **MINUTES)
    with pytest.raises(OutOfOrder):
        office.do(VISITS, visit(office), "minute", **MINUTES | {"minuted_on": "2017-04-04"})


def test_a_correction_of_the_day_must_still_agree_with_the_minutes(office: Office) -> None:
    record = visit(office)
    office.do(VISITS, record, "minute", **MINUTES)
    with pytest.raises(OutOfOrder):
        office.do(VISITS, record, "make", corrects=2, made_on="2017-04-07")
    assert office.do(VISITS, record, "make", corrects=2, made_on="2017-04-06")


def test_a_visit_is_missed_when_its_day_has_passed(office: Office) -> None:
    record = visit(office, made_on=None)
    with pytest.raises(NotDueYet):
        office.do(VISITS, record, "miss", reason="防汛", missed_on="2017-04-04")
    office.do(VISITS, record, "miss", reason="防汛", missed_on="2017-04-05")
    with pytest.raises(NotNow):
        office.do(VISITS, record, "make", made_on="2017-04-06")


def test_a_cancelled_visit_is_not_made(office: Office) -> None:
    record = visit(office, made_on=None)
    office.do(VISITS, record, "cancel", reason="防汛", cancelled_on="2017-04-02")
    with pytest.raises(NotNow):
        office.do(VISITS, record, "make", made_on="2017-04-06")


def test_a_visit_is_scheduled_ahead(office: Office) -> None:
    with pytest.raises(ScheduledInThePast):
        visit(office, scheduled_for="2017-03-31")
    assert visit(office, scheduled_for="2017-04-01")


def test_a_visit_of_its_own_names_its_counterpart(office: Office) -> None:
    with pytest.raises(NoCounterpart):
        visit(office, counterpart_kind=None)
    assert office.record(VISITS, visit(office))["counterpart"] == "湖塘桥"


def test_a_visit_under_a_pairing_goes_to_the_pairings_counterpart(office: Office) -> None:
    under = pairing(office, **ENTERPRISE)
    record = office.record(VISITS, visit(office, pairing=under))
    assert (record["counterpart"], record["enterprise"]) == (ENTERPRISE["uscc"], "企业A")
    assert record["programme"] == "grand_visit"
    for wrong in (COMMUNITY, {"programme": "three_entries"}, {"uscc": "91110108551385082Q"}):
        with pytest.raises(OtherCounterpart):
            visit(office, pairing=under, **wrong)
    assert visit(office, pairing=under, uscc=ENTERPRISE["uscc"].lower())


def test_a_visit_is_not_scheduled_under_a_pairing_that_has_ended(office: Office) -> None:
    under = pairing(office)
    office.do(PAIRINGS, under, "end", reason="期满", ended_on="2017-03-31")
    with pytest.raises(NotPaired):
        visit(office, pairing=under)
    assert visit(office, pairing=under, scheduled_on="2017-03-31"), "entered late, it was in force then"


def test_a_visit_is_not_scheduled_under_a_pairing_before_it_is_made(office: Office) -> None:
    under = pairing(office, paired_on="2017-04-02")
    with pytest.raises(NotPaired):
        visit(office, pairing=under)
    assert visit(office, pairing=under, scheduled_on="2017-04-02")


def test_a_visit_under_another_units_pairing_is_made_together_or_not_at_all(office: Office) -> None:
    under = pairing(office, unit="ZS")
    for counits in ([], ["DBT"]):
        with pytest.raises(OthersPairing) as refused:
            visit(office, pairing=under, counits=counits)
        assert refused.value.to_dict()["errors"][0]["field"] == "pairing"
    assert visit(office, pairing=under, counits=["ZS"])


def test_a_visit_that_was_made_is_retold_after_its_pairing_ended(office: Office) -> None:
    under = pairing(office)
    record = visit(office, pairing=under)
    office.do(PAIRINGS, under, "end", reason="期满", ended_on="2017-06-01")
    form: dict[str, Any] = {"unit": "DT", "pairing": under, "scheduled_on": "2017-04-02", "scheduled_for": "2017-04-05"}
    assert office.do(VISITS, record, "schedule", corrects=1, **form)


def test_the_host_unit_does_not_join_itself(office: Office) -> None:
    with pytest.raises(HostAmongJoint):
        visit(office, counits=["DT"])


def test_hosts_and_households_stand_in_no_event(office: Office) -> None:
    visit(office, pairing=pairing(office, **HOUSEHOLD))
    texts = str([event.data for event in office.events])
    assert "李四" not in texts
    assert "张三" not in texts


def test_minutes_hold_no_numbers_of_people(office: Office) -> None:
    with pytest.raises(NamesSomebody):
        office.do(VISITS, visit(office), "minute", **MINUTES | {"minutes": "联系13812345678"})
    for field in ("purpose", "note"):
        with pytest.raises(NamesSomebody):
            visit(office, **{field: "联系13812345678"})


def test_one_counterpart_visited_twice_is_one_by_its_kind(office: Office) -> None:
    for form in ({}, {"community": "湖塘桥"}, ENTERPRISE, ENTERPRISE):
        visit(office, **form)
    visit(office, made_on=None, community="别处")
    office.do(VISITS, visit(office, made_on=None, community="别处"), "miss", reason="防汛", missed_on="2017-04-05")
    model = read_model(office)
    assert value(model, "A5.communities_visited")[0] == 1
    assert value(model, "A5.enterprises_visited")[0] == 1
    assert value(model, "A5.visits")[0] == 4
    assert value(model, "A5.visits", "2017-04-04")[0] == 0


def test_minutes_verify_a_visit(office: Office) -> None:
    record = visit(office)
    assert value(read_model(office), "A5.visits") == (1, 0)
    office.do(VISITS, record, "minute", **MINUTES)
    model = read_model(office)
    assert (value(model, "A5.visits"), value(model, "A5.communities_visited")) == ((1, 1), (1, 1))


def test_a_joint_visit_is_one_for_the_bureau(office: Office) -> None:
    visit(office, counits=["DBT"])
    model = read_model(office)
    assert [value(model, "A5.visits", units=unit)[0] for unit in (None, "DT", "DBT", "ZS")] == [1, 1, 1, 0]


def test_a_voided_visit_does_not_count(office: Office) -> None:
    office.do(VISITS, visit(office), "void", reason="重复")
    assert claimed_value(office, "A5.visits") == 0


def test_households_visited_are_counted(office: Office) -> None:
    for number in range(3):
        visit(office, **HOUSEHOLD | {"household": f"H-{number}"})
    assert claimed_value(office, "A5.households_visited") == 3


def test_the_minutes_say_by_kind_what_troubles_whom_they_visited(office: Office) -> None:
    for community in ("甲", "乙", "丙"):
        record = visit(office, community=community)
        told: dict[str, Any] = {"difficulties": [{"difficulty": "order"}, {"difficulty": "facilities"}]}
        office.do(VISITS, record, "minute", minuted_on="2017-04-06", minutes="纪要", situation="三百户（合成）", **told)
    assert claimed_value(office, "A5.difficulties_recorded", "2017-04-30") == 3
    assert "三百户" not in str([event.data for event in office.events])
