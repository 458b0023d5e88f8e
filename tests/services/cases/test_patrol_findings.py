from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import HalfAPoint, HeardOfItself, PassedOnAlready
from services.cases import reactions as of_cases
from services.cases.digital_cases.locations import NoPhotograph
from services.cases.patrol_findings import BeforePatrol
from services.chassis.storage import journal
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, Office, build_view, measure_value
from tests.rows_read import rows_read
from tests.services.cases.city import CASES, City
from tests.services.cases.patrol_scene import FINDINGS, FOUND, PATROLS, approved_plan, end, finding, patrol

ITEMS = "cases.rectifications"


@pytest.fixture(name="city")
def a_city(office: Office) -> City:
    return City(office)


@pytest.fixture(name="walk")
def a_patrol(city: City) -> str:
    return patrol(city.office, approved_plan(city.office))


def refer(office: Office, found: str, target: str = "case", **more: Any) -> None:
    office.do(FINDINGS, found, "refer", referred_on="2017-03-02", target=target, **more)


def records(office: Office, register: str) -> list[str]:
    with office.store.begin_read() as tx:
        return journal.subjects(tx, register)


def test_a_finding_is_put_right_on_the_spot_and_passed_on_no_more(city: City, walk: str) -> None:
    found = finding(city.office, walk)
    city.office.do(FINDINGS, found, "settle", settled_on="2017-03-02", outcome="已劝离", evidence=PROOF)
    with pytest.raises(NotNow):
        refer(city.office, found)


def test_nothing_is_found_before_they_set_off_nor_without_a_whole_point_or_a_file(city: City, walk: str) -> None:
    with pytest.raises(BeforePatrol):
        finding(city.office, walk, found_at="2017-03-02T08:00:00+08:00")
    with pytest.raises(HalfAPoint):
        finding(city.office, walk, latitude=None)
    with pytest.raises(NoPhotograph):
        finding(city.office, walk, photos=[{"kind": "near", "photo": []}])


def test_a_finding_becomes_a_case_with_place_class_and_photographs(city: City, walk: str) -> None:
    found = finding(city.office, walk, case_class="E-0501", street="东亭街道")
    refer(city.office, found, responsible_unit="ZX")
    (case,) = records(city.office, CASES)
    record = city.case(case)
    for name in ("community", "grid", "place", "problem", "longitude", "latitude", "datum", "category"):
        assert record[name] == FOUND[name], name
    assert (record["case_class"], record["street"], record.unit) == ("E-0501", "东亭街道", "ZX")
    assert (record["source"], record["source_record"], record["to_verify"]) == ("patrol", found, False)
    (photo,) = record["photos"]
    assert (photo["kind"], photo["photo"]) == ("near", PROOF)
    assert photo["shot_at"].isoformat() == "2017-03-02T01:20:00+00:00"


def test_finding_and_patrol_hear_of_the_end_of_the_case_once(city: City, walk: str) -> None:
    office = city.office
    found = finding(office, walk)
    refer(office, found)
    (case,) = records(office, CASES)
    city.take(case, "accept", accepted_on="2017-03-02", case_class="E-0501")
    end(office, walk)
    city.take(case, "reject", rejected_on="2017-03-03")
    for _ in range(2):
        with office.store.begin() as tx:
            of_cases.reactions.carry_out(tx, office.registers, list(office.events))
    city.take(case, "void", voided_on="2017-03-04")
    record = office.record(FINDINGS, found)
    assert (record.status(), record["result"], record["handled_as"], record["took_days"]) == (
        "ended",
        "declined",
        case,
        1,
    )
    (heard,) = office.record(PATROLS, walk).all("hear_back")
    assert (heard["finding"], heard["outcome_text"]) == (found, "不属城管职责")


def test_a_finding_about_style_becomes_a_rectification_with_its_photographs(city: City, walk: str) -> None:
    office = city.office
    found = finding(office, walk, category="inaction")
    refer(office, found, "rectification")
    (item,) = records(office, ITEMS)
    record = office.record(ITEMS, item)
    assert (record["source_kind"], record["source"], record["evidence"]) == ("patrol_finding", found, PROOF)
    office.do(ITEMS, item, "void", reason="误录")
    assert office.record(FINDINGS, found)["outcome_text"] == "误录"
    assert len(office.record(PATROLS, walk).all("hear_back")) == 1


def test_a_case_whose_source_somebody_typed_tells_nobody(city: City, walk: str) -> None:
    found = finding(city.office, walk)
    case = city.reported_case(source="patrol", source_record=found)
    city.take(case, "reject")
    city.take(city.reported_case(source="patrol", source_record="somebody-else"), "reject")
    assert city.office.record(FINDINGS, found).status() == "open"


def test_a_patrol_that_was_voided_hears_of_nothing_and_its_finding_does(city: City, walk: str) -> None:
    office = city.office
    found = finding(office, walk)
    refer(office, found)
    office.do(PATROLS, walk, "void", reason="误录")
    city.take(records(office, CASES)[0], "reject", rejected_on="2017-03-03")
    assert office.record(FINDINGS, found).status() == "ended"
    assert office.record(PATROLS, walk).all("hear_back") == []


def test_findings_that_were_passed_on_are_counted_with_their_ends(city: City, walk: str) -> None:
    office = city.office
    for _ in range(2):
        refer(office, finding(office, walk))
    city.take(records(office, CASES)[0], "reject", rejected_on="2017-03-04")
    view = build_view(office.events, campaign())
    assert measure_value(view, "B2.findings_passed_on").claimed == 1 / 2
    assert measure_value(view, "B2.days_to_end_findings").claimed == 2
    assert measure_value(view, "B2.self_discovered").claimed == 1


def test_finding_and_passing_on_read_no_more_where_there_are_many(city: City, walk: str) -> None:
    office, read = city.office, list[int]()

    def work() -> None:
        refer(office, finding(office, patrol(office, plan)))

    plan = approved_plan(office)
    for _ in range(2):
        read.append(rows_read(office.store, work))
        for number in range(80):
            refer(office, finding(office, walk, community=f"社区{number}"))
    assert read[1] < read[0] * 1.5 + 200, read


def test_nobody_says_themselves_what_came_of_a_finding_nor_to_its_patrol(city: City, walk: str) -> None:
    office = city.office
    found = finding(office, walk)
    refer(office, found)
    heard: dict[str, Any] = {"heard_on": "2017-03-03", "result": "done", "outcome_text": "已办结"}
    with pytest.raises(HeardOfItself):
        office.do(FINDINGS, found, "hear", **heard)
    with pytest.raises(HeardOfItself):
        office.do(PATROLS, walk, "hear_back", **heard | {"finding": found})


def test_a_finding_that_was_passed_on_stays_with_what_it_became(city: City, walk: str) -> None:
    found = finding(city.office, walk)
    refer(city.office, found)
    form: dict[str, Any] = {"referred_on": "2017-03-02", "target": "case", "responsible_unit": "ZX"}
    with pytest.raises(PassedOnAlready):
        city.office.do(FINDINGS, found, "refer", corrects=2, **form)
