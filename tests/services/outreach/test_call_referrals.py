"""A call that is passed on becomes a matter, a case or a rectification by one step, and hears of its end once."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import HeardOfItself, OtherCategory, PassedOnAlready
from services.cases import reactions as of_cases
from services.chassis.records import deadlines
from services.chassis.storage import journal
from services.gateway.read_model.programme import campaign
from services.outreach import reactions as of_outreach
from services.outreach.referrals import CategoryMissing, CommunityMissing
from tests.office import Office, build_view, measure_value
from tests.services.cases.city import CASES, City
from tests.services.outreach.test_service_calls import CALLS, answer, call

MATTERS, ITEMS = "outreach.matters", "cases.rectifications"


def refer(office: Office, target: str, **more: Any) -> str:
    one = call(office)
    office.do(CALLS, one, "refer", referred_on="2017-03-01", target=target, **more)
    return one


def all_hear(office: Office) -> None:
    for _ in range(2):
        with office.store.begin() as tx:
            for reactions in (of_cases.reactions, of_outreach.reactions):
                reactions.carry_out(tx, office.registers, list(office.events))


def only_record(office: Office, register: str) -> str:
    with office.store.begin_read() as tx:
        (one,) = journal.subjects(tx, register)
    return one


def test_a_call_becomes_a_matter_with_what_was_said_and_its_clock_stops(office: Office) -> None:
    one = refer(office, "matter", community="映月")
    record = office.record(MATTERS, only_record(office, MATTERS))
    assert (record["service_call"], record["matter"], record["community"]) == (one, "门前灯不亮", "映月")
    assert (record["requester"], record.unit, record.get("requester_name")) == ("merchant", "ZS", None)
    assert office.record(CALLS, one).status() == "referred"
    assert deadlines.running(office.record(CALLS, one)) == []


def test_a_call_hears_when_its_matter_is_finished_and_is_answered_then(office: Office) -> None:
    one = refer(office, "matter", community="映月")
    matter = only_record(office, MATTERS)
    office.do(MATTERS, matter, "accept", accepted_on="2017-03-02")
    office.do(MATTERS, matter, "finish", done_on="2017-03-05", outcome="修好")
    office.do(MATTERS, matter, "reopen", reopened_on="2017-03-06", reason="又坏了")
    office.do(MATTERS, matter, "finish", done_on="2017-03-08", outcome="又修好")
    record = office.record(CALLS, one)
    assert (record.status(), record["result"], record["outcome_text"]) == ("outcome_heard", "done", "又修好")
    assert (record["handled_as"], record["took_days"]) == (matter, 7)
    answer(office, one, at="2017-03-08T10:30:00+08:00")
    assert office.record(CALLS, one).status() == "answered"


@pytest.mark.parametrize(
    ("step", "form", "result", "said"),
    [
        ("reject", {"rejected_on": "2017-03-02", "reason": "非本部门"}, "declined", "非本部门"),
        ("void", {"reason": "误录"}, "declined", "误录"),
    ],
)
def test_a_matter_that_came_to_nothing_is_told_with_its_reason(
    office: Office, step: str, form: dict[str, Any], result: str, said: str
) -> None:
    one = refer(office, "matter", community="映月")
    office.do(MATTERS, only_record(office, MATTERS), step, **form)
    record = office.record(CALLS, one)
    assert (record["result"], record["outcome_text"]) == (result, said)


def test_a_matter_that_was_merged_says_into_which(office: Office) -> None:
    one = refer(office, "matter", community="映月")
    matter = only_record(office, MATTERS)
    other = office.matter(unit="ZS")
    office.do(MATTERS, matter, "mark_duplicate", duplicate_of=other, merged_on="2017-03-09")
    record = office.record(CALLS, one)
    assert record["result"] == "merged"
    assert other in record["outcome_text"]


def test_a_call_becomes_a_case_and_hears_of_its_end(office: Office) -> None:
    city = City(office)
    one = refer(office, "case", category="street_order", responsible_unit="ZX")
    all_hear(office)
    case = only_record(office, CASES)
    record = office.record(CASES, case)
    assert (record["source"], record["source_record"], record["problem"]) == ("service_call", one, "门前灯不亮")
    assert (record.unit, record["category"], record["to_verify"]) == ("ZX", "street_order", True)
    city.take(case, "reject", rejected_on="2017-03-02")
    all_hear(office)
    heard = office.record(CALLS, one)
    assert (heard.status(), heard["result"], heard["handled_as"]) == ("outcome_heard", "declined", case)
    assert len(heard.all("hear")) == 1


def test_a_call_about_style_becomes_a_rectification_and_hears_of_its_end(office: Office) -> None:
    one = refer(office, "rectification", category="slow")
    all_hear(office)
    item = only_record(office, ITEMS)
    record = office.record(ITEMS, item)
    assert (record["source_kind"], record["source"], record["category"]) == ("service_call", one, "slow")
    office.do(ITEMS, item, "cancel", cancelled_on="2017-03-02", reason="另有整改项涵盖")
    all_hear(office)
    assert office.record(CALLS, one)["outcome_text"] == "另有整改项涵盖"


def test_a_call_says_what_its_target_needs(office: Office) -> None:
    with pytest.raises(CommunityMissing):
        refer(office, "matter")
    with pytest.raises(CategoryMissing):
        refer(office, "case")
    with pytest.raises(OtherCategory):
        refer(office, "case", category="slow")


def test_what_was_passed_on_is_not_converted_nor_passed_on_besides(office: Office) -> None:
    one = refer(office, "matter", community="映月")
    with pytest.raises(NotNow):
        office.do(CALLS, one, "convert", converted_on="2017-03-02", matter_record=only_record(office, MATTERS))
    with pytest.raises(NotNow):
        office.do(CALLS, one, "refer", referred_on="2017-03-02", target="matter", community="映月")


def test_calls_that_were_passed_on_are_counted_with_their_ends(office: Office) -> None:
    refer(office, "matter", community="映月")
    office.do(MATTERS, only_record(office, MATTERS), "reject", rejected_on="2017-03-04", reason="非本部门")
    refer(office, "matter", community="诺卡")
    view = build_view(office.events, campaign())
    assert measure_value(view, "B2.calls_passed_on").claimed == 1 / 2
    assert measure_value(view, "B2.days_to_end_calls").claimed == 3


def test_a_record_that_only_names_a_call_as_its_source_does_not_end_it(office: Office) -> None:
    one = refer(office, "matter", community="映月")
    asked: dict[str, Any] = {"unit": "ZS", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
    typed = office.do(MATTERS, "", "register", **asked | {"service_call": one})[-1].subject
    office.do(MATTERS, typed, "reject", rejected_on="2017-03-02", reason="非本部门")
    form: dict[str, Any] = {"unit": "DBT", "category": "slow", "problem": "x", "raised_on": "2017-03-01"}
    item = office.do(ITEMS, "", "raise", **form | {"source_kind": "service_call", "source": one})[-1].subject
    office.do(ITEMS, item, "cancel", cancelled_on="2017-03-02", reason="误录")
    all_hear(office)
    assert office.record(CALLS, one).status() == "referred"


def test_nobody_says_themselves_what_came_of_a_call(office: Office) -> None:
    one = refer(office, "matter", community="映月")
    with pytest.raises(HeardOfItself):
        office.do(CALLS, one, "hear", heard_on="2017-03-02", result="done", outcome_text="已办结")
    office.do(MATTERS, only_record(office, MATTERS), "reject", rejected_on="2017-03-02", reason="非本部门")
    assert office.record(CALLS, one).status() == "outcome_heard"


def test_a_call_that_was_passed_on_stays_with_the_matter_that_it_became(office: Office) -> None:
    one = refer(office, "matter", community="映月")
    said = {"referred_on": "2017-03-02", "target": "matter", "community": "映月"}
    for other in ({"community": "诺卡"}, {"target": "case", "category": "other"}, {"responsible_unit": "DT"}):
        with pytest.raises(PassedOnAlready):
            office.do(CALLS, one, "refer", corrects=2, **said | other)
    office.do(CALLS, one, "refer", corrects=2, **said)
    assert office.record(CALLS, one)["referred_on"].isoformat() == "2017-03-02"
