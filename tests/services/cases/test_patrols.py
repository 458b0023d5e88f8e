from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder, Refused
from contracts.refusals import UnitOfBasis
from services.cases.patrols import NoRound, OfficerTwice, OtherCriteria, UnknownStop, UnknownStreet
from services.gateway.read_model.programme import campaign
from tests.office import Office, build_view, measure_value
from tests.services.cases.patrol_scene import PATROLS, PLANS, approved_plan, drafted_plan, end, finding, patrol, scan

NEAR, FAR = {"longitude": 120.36, "latitude": 31.5802}, {"longitude": 120.36, "latitude": 31.59}
MARKS = [{"criterion": "店外经营", "marks": 45}, {"criterion": "乱停放", "marks": 40}]


@pytest.fixture(name="walk")
def a_patrol(office: Office) -> str:
    return patrol(office, approved_plan(office))


def track(office: Office, walk: str, points: list[dict[str, Any]], stretch: int = 1, datum: str = "WGS84") -> Any:
    form: dict[str, Any] = {"stretch": stretch, "handed_in_on": "2017-03-02", "datum": datum, "points": points}
    return office.do(PATROLS, walk, "hand_in_track", **form)[-1].data["passed_stops"]


def test_a_patrol_is_of_the_round_in_which_it_sets_off(office: Office, walk: str) -> None:
    record = office.record(PATROLS, walk)
    assert (record["round"], record["number"], record.status()) == (1, "XC-2017-0001", "under_way")


@pytest.mark.parametrize("at", ["2017-02-28T09:00:00+08:00", "2017-03-21T09:00:00+08:00"])
def test_nobody_sets_off_on_a_day_of_no_round(office: Office, at: str) -> None:
    with pytest.raises(NoRound):
        patrol(office, approved_plan(office), at=at)


def test_nobody_sets_off_by_a_plan_that_is_not_approved_or_was_stopped(office: Office) -> None:
    with pytest.raises(NoRound):
        patrol(office, drafted_plan(office))
    plan = approved_plan(office)
    before = patrol(office, plan)
    office.do(PLANS, plan, "stop", stopped_on="2017-03-10", reason="道路施工")
    with pytest.raises(NoRound):
        patrol(office, plan, at="2017-03-11T09:00:00+08:00")
    form = {"plan": plan, "unit": "DT", "officers": [{"officer": "walker"}], "set_off_at": "2017-03-02T08:50:00+08:00"}
    office.do(PATROLS, before, "set_off", corrects=1, **form)


def test_each_officer_is_named_once(office: Office) -> None:
    with pytest.raises(OfficerTwice):
        patrol(office, approved_plan(office), officers=[{"officer": "walker"}] * 2)


def test_a_scan_is_of_a_stop_of_the_plan_and_after_they_set_off(office: Office, walk: str) -> None:
    with pytest.raises(UnknownStop):
        scan(office, walk, "other")
    with pytest.raises(OutOfOrder):
        scan(office, walk, at="2017-03-02T08:59:00+08:00")
    scan(office, walk)
    assert office.record(PATROLS, walk).all("scan")[0]["stop"] == 1


def test_a_track_passes_the_stops_within_the_plans_metres(office: Office, walk: str) -> None:
    assert track(office, walk, [NEAR, FAR]) == [{"stop": 2}]
    assert track(office, walk, [FAR], stretch=2) == []


def test_a_track_is_reckoned_over_from_its_datum(office: Office, walk: str) -> None:
    assert track(office, walk, [NEAR], datum="GCJ02") == [], "some hundred metres away"


def test_what_was_reached_is_reckoned_when_it_ends(office: Office, walk: str) -> None:
    scan(office, walk)
    scan(office, walk, at="2017-03-02T09:40:00+08:00")
    track(office, walk, [NEAR])
    end(office, walk)
    record = office.record(PATROLS, walk)
    assert [one["shown_by"] for one in record["stops"]] == ["scanned", "passed", "missed"]
    assert (record["stops_done"], record["stops_planned"]) == (2, 3)
    with pytest.raises(NotNow):
        scan(office, walk, "XZ-3")
    view = build_view(office.events, campaign())
    assert measure_value(view, "B2.patrol_stops").claimed == 2 / 3


def test_a_scan_that_is_corrected_after_the_end_changes_what_was_reached(office: Office, walk: str) -> None:
    scan(office, walk)
    end(office, walk)
    office.do(PATROLS, walk, "scan", corrects=2, scan_code="XZ-3", scanned_at="2017-03-02T09:10:00+08:00")
    assert [one["shown_by"] for one in office.record(PATROLS, walk)["stops"]] == ["missed", "missed", "scanned"]


def judge(office: Office, walk: str, street: str = "映月路", marks: Any = None) -> None:
    office.do(PATROLS, walk, "judge_street", street=street, judged_on="2017-03-02", marks=marks or MARKS)


def test_a_street_is_judged_by_the_plans_criteria_and_scored_of_a_hundred(office: Office, walk: str) -> None:
    judge(office, walk)
    judge(office, walk, "锡州路", [{"criterion": "店外经营", "marks": 60}, {"criterion": "乱停放", "marks": 5}])
    assert [one["score"] for one in office.record(PATROLS, walk).all("judge_street")] == [85, 65]
    assert measure_value(build_view(office.events, campaign()), "B2.street_score").claimed == 75


@pytest.mark.parametrize(
    ("street", "marks", "refusal"),
    [
        ("别的路", MARKS, UnknownStreet),
        ("映月路", MARKS[:1], OtherCriteria),
        ("映月路", [*MARKS, MARKS[0]], OtherCriteria),
        ("映月路", [MARKS[0], {"criterion": "乱停放", "marks": 41}], OtherCriteria),
    ],
)
def test_other_streets_and_other_marks_are_refused(
    office: Office, walk: str, street: str, marks: Any, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        judge(office, walk, street, marks)


def test_a_unit_goes_by_its_own_plan_and_finds_on_its_own_patrol(office: Office) -> None:
    plan = approved_plan(office)
    with pytest.raises(UnitOfBasis):
        patrol(office, plan, unit="ZS")
    with pytest.raises(UnitOfBasis):
        finding(office, patrol(office, plan), unit="ZS")


def test_a_patrol_that_reached_no_stop_is_no_round_made(office: Office) -> None:
    plan = approved_plan(office)
    end(office, patrol(office, plan))
    view = build_view(office.events, campaign())
    assert measure_value(view, "B2.patrols_done").claimed == 0
    assert measure_value(view, "B2.plans_unpatrolled").claimed == 1
    second = patrol(office, plan)
    scan(office, second)
    end(office, second)
    assert office.record(PATROLS, second)["reached"] is True
    view = build_view(office.events, campaign())
    assert measure_value(view, "B2.patrols_done").claimed == 1 / 3
    assert measure_value(view, "B2.plans_unpatrolled").claimed == 0
