"""From an opinion or a supervisor's report to a rectification or a case, and back."""

from __future__ import annotations

from typing import Any

import pytest

from services.cases import reactions as of_cases
from services.chassis.base.clock import SHANGHAI
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.storage import journal
from services.outreach import reactions as of_outreach
from tests.office import PROOF, Office
from tests.services.cases.city import CASES, City
from tests.services.outreach.test_supervision_reports import REPORTS, report
from tests.services.outreach.test_supervisors import supervisor

OPINIONS, ITEMS = "outreach.opinions", "cases.rectifications"


def converted_opinion(office: Office, target: str = "rectification", category: str = "slow", **more: Any) -> str:
    opinion_form: dict[str, Any] = {
        "unit": "DBT",
        "channel": "weibo",
        "received_at": "2017-03-10T09:00:00+08:00",
        "matter": "办理太慢",
    }
    opinion = office.do(OPINIONS, "", "receive", **opinion_form)[-1].subject
    office.do(OPINIONS, opinion, "triage", triaged_on="2017-03-10", topic=category)
    form = {"converted_on": "2017-03-11", "target": target, "category": category, "summary": "办理太慢"}
    office.do(OPINIONS, opinion, "convert", **form | more)
    return opinion


def all_hear(office: Office) -> None:
    """Both services hear of everything that was told so far."""
    with office.store.begin() as tx:
        for reactions in (of_cases.reactions, of_outreach.reactions):
            reactions.carry_out(tx, office.registers, list(office.events))


def record_ids(office: Office, register: str = ITEMS) -> list[str]:
    with office.store.begin_read() as tx:
        return journal.subjects(tx, register)


def rectify(office: Office, item: str) -> None:
    office.person("a", "DBT")
    office.person("b", "ZS")
    plan: dict[str, Any] = {
        "planned_on": "2017-03-12",
        "measure": "限时办结",
        "responsible_person": "a",
        "due_on": "2017-04-01",
    }
    office.do(ITEMS, item, "plan", **plan)
    office.do(ITEMS, item, "submit", submitted_on="2017-03-20", result="已改", proof=PROOF)
    office.do(ITEMS, item, "verify", verified_on="2017-03-21", verifier="b")
    office.do(ITEMS, item, "close", closed_on="2017-03-22", outcome="已限时办结")


def test_a_converted_opinion_raises_a_rectification_that_names_it(office: Office) -> None:
    opinion = converted_opinion(office)
    all_hear(office)
    all_hear(office)
    (item,) = record_ids(office)
    record = office.record(ITEMS, item)
    assert (record["source_kind"], record["source"], record["problem"], record.unit) == (
        "opinion",
        opinion,
        "办理太慢",
        "DBT",
    )


@pytest.mark.parametrize(
    ("target", "category", "register"), [("rectification", "slow", ITEMS), ("case", "other", CASES)]
)
def test_what_came_of_it_is_the_responsible_unit_s(office: Office, target: str, category: str, register: str) -> None:
    converted_opinion(office, target, category, responsible_unit="ZS")
    all_hear(office)
    (record,) = record_ids(office, register)
    assert office.record(register, record).unit == "ZS"


def test_what_became_a_case_raises_no_rectification(office: Office) -> None:
    converted_opinion(office, "case", "advertising")
    all_hear(office)
    assert record_ids(office) == []


def test_a_closed_rectification_resolves_the_opinion_it_came_from(office: Office) -> None:
    opinion = converted_opinion(office)
    all_hear(office)
    (item,) = record_ids(office)
    rectify(office, item)
    all_hear(office)
    record = office.record(OPINIONS, opinion)
    assert (record.status(), record["outcome_text"], record["handled_as"]) == ("resolved", "已限时办结", item)


def test_an_opinion_that_was_resolved_by_hand_stays_so(office: Office) -> None:
    opinion = converted_opinion(office)
    all_hear(office)
    (item,) = record_ids(office)
    office.do(OPINIONS, opinion, "resolve", resolved_on="2017-03-15", result="unfounded", outcome_text="经查不实")
    rectify(office, item)
    all_hear(office)
    assert office.record(OPINIONS, opinion)["result"] == "unfounded"


def test_a_rectification_that_only_names_an_opinion_does_not_resolve_it(office: Office) -> None:
    opinion = converted_opinion(office)
    form: dict[str, Any] = {"unit": "ZS", "category": "slow", "problem": "x", "raised_on": "2017-03-11"}
    typed = office.do(ITEMS, "", "raise", **form | {"source_kind": "opinion", "source": opinion})[-1].subject
    office.do(ITEMS, typed, "cancel", cancelled_on="2017-03-12", reason="误录")
    all_hear(office)
    assert office.record(OPINIONS, opinion).status() == "converted"


def test_what_a_rectification_tells_back_names_nobody(office: Office) -> None:
    converted_opinion(office)
    all_hear(office)
    (item,) = record_ids(office)
    rectify(office, item)
    with pytest.raises(NamesSomebody):
        office.do(ITEMS, item, "close", corrects=5, closed_on="2017-03-22", outcome="已电话13812345678告知")


CANCELLED = {"cancelled_on": "2017-03-12", "reason": "另有整改项涵盖"}


@pytest.mark.parametrize(("step", "form"), [("cancel", CANCELLED), ("void", {"reason": "重复登记"})])
def test_whoever_waits_for_a_rectification_that_was_dropped_hears_why(
    office: Office, step: str, form: dict[str, Any]
) -> None:
    opinion = converted_opinion(office)
    all_hear(office)
    (item,) = record_ids(office)
    office.do(ITEMS, item, step, **form)
    all_hear(office)
    record = office.record(OPINIONS, opinion)
    assert (record.status(), record["result"], record["outcome_text"]) == ("resolved", "declined", form["reason"])


def test_a_rectification_that_is_voided_after_its_end_tells_nothing_more(office: Office) -> None:
    opinion = converted_opinion(office)
    all_hear(office)
    (item,) = record_ids(office)
    rectify(office, item)
    all_hear(office)
    office.do(ITEMS, item, "void", reason="误录")
    all_hear(office)
    assert office.record(OPINIONS, opinion)["outcome_text"] == "已限时办结"


# --- cases ------------------------------------------------------------------------------------------------------------


def reported_case(office: Office) -> tuple[City, str]:
    """An opinion that became a digital case; the city and the case."""
    city = City(office)
    converted_opinion(office, "case", "advertising")
    all_hear(office)
    all_hear(office)
    (case,) = record_ids(office, CASES)
    return city, case


def handle_case(city: City, case: str) -> None:
    """Somebody has seen that it is so, and where."""
    at = "2017-03-12T{}:00+08:00"
    city.take(case, "verify", verified_at=at.format("09:00"))
    city.take(case, "accept", accepted_on="2017-03-12", case_class="E-0501", grid="G-01", place="映月路12号")
    city.take(case, "file", filed_at=at.format("10:00"))
    city.take(case, "dispatch", dispatched_at=at.format("10:30"))
    city.take(case, "receive", received_on="2017-03-12")
    city.take(case, "dispose", disposed_at=at.format("16:00"))
    city.take(case, "check", checked_at=at.format("17:00"))


def test_a_converted_opinion_becomes_a_digital_case_that_names_it_and_nobody_else(office: Office) -> None:
    _, case = reported_case(office)
    record = office.record(CASES, case)
    (opinion,) = record_ids(office, OPINIONS)
    assert (record["source"], record["source_record"], record["category"]) == ("opinion", opinion, "advertising")
    assert (record["problem"], record.unit, record["to_verify"]) == ("办理太慢", "DBT", True)
    assert record["reported_at"].astimezone(SHANGHAI).isoformat() == "2017-03-11T23:59:59+08:00", (
        "on the day it was told"
    )
    assert record_ids(office) == [], "no rectification besides"


def test_a_closed_case_resolves_the_opinion_it_came_from(office: Office) -> None:
    city, case = reported_case(office)
    handle_case(city, case)
    city.take(case, "close", closed_at="2017-03-12T17:30:00+08:00")
    all_hear(office)
    (opinion,) = record_ids(office, OPINIONS)
    record = office.record(OPINIONS, opinion)
    assert (record.status(), record["result"], record["outcome_text"], record["handled_as"]) == (
        "resolved",
        "done",
        "已恢复原状",
        case,
    )


@pytest.mark.parametrize(("looked", "result"), [("somebody", "unfounded"), ("", "declined")])
def test_a_rejected_case_tells_whether_there_was_nothing_to_it(
    office: Office,
    looked: str,
    result: str,
) -> None:
    city, case = reported_case(office)
    if looked:
        city.take(case, "verify", verified_at="2017-03-12T09:00:00+08:00", finding="not_exist")
    city.take(case, "reject", rejected_on="2017-03-12")
    all_hear(office)
    (opinion,) = record_ids(office, OPINIONS)
    assert office.record(OPINIONS, opinion)["result"] == result


@pytest.mark.parametrize(("step", "day"), [("force_close", "forced_on"), ("void", "voided_on")])
def test_a_case_that_was_closed_by_force_or_taken_back_was_not_dealt_with(office: Office, step: str, day: str) -> None:
    city, case = reported_case(office)
    handle_case(city, case)
    city.take(case, step, **{day: "2017-03-13"})
    all_hear(office)
    (opinion,) = record_ids(office, OPINIONS)
    assert office.record(OPINIONS, opinion)["result"] == "declined"


def test_a_case_that_came_from_elsewhere_is_told_to_no_opinion(office: Office) -> None:
    city = City(office)
    city.case_after("close", outcome="已恢复原状")
    city.take(city.reported_case(source_record="somebody-else"), "reject")
    all_hear(office)
    assert record_ids(office, OPINIONS) == []


# --- supervisors' reports ---------------------------------------------------------------------------------------------


def forward_case(office: Office, target: str, category: str) -> str:
    """A supervisor's report that a unit could not handle at once."""
    supervisor(office)
    case_report = report(office)
    form: dict[str, Any] = {"converted_on": "2017-05-03", "target": target, "category": category, "summary": "店外经营"}
    office.do(REPORTS, case_report, "convert", **form)
    all_hear(office)
    all_hear(office)
    return case_report


def test_a_supervisors_report_becomes_a_rectification_and_hears_of_its_end(office: Office) -> None:
    case_report = forward_case(office, "rectification", "slow")
    (item,) = record_ids(office)
    assert (office.record(ITEMS, item)["source_kind"], office.record(ITEMS, item)["source"]) == (
        "supervision_report",
        case_report,
    )
    office.person("a", "DBT")
    office.person("b", "ZS")
    form: dict[str, Any] = {
        "planned_on": "2017-05-04",
        "measure": "限时",
        "responsible_person": "a",
        "due_on": "2017-06-01",
    }
    office.do(ITEMS, item, "plan", **form)
    office.do(ITEMS, item, "submit", submitted_on="2017-05-20", result="已改", proof=PROOF)
    office.do(ITEMS, item, "verify", verified_on="2017-05-21", verifier="b")
    office.do(ITEMS, item, "close", closed_on="2017-05-22", outcome="已整改")
    all_hear(office)
    assert (office.record(REPORTS, case_report).status(), office.record(REPORTS, case_report)["outcome_text"]) == (
        "handled",
        "已整改",
    )


def test_a_supervisors_report_becomes_a_digital_case_and_is_replied_to_when_it_has_ended(office: Office) -> None:
    city = City(office)
    case_report = forward_case(office, "case", "street_order")
    (case,) = record_ids(office, CASES)
    assert office.record(CASES, case)["source"] == "supervision_report"
    city.take(case, "reject", rejected_on="2017-05-04")
    all_hear(office)
    assert office.record(REPORTS, case_report).status() == "handled"
    office.do(REPORTS, case_report, "reply", replied_on="2017-05-08", reply="经查不属城管职责，已转告")
