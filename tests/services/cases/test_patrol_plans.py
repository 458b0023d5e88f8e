from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, Refused
from contracts.refusals import HalfAPoint
from services.cases.patrol_plans import (
    CriterionTwice,
    NoPeriod,
    OverAlready,
    StopTwice,
    StopUnknowable,
    TooManyRounds,
)
from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from services.gateway.read_model.programme import campaign
from tests.office import Office, build_view, measure_value
from tests.services.cases.patrol_scene import PLAN, PLANS, STOPS, approved_plan, drafted_plan, patrol, round_made


def content(**more: Any) -> dict[str, Any]:
    return PLAN | more


def test_the_rounds_that_are_owed_follow_from_the_days_and_how_often(office: Office) -> None:
    record = office.record(PLANS, approved_plan(office))
    assert [(str(one["begins"]), str(one["ends"])) for one in record["rounds"]] == [
        ("2017-03-01", "2017-03-07"),
        ("2017-03-08", "2017-03-14"),
        ("2017-03-15", "2017-03-20"),
    ]
    assert (record["number"], record.status(), str(record["over_on"])) == ("XJ-2017-0001", "approved", "2017-03-20")


def test_rounds_that_are_over_when_it_is_approved_are_not_owed(office: Office) -> None:
    record = office.record(PLANS, approved_plan(office, on="2017-03-09"))
    assert [one["round"] for one in record["rounds"]] == [2, 3]
    with pytest.raises(OverAlready):
        approved_plan(office, on="2017-03-21")


def test_whoever_wrote_it_does_not_approve_it(office: Office) -> None:
    office.person("boss", "DT")
    author = Actor("boss", "captain")
    plan = drafted_plan(office)
    office.do_as(author, PLANS, plan, "redraft", **content(title="重拟"))
    with pytest.raises(NotApart):
        office.do_as(author, PLANS, plan, "approve", approved_on="2017-02-25", approved_by="boss")


@pytest.mark.parametrize(
    ("form", "refusal"),
    [
        ({"until": "2017-02-28"}, NoPeriod),
        ({"every_days": 1, "until": "2018-12-31"}, TooManyRounds),
        ({"stops": [STOPS[0], STOPS[0] | {"scan_code": "other"}]}, StopTwice),
        ({"stops": [STOPS[0], STOPS[0] | {"stop": 2}]}, StopTwice),
        ({"stops": [{"stop": 1, "street": "映月路", "place": "路口"}]}, StopUnknowable),
        ({"stops": [STOPS[0] | {"longitude": 120.3}]}, HalfAPoint),
        ({"criteria": [{"criterion": "乱停放", "most": 40}] * 2}, CriterionTwice),
    ],
)
def test_a_plan_that_nobody_could_walk_is_refused(office: Office, form: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        drafted_plan(office, **form)


def test_a_plan_that_was_sent_back_is_written_anew_and_an_approved_one_is_not(office: Office) -> None:
    plan = drafted_plan(office)
    office.do(PLANS, plan, "return", returned_on="2017-02-21", reason="点位太少")
    office.do(PLANS, plan, "redraft", **content(drafted_on="2017-02-22"))
    office.person("boss", "DT")
    office.do(PLANS, plan, "approve", approved_on="2017-02-25", approved_by="boss")
    with pytest.raises(NotNow):
        office.do(PLANS, plan, "redraft", **content())


def test_patrols_made_are_counted_of_the_rounds_whose_days_are_over(office: Office) -> None:
    plan = approved_plan(office)
    round_made(office, plan)
    round_made(office, plan, "2017-03-03")
    patrol(office, plan, at="2017-03-09T09:00:00+08:00")
    view = build_view(office.events, campaign())
    rates = [
        measure_value(view, "B2.patrols_done", as_of=on).claimed for on in ("2017-03-06", "2017-03-07", "2017-03-14")
    ]
    assert rates == [None, 1, 1 / 2]
    assert measure_value(view, "B2.patrols_done").claimed == 1 / 3


def test_rounds_after_a_plan_was_stopped_are_owed_no_more(office: Office) -> None:
    plan = approved_plan(office)
    round_made(office, plan)
    office.do(PLANS, plan, "stop", stopped_on="2017-03-10", reason="道路施工")
    view = build_view(office.events, campaign())
    assert measure_value(view, "B2.patrols_done").claimed == 1
    assert measure_value(view, "B2.plans_unpatrolled").claimed is None, "no plan's days are over"


def test_a_plan_without_a_patrol_is_a_gap_when_its_days_are_over(office: Office) -> None:
    plan = approved_plan(office)
    approved_plan(office)
    round_made(office, plan)
    view = build_view(office.events, campaign())
    counts = [measure_value(view, "B2.plans_unpatrolled", as_of=on).claimed for on in ("2017-03-19", "2017-03-20")]
    assert counts == [None, 1]
