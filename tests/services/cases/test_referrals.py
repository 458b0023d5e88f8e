"""What is passed on by one step becomes a case or a rectification with all that was said, and hears of its end once."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import HeardOfItself, OtherCategory, PassedOnAlready
from services.cases import reactions as of_cases
from services.cases.complaints import rules as rules_of_complaints
from services.chassis.base.clock import SHANGHAI
from services.chassis.storage import journal
from services.gateway.read_model.programme import campaign
from services.outreach import reactions as of_outreach
from tests.office import PROOF, Office, build_view, measure_value
from tests.rows_read import rows_read
from tests.services.cases.city import CASES, City
from tests.services.cases.test_complaints import COMPLAINTS, FORMS, received_complaint
from tests.services.cases.test_emergencies import E, dispatched_emergency

ITEMS = "cases.rectifications"
PASSED_ON: dict[str, Any] = {"referred_on": "2017-03-03"}


@pytest.fixture(name="city")
def a_city(office: Office) -> City:
    return City(office)


def records(office: Office, register: str) -> list[str]:
    with office.store.begin_read() as tx:
        return journal.subjects(tx, register)


def all_hear(office: Office) -> None:
    """Both services hear of everything, twice."""
    for _ in range(2):
        with office.store.begin() as tx:
            for reactions in (of_cases.reactions, of_outreach.reactions):
                reactions.carry_out(tx, office.registers, list(office.events))


def passed_on_complaint(city: City, target: str = "case", said: dict[str, Any] | None = None, **more: Any) -> str:
    complaint = received_complaint(city, **said or {})
    city.office.do(COMPLAINTS, complaint, "accept", accepted_on="2017-03-02")
    city.office.do(COMPLAINTS, complaint, "refer", **PASSED_ON | {"target": target} | more)
    return complaint


SAID: dict[str, Any] = {
    "street": "东亭街道",
    "longitude": 120.36,
    "latitude": 31.58,
    "datum": "WGS84",
    "media_url": "https://example.org/a.jpg",
    "more_media": [{"url": "https://example.org/b.jpg"}],
    "evidence": PROOF,
    "complainant_name": "张三",
}


def test_a_complaint_becomes_a_case_with_all_that_was_said_and_without_who_said_it(city: City) -> None:
    complaint = passed_on_complaint(city, said=SAID)
    (case,) = records(city.office, CASES)
    record = city.case(case)
    assert (record["source"], record["source_record"], record["problem"]) == ("complaint", complaint, "夜间摆摊扰民")
    for name in ("street", "longitude", "latitude", "datum", "media_url", "more_media"):
        assert record[name] == SAID[name], name
    assert (record["community"], record["place"], record["category"]) == ("映月", "映月路12号门前", "street_order")
    assert (record.unit, record["photos"][0]["photo"], record["to_verify"]) == ("ZX", PROOF, True)
    assert record.get("reporter_name") is None
    assert record["reported_at"].astimezone(SHANGHAI).date().isoformat() == "2017-03-03"
    assert city.office.record(COMPLAINTS, complaint).status() == "referred"


def end_case(city: City, case: str) -> None:
    at = "2017-03-04T{}:00+08:00"
    city.take(case, "verify", verified_at=at.format("09:00"))
    city.take(case, "accept", accepted_on="2017-03-04", case_class="E-0501", grid="G-01", place="映月路12号")
    city.take(case, "file", filed_at=at.format("10:00"))
    city.take(case, "dispatch", dispatched_at=at.format("10:30"))
    city.take(case, "receive", received_on="2017-03-04")
    city.take(case, "dispose", disposed_at=at.format("16:00"))
    city.take(case, "check", checked_at=at.format("17:00"))
    city.take(case, "close", closed_at=at.format("17:30"))


def test_a_complaint_hears_of_the_end_of_its_case_once_and_can_be_replied_to(city: City) -> None:
    complaint = passed_on_complaint(city)
    (case,) = records(city.office, CASES)
    end_case(city, case)
    all_hear(city.office)
    record = city.office.record(COMPLAINTS, complaint)
    assert (record.status(), record["result"], record["outcome_text"]) == ("handled", "done", "已恢复原状")
    assert (record["handled_as"], record["took_days"]) == (case, 3)
    assert len(record.all("hear")) == 1
    city.office.do(COMPLAINTS, complaint, "reply", replied_on="2017-03-05", reply="已劝离")


@pytest.mark.parametrize(
    ("step", "result"), [("reject", "declined"), ("void", "declined"), ("reject unfounded", "unfounded")]
)
def test_a_case_that_came_to_nothing_is_told_with_its_reason(city: City, step: str, result: str) -> None:
    complaint = passed_on_complaint(city)
    (case,) = records(city.office, CASES)
    if "unfounded" in step:
        city.take(case, "verify", verified_at="2017-03-04T09:00:00+08:00", finding="not_exist")
    name = step.split(maxsplit=1)[0]
    day = {"rejected_on": "2017-03-04"} if name == "reject" else {"voided_on": "2017-03-04"}
    city.take(case, name, **day)
    record = city.office.record(COMPLAINTS, complaint)
    assert (record.status(), record["result"]) == ("handled", result)


def test_a_complaint_hears_again_of_a_case_that_is_voided_after_its_end(city: City) -> None:
    complaint = passed_on_complaint(city)
    (case,) = records(city.office, CASES)
    end_case(city, case)
    city.office.do(COMPLAINTS, complaint, "reply", replied_on="2017-03-05", reply="已劝离")
    city.take(case, "void", voided_on="2017-03-06")
    record = city.office.record(COMPLAINTS, complaint)
    assert (record.status(), record["result"], len(record.all("hear"))) == ("handled", "declined", 2)
    view = build_view(city.office.events, campaign())
    days = measure_value(view, "B2.days_to_end_complaints")
    assert (days.claimed, days.n, measure_value(view, "B2.complaints_passed_on").claimed) == (3, 1, 1)


def test_a_complaint_about_style_becomes_a_rectification_and_hears_of_its_end(city: City) -> None:
    office = city.office
    with pytest.raises(OtherCategory):
        passed_on_complaint(city, "rectification")
    complaint = passed_on_complaint(city, "rectification", SAID | {"kind": "slow"}, responsible_unit="DT")
    (item,) = records(office, ITEMS)
    record = office.record(ITEMS, item)
    assert (record["source_kind"], record["source"], record["category"]) == ("complaint", complaint, "slow")
    assert (record.unit, record["problem"], record["evidence"]) == ("DT", "夜间摆摊扰民", PROOF)
    assert record["place"] == "映月路12号门前"
    office.do(ITEMS, item, "cancel", cancelled_on="2017-03-06", reason="另有整改项涵盖")
    heard = office.record(COMPLAINTS, complaint)
    assert (heard.status(), heard["result"], heard["outcome_text"]) == ("handled", "declined", "另有整改项涵盖")


def test_a_category_that_a_person_says_counts_for_what_it_becomes(city: City) -> None:
    complaint = passed_on_complaint(city, "rectification", category="inaction")
    assert city.office.record(ITEMS, records(city.office, ITEMS)[0])["category"] == "inaction"
    assert city.office.record(COMPLAINTS, complaint)["kind"] == "street_order"


def test_what_was_passed_on_is_not_passed_on_again_nor_handled_besides(city: City) -> None:
    complaint = passed_on_complaint(city)
    for step, form in (
        ("refer", PASSED_ON | {"target": "case"}),
        ("handle", {"handled_on": "2017-03-04", "outcome": "x"}),
    ):
        with pytest.raises(NotNow):
            city.office.do(COMPLAINTS, complaint, step, **form)


def test_an_end_that_is_earlier_than_the_complaints_last_step_is_heard_on_that_day(city: City) -> None:
    complaint = passed_on_complaint(city)
    (case,) = records(city.office, CASES)
    city.take(case, "void", voided_on="2017-03-03")
    assert city.office.record(COMPLAINTS, complaint)["heard_on"].isoformat() == "2017-03-03"


def test_a_correction_of_what_was_passed_on_moves_its_day_alone_and_opens_no_second_case(city: City) -> None:
    office = city.office
    complaint = passed_on_complaint(city)
    for other in ({"responsible_unit": "DT"}, {"target": "rectification", "category": "slow"}, {"category": "other"}):
        with pytest.raises(PassedOnAlready) as refused:
            office.do(COMPLAINTS, complaint, "refer", corrects=3, **PASSED_ON | {"target": "case"} | other)
        assert {one["field"] for one in refused.value.to_dict()["errors"]} == other.keys()
    office.do(COMPLAINTS, complaint, "refer", corrects=3, referred_on="2017-03-02", target="case")
    office.do(COMPLAINTS, complaint, "receive", corrects=1, **FORMS["receive"] | {"kind": "facilities"})
    assert len(records(office, CASES)) == 1
    record = office.record(COMPLAINTS, complaint)
    assert (record["referred_on"].isoformat(), record["category"]) == ("2017-03-02", "street_order")


def test_an_emergency_becomes_a_case_that_needs_no_verification_and_hears_of_its_end(city: City) -> None:
    office = city.office
    emergency = dispatched_emergency(office)
    with pytest.raises(NotNow):
        office.do(E, emergency, "refer", referred_on="2017-04-02", target="case")
    office.do(E, emergency, "arrive", arrived_at="2017-04-02T00:04:01+08:00", evidence=PROOF)
    office.do(E, emergency, "refer", referred_on="2017-04-02", target="case")
    (case,) = records(office, CASES)
    record = city.case(case)
    assert (record["source"], record["source_record"], record["category"]) == ("emergency", emergency, "emergency")
    assert (record["place"], record["problem"], record["photos"][0]["photo"]) == ("锡州中路", "树倒", PROOF)
    assert record["to_verify"] is False
    office.do(E, emergency, "resolve", resolved_at="2017-04-02T01:00:00+08:00", outcome="已清理")
    city.take(case, "reject", rejected_on="2017-04-03")
    heard = office.record(E, emergency)
    assert (heard.status(), heard.status("referral"), heard["result"]) == ("resolved", "ended", "declined")


def test_an_emergency_that_was_voided_hears_of_nothing(city: City) -> None:
    office = city.office
    emergency = dispatched_emergency(office)
    office.do(E, emergency, "arrive", arrived_at="2017-04-02T00:04:01+08:00")
    office.do(E, emergency, "refer", referred_on="2017-04-02", target="rectification", category="other")
    office.do(E, emergency, "void", reason="误录")
    office.do(ITEMS, records(office, ITEMS)[0], "cancel", cancelled_on="2017-04-03", reason="误录")
    assert office.record(E, emergency).all("hear") == []


def test_how_many_were_passed_on_and_came_to_an_end_and_how_long_that_took(city: City) -> None:
    passed_on_complaint(city)
    passed_on_complaint(city, said={"community": "诺卡"})
    end_case(city, records(city.office, CASES)[0])
    view = build_view(city.office.events, campaign())
    assert measure_value(view, "B2.complaints_passed_on").claimed == 1 / 2
    assert measure_value(view, "B2.days_to_end_complaints").claimed == 3
    assert measure_value(view, "B2.complaints_passed_on", as_of="2017-03-02").claimed is None


@pytest.mark.parametrize("step", ["refer", "hear"])
def test_passing_on_reads_no_more_where_there_are_many(city: City, step: str) -> None:
    office, read = city.office, list[int]()
    for _ in range(2):
        complaint = received_complaint(city, community=f"社区{len(read)}", place=None)
        office.do(COMPLAINTS, complaint, "accept", accepted_on="2017-03-02")

        def refer(of: str = complaint) -> None:
            office.do(COMPLAINTS, of, "refer", **PASSED_ON | {"target": "case"})

        def hear(of: str = complaint) -> None:
            case = office.events[-1].subject
            assert office.record(CASES, case)["source_record"] == of
            city.take(case, "reject", rejected_on="2017-03-04")

        if step == "refer":
            read.append(rows_read(office.store, refer))
        else:
            refer()
            read.append(rows_read(office.store, hear))
        for _ in range(60):
            passed_on_complaint(city, said={"community": "别处", "place": None})
    assert read[1] < read[0] * 1.5 + 200, read


def test_a_record_that_only_names_a_complaint_as_its_source_does_not_end_it(city: City) -> None:
    office = city.office
    complaint = passed_on_complaint(city)
    (case,) = records(office, CASES)
    form: dict[str, Any] = {"unit": "DBT", "category": "slow", "problem": "x", "raised_on": "2017-03-03"}
    typed = office.do(ITEMS, "", "raise", **form | {"source_kind": "complaint", "source": complaint})[-1].subject
    office.do(ITEMS, typed, "cancel", cancelled_on="2017-03-04", reason="误录")
    city.take(city.reported_case(source="complaint", source_record=complaint), "reject")
    assert office.record(COMPLAINTS, complaint).status() == "referred"
    city.take(case, "void", voided_on="2017-03-05")
    assert office.record(COMPLAINTS, complaint)["handled_as"] == case


HEARD: dict[str, Any] = {"heard_on": "2017-03-04", "result": "done", "outcome_text": "已办结"}


def test_nobody_says_themselves_what_came_of_what_they_passed_on(city: City) -> None:
    office = city.office
    complaint = passed_on_complaint(city)
    with pytest.raises(HeardOfItself):
        office.do(COMPLAINTS, complaint, "hear", **HEARD)
    assert "hear" not in rules_of_complaints.next_steps(office.record(COMPLAINTS, complaint))
    emergency = dispatched_emergency(office)
    office.do(E, emergency, "arrive", arrived_at="2017-04-02T00:04:01+08:00")
    office.do(E, emergency, "refer", referred_on="2017-04-02", target="case")
    with pytest.raises(HeardOfItself):
        office.do(E, emergency, "hear", **HEARD | {"heard_on": "2017-04-03"})


def test_of_what_came_of_it_a_person_mends_the_wording_alone_and_earlier_steps_stay_correctable(city: City) -> None:
    office = city.office
    complaint = passed_on_complaint(city)
    (case,) = records(office, CASES)
    city.take(case, "void", voided_on="2017-03-05")
    text = {"outcome_text": "误录（已改写）"}
    heard = {"heard_on": "2017-03-05", "result": "declined", "handled_as": case} | text
    for other in ({"result": "done"}, {"heard_on": "2017-03-04"}, {"handled_as": "x"}):
        with pytest.raises(HeardOfItself):
            office.do(COMPLAINTS, complaint, "hear", corrects=4, **heard | other)
    office.do(COMPLAINTS, complaint, "hear", corrects=4, **heard)
    for day in ("2017-02-28", "2017-02-27"):
        office.do(COMPLAINTS, complaint, "receive", corrects=1, **FORMS["receive"] | {"received_on": day})
    record = office.record(COMPLAINTS, complaint)
    assert (record["took_days"], record["outcome_text"]) == (6, "误录（已改写）")
