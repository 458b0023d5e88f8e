"""Opinions and supervisors' reports are passed on by one step with all that was said, and hear of its end."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import HeardOfItself, OtherCategory, PassedOnAlready, SourceStays
from services.gateway.read_model.programme import campaign
from services.outreach import matters, opinions, supervision_reports
from services.outreach.referrals import CategoryMissing, CommunityMissing
from tests.office import PROOF, Office, build_view, measure_value
from tests.services.cases.city import CASES, City
from tests.services.outreach.public_contact import OPINIONS
from tests.services.outreach.service_brand import shop
from tests.services.outreach.test_call_referrals import ITEMS, MATTERS, all_hear, only_record
from tests.services.outreach.test_service_calls import call
from tests.services.outreach.test_supervision_reports import REPORTS, report
from tests.services.outreach.test_supervisors import supervisor

SAID: dict[str, Any] = {
    "unit": "DBT",
    "channel": "letter",
    "received_at": "2017-03-10T09:00:00+08:00",
    "matter": "桥下路灯不亮",
    "asker": "张三",
    "evidence": PROOF,
}
REFERRED: dict[str, Any] = {"referred_on": "2017-03-11"}
HEARD: dict[str, Any] = {"heard_on": "2017-03-12", "result": "done", "outcome_text": "已办结"}


def triaged_opinion(office: Office, topic: str = "facilities", **more: Any) -> str:
    opinion = office.do(OPINIONS, "", "receive", **SAID | more)[-1].subject
    office.do(OPINIONS, opinion, "triage", triaged_on="2017-03-10", topic=topic)
    return opinion


def passed_on(office: Office, target: str, topic: str = "facilities", **more: Any) -> str:
    opinion = triaged_opinion(office, topic)
    office.do(OPINIONS, opinion, "refer", **REFERRED | {"target": target} | more)
    return opinion


def passed_on_report(office: Office, target: str, **more: Any) -> str:
    supervisor(office)
    one = report(office, evidence=PROOF)
    office.do(REPORTS, one, "refer", referred_on="2017-05-03", target=target, **more)
    return one


def test_an_opinion_becomes_a_matter_with_what_was_said_and_its_papers_and_without_who_said_it(office: Office) -> None:
    opinion = passed_on(office, "matter", community="映月", responsible_unit="ZS")
    matter = office.record(MATTERS, only_record(office, MATTERS))
    assert (matter["opinion"], matter["matter"], matter["community"]) == (opinion, "桥下路灯不亮", "映月")
    assert (matter.unit, matter["request_evidence"], matter.get("requester_name")) == ("ZS", PROOF, None)
    assert office.record(OPINIONS, opinion).status() == "referred"


def test_an_opinion_hears_of_the_end_of_its_matter_and_is_fed_back(office: Office) -> None:
    opinion = passed_on(office, "matter", community="映月")
    matter = only_record(office, MATTERS)
    office.do(MATTERS, matter, "accept", accepted_on="2017-03-12")
    office.do(MATTERS, matter, "finish", done_on="2017-03-15", outcome="修好")
    record = office.record(OPINIONS, opinion)
    assert (record.status(), record["result"], record["outcome_text"]) == ("resolved", "done", "修好")
    assert (record["handled_as"], record["took_days"]) == (matter, 5)
    office.do(OPINIONS, opinion, "feed_back", fed_back_at="2017-03-16T09:00:00+08:00", reply="已修好")


@pytest.mark.parametrize(
    ("step", "form"),
    [("reject", {"rejected_on": "2017-03-12", "reason": "不属本部门"}), ("void", {"reason": "不属本部门"})],
)
def test_an_opinion_hears_why_nothing_was_done_about_its_matter(
    office: Office, step: str, form: dict[str, Any]
) -> None:
    opinion = passed_on(office, "matter", community="映月")
    office.do(MATTERS, only_record(office, MATTERS), step, **form)
    record = office.record(OPINIONS, opinion)
    assert (record.status(), record["result"], record["outcome_text"]) == ("resolved", "declined", "不属本部门")


def test_an_opinion_about_style_becomes_a_rectification_with_its_papers_and_hears_of_its_end(office: Office) -> None:
    opinion = passed_on(office, "rectification", "slow")
    all_hear(office)
    item = only_record(office, ITEMS)
    record = office.record(ITEMS, item)
    assert (record["source_kind"], record["source"], record["category"]) == ("opinion", opinion, "slow")
    assert (record.unit, record["problem"], record["evidence"]) == ("DBT", "桥下路灯不亮", PROOF)
    office.do(ITEMS, item, "cancel", cancelled_on="2017-03-12", reason="另有整改项涵盖")
    all_hear(office)
    heard = office.record(OPINIONS, opinion)
    assert (heard.status(), heard["result"], heard["outcome_text"]) == ("resolved", "declined", "另有整改项涵盖")
    assert len(heard.all("hear")) == 1


def test_an_opinion_of_a_call_becomes_a_case_of_the_object_that_the_call_was_about(office: Office) -> None:
    city = City(office)
    raised_in = call(office, object=shop(office, "S1"))
    opinion = triaged_opinion(office, "advertising", channel="call", service_call=raised_in)
    office.do(OPINIONS, opinion, "refer", **REFERRED | {"target": "case"})
    all_hear(office)
    record = city.case(only_record(office, CASES))
    assert (record["source"], record["source_record"], record["category"]) == ("opinion", opinion, "advertising")
    assert (record["problem"], record["object"], record["photos"][0]["photo"]) == ("桥下路灯不亮", "S1", PROOF)
    assert record.get("reporter_name") is None


@pytest.mark.parametrize(
    ("target", "topic", "more", "why"),
    [
        ("matter", "facilities", {}, CommunityMissing),
        ("rectification", "facilities", {}, OtherCategory),
        ("case", "slow", {}, OtherCategory),
    ],
)
def test_an_opinion_becomes_what_its_topic_fits(
    office: Office, target: str, topic: str, more: dict[str, Any], why: type[Exception]
) -> None:
    with pytest.raises(why):
        passed_on(office, target, topic, **more)


def test_a_report_becomes_a_rectification_with_its_papers_and_hears_of_its_end(office: Office) -> None:
    supervised = passed_on_report(office, "rectification", category="inaction")
    all_hear(office)
    item = only_record(office, ITEMS)
    record = office.record(ITEMS, item)
    assert (record["source_kind"], record["source"], record["problem"]) == ("supervision_report", supervised, "占道")
    assert (record.unit, record["category"], record["evidence"]) == ("DBT", "inaction", PROOF)
    office.do(ITEMS, item, "void", reason="误录")
    all_hear(office)
    heard = office.record(REPORTS, supervised)
    assert (heard.status(), heard["result"], heard["handled_as"]) == ("handled", "declined", item)
    office.do(REPORTS, supervised, "reply", replied_on=heard["heard_on"].isoformat(), reply="已答复")


def test_a_report_becomes_a_case_with_its_papers(office: Office) -> None:
    with pytest.raises(CategoryMissing):
        passed_on_report(office, "case")
    one = report(office, evidence=PROOF)
    office.do(REPORTS, one, "refer", referred_on="2017-05-03", target="case", category="street_order")
    all_hear(office)
    record = office.record(CASES, only_record(office, CASES))
    assert (record["source_record"], record["problem"], record["photos"][0]["photo"]) == (one, "占道", PROOF)


def test_nobody_says_themselves_what_came_of_an_opinion_or_a_report(office: Office) -> None:
    opinion, supervised = passed_on(office, "rectification", "slow"), passed_on_report(office, "case", category="other")
    for register, one, day in ((OPINIONS, opinion, "2017-03-12"), (REPORTS, supervised, "2017-05-04")):
        with pytest.raises(HeardOfItself):
            office.do(register, one, "hear", **HEARD | {"heard_on": day})
        with pytest.raises(NotNow):
            office.do(register, one, "resolve", resolved_on=day, result="done", outcome_text="已办结")


def test_a_rectification_that_only_names_what_was_passed_on_does_not_end_it(office: Office) -> None:
    opinion = passed_on(office, "rectification", "slow")
    form: dict[str, Any] = {"unit": "ZS", "category": "slow", "problem": "x", "raised_on": "2017-03-11"}
    typed = office.do(ITEMS, "", "raise", **form | {"source_kind": "opinion", "source": opinion})[-1].subject
    office.do(ITEMS, typed, "cancel", cancelled_on="2017-03-12", reason="误录")
    all_hear(office)
    assert office.record(OPINIONS, opinion).status() == "referred"


def test_a_correction_of_what_was_passed_on_moves_its_day_alone(office: Office) -> None:
    opinion = passed_on(office, "matter", community="映月")
    for other in ({"community": "诺卡"}, {"responsible_unit": "ZS"}, {"target": "case"}):
        with pytest.raises(PassedOnAlready):
            office.do(OPINIONS, opinion, "refer", 3, **REFERRED | {"target": "matter", "community": "映月"} | other)
    office.do(OPINIONS, opinion, "refer", 3, referred_on="2017-03-10", target="matter", community="映月")
    office.do(OPINIONS, opinion, "triage", 2, triaged_on="2017-03-10", topic="environment")
    assert office.record(OPINIONS, opinion)["category"] == "facilities"
    only_record(office, MATTERS)


def test_opinions_and_reports_are_passed_on_and_no_longer_converted(office: Office) -> None:
    opinion = triaged_opinion(office)
    supervisor(office)
    for rules, register, one in (
        (opinions.rules, OPINIONS, opinion),
        (supervision_reports.rules, REPORTS, report(office)),
    ):
        possible = rules.next_steps(office.record(register, one))
        offered = {step.name for step in rules.register.current_steps(possible)}
        assert ("refer" in offered, "convert" in offered, "hear" in offered) == (True, False, False)
    office.do(OPINIONS, opinion, "convert", converted_on="2017-03-11", target="case", category="other", summary="x")
    assert opinions.rules.next_steps(office.record(OPINIONS, opinion)) == ["resolve", "void"]


def test_what_was_passed_on_either_way_and_ended_is_counted(office: Office) -> None:
    passed_on(office, "rectification", "slow")
    passed_on(office, "matter", community="映月")
    converted = triaged_opinion(office, "slow")
    form: dict[str, Any] = {"target": "rectification", "category": "slow", "summary": "x"}
    office.do(OPINIONS, converted, "convert", converted_on="2017-03-11", **form)
    passed_on_report(office, "case", category="other")
    office.do(MATTERS, only_record(office, MATTERS), "reject", rejected_on="2017-03-12", reason="非本部门")
    view = build_view(office.events, campaign())
    assert measure_value(view, "A1.converted").claimed == pytest.approx(2 / 3)
    assert measure_value(view, "B2.opinions_passed_on").claimed == pytest.approx(1 / 3)
    assert measure_value(view, "B2.supervision_reports_passed_on").claimed == 0


def finish_matter(office: Office, matter: str, day: str = "2017-03-15") -> None:
    office.do(MATTERS, matter, "accept", accepted_on="2017-03-12")
    office.do(MATTERS, matter, "finish", done_on=day, outcome="修好")


def test_no_correction_takes_a_matter_from_the_opinion_that_waits_for_it(office: Office) -> None:
    opinion = passed_on(office, "matter", community="映月")
    matter = only_record(office, MATTERS)
    form: dict[str, Any] = {"unit": "DBT", "community": "诺卡", "matter": "桥下路灯不亮", "requested_on": "2017-03-11"}
    for source in ({}, {"opinion": opinion, "service_call": call(office)}, {"opinion": triaged_opinion(office)}):
        with pytest.raises(SourceStays):
            office.do(MATTERS, matter, "register", 1, **form | source)
    office.do(MATTERS, matter, "register", 1, **form | {"opinion": opinion})
    finish_matter(office, matter)
    assert office.record(OPINIONS, opinion).status() == "resolved"


def test_a_matter_that_somebody_registered_may_be_corrected_in_what_it_came_from(office: Office) -> None:
    form: dict[str, Any] = {"unit": "DBT", "community": "诺卡", "matter": "路灯", "requested_on": "2017-03-11"}
    typed = office.do(MATTERS, "", "register", **form | {"opinion": triaged_opinion(office)})[-1].subject
    office.do(MATTERS, typed, "register", 1, **form | {"service_call": call(office)})
    assert office.record(MATTERS, typed).get("opinion") is None


def test_no_correction_takes_a_rectification_from_what_waits_for_it(office: Office) -> None:
    report_of = passed_on_report(office, "rectification", category="inaction")
    all_hear(office)
    item = only_record(office, ITEMS)
    form: dict[str, Any] = {"unit": "DBT", "category": "inaction", "problem": "x", "raised_on": "2017-05-03"}
    for source in (
        {"source_kind": "opinion"},
        {"source_kind": "supervision_report"},
        {"source_kind": "self_found", "source": report_of},
    ):
        with pytest.raises(SourceStays):
            office.do(ITEMS, item, "raise", 1, **form | source)
    office.do(ITEMS, item, "raise", 1, **form | {"source_kind": "supervision_report", "source": report_of})
    office.do(ITEMS, item, "cancel", cancelled_on="2017-05-04", reason="误报")
    all_hear(office)
    assert office.record(REPORTS, report_of).status() == "handled"


def test_no_correction_takes_a_case_from_what_waits_for_it(office: Office) -> None:
    city = City(office)
    opinion = passed_on(office, "case")
    all_hear(office)
    case = only_record(office, CASES)
    said: dict[str, Any] = {
        "unit": "DBT",
        "category": "facilities",
        "problem": "x",
        "reported_at": "2017-03-11T09:00:00+08:00",
    }
    with pytest.raises(SourceStays):
        office.do(CASES, case, "report", 1, **said | {"source": "patrol"})
    assert city.case(case)["source_record"] == opinion


def test_of_all_that_a_matter_names_that_hears_of_its_end_which_waits_for_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an older correction may have left it: with a call beside the opinion."""
    opinion = passed_on(office, "matter", community="映月")
    matter = only_record(office, MATTERS)
    monkeypatch.setattr(matters.rules, "sources", ())
    form: dict[str, Any] = {"unit": "DBT", "community": "映月", "matter": "桥下路灯不亮", "requested_on": "2017-03-11"}
    office.do(MATTERS, matter, "register", 1, **form | {"opinion": opinion, "service_call": call(office)})
    finish_matter(office, matter)
    assert office.record(OPINIONS, opinion).status() == "resolved"


def state_of(office: Office, opinion: str) -> tuple[str, str, str]:
    record = office.record(OPINIONS, opinion)
    return record.status(), record["result"], record["outcome_text"]


@pytest.mark.parametrize("told", [0, 1, 2])
def test_a_matter_that_is_done_again_is_awaited_again_and_its_later_end_is_heard(office: Office, told: int) -> None:
    opinion = passed_on(office, "matter", community="映月")
    matter = only_record(office, MATTERS)
    finish_matter(office, matter)
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("feed_back", {"fed_back_at": "2017-03-16T09:00:00+08:00", "reply": "已修好"}),
        ("close", {"closed_on": "2017-03-16"}),
    )
    for step, form in steps[:told]:
        office.do(OPINIONS, opinion, step, **form)
    office.do(MATTERS, matter, "reopen", reopened_on="2017-03-17", reason="又坏了")
    assert state_of(office, opinion) == ("referred", "reopened", "又坏了")
    office.do(MATTERS, matter, "finish", done_on="2017-03-18", outcome="又修好")
    assert state_of(office, opinion) == ("resolved", "done", "又修好")
    office.do(OPINIONS, opinion, "feed_back", fed_back_at="2017-03-19T09:00:00+08:00", reply="又修好")
    office.do(MATTERS, matter, "void", reason="并未办理")
    assert state_of(office, opinion) == ("resolved", "declined", "并未办理")
    view = build_view(office.events, campaign())
    assert measure_value(view, "B2.opinions_passed_on").claimed == 1


def test_a_matter_that_was_taken_back_while_it_is_done_again_is_heard_of(office: Office) -> None:
    opinion = passed_on(office, "matter", community="映月")
    matter = only_record(office, MATTERS)
    finish_matter(office, matter)
    office.do(MATTERS, matter, "reopen", reopened_on="2017-03-17", reason="又坏了")
    view = build_view(office.events, campaign())
    assert measure_value(view, "B2.opinions_passed_on").claimed == 0, "it waits again"
    office.do(MATTERS, matter, "void", reason="并未办理")
    assert state_of(office, opinion) == ("resolved", "declined", "并未办理")


def test_a_matter_that_was_its_own_after_all_is_awaited_again(office: Office) -> None:
    opinion = passed_on(office, "matter", community="映月")
    matter = only_record(office, MATTERS)
    office.do(MATTERS, matter, "mark_duplicate", duplicate_of=office.matter(unit="ZS"), merged_on="2017-03-12")
    assert state_of(office, opinion)[:2] == ("resolved", "merged")
    office.do(MATTERS, matter, "separate", separated_on="2017-03-13", reason="另一处")
    assert state_of(office, opinion) == ("referred", "reopened", "另一处")
    with pytest.raises(HeardOfItself):
        office.do(OPINIONS, opinion, "hear", **HEARD | {"heard_on": "2017-03-14"})


def test_nobody_says_themselves_that_it_is_done_again_and_no_page_offers_it(office: Office) -> None:
    opinion = passed_on(office, "matter", community="映月")
    finish_matter(office, only_record(office, MATTERS))
    assert opinions.rules.next_steps(office.record(OPINIONS, opinion)) == ["feed_back", "void"]
    for step in ("hear_reopened", "hear"):
        with pytest.raises(HeardOfItself):
            office.do(OPINIONS, opinion, step, heard_on="2017-03-16", result="reopened", outcome_text="x")


def test_a_report_hears_that_what_it_became_was_no_such_after_all(office: Office) -> None:
    city = City(office)
    supervised = passed_on_report(office, "case", category="other")
    all_hear(office)
    case = only_record(office, CASES)
    at = "2017-05-04T{}:00+08:00"
    city.take(case, "verify", verified_at=at.format("09:00"), finding="not_exist")
    city.take(case, "reject", rejected_on="2017-05-04")
    all_hear(office)
    assert office.record(REPORTS, supervised)["result"] == "unfounded"
    day = office.record(REPORTS, supervised)["heard_on"].isoformat()
    office.do(REPORTS, supervised, "reply", replied_on=day, reply="已答复")
    city.take(case, "void", voided_on="2017-05-05")
    all_hear(office)
    record = office.record(REPORTS, supervised)
    assert (record.status(), record["result"], len(record.all("hear"))) == ("handled", "declined", 2)
