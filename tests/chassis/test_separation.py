"""Who took one step of a record does not vouch for it: in person, by a delegation, by a correction, by a sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.errors import Problem
from services.chassis.handling.command_service import Job
from services.chassis.records.command import Actor, Command
from services.chassis.records.separation import NotApart, OwnUnit
from tests.office import Office
from tests.services.outreach.test_call_referrals import all_hear, only_record
from tests.services.outreach.test_supervisors import supervisor

M, R = "outreach.matters", "cases.rectifications"
OPINIONS, COMPLAINTS, REPORTS = "outreach.opinions", "cases.complaints", "outreach.supervision_reports"
LI, WU, HE = (Actor(id_, "captain") for id_ in ("DT-01", "DT-02", "DT-03"))
CONFIRM: dict[str, Any] = {"confirmed_on": "2017-03-10", "satisfied": True}
FINISH: dict[str, Any] = {"done_on": "2017-03-08", "outcome": "修好"}
MATTER: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}

REPORT: dict[str, Any] = {"supervisor": "JD1", "unit": "DT", "matter": "占道", "received_on": "2017-05-02"}


def for_(person: str, by: Actor) -> Actor:
    """Somebody who acts for another, by a delegation."""
    return replace(by, on_behalf_of=person)


def finish_matter(office: Office, registrar: Actor = LI, finisher: Actor = WU) -> str:
    """A matter that one person registered and another finished; its id."""
    record = office.do_as(registrar, M, "", "register", **MATTER)[-1].subject
    office.do_as(registrar, M, record, "accept", accepted_on="2017-03-01")
    office.do_as(finisher, M, record, "finish", **FINISH)
    return record


@pytest.mark.parametrize("who", [LI, WU, for_("DT-01", HE), for_("DT-02", HE)])
def test_who_registered_or_finished_does_not_confirm_nor_who_acts_for_them(office: Office, who: Actor) -> None:
    record = finish_matter(office)
    with pytest.raises(NotApart) as refused:
        office.do_as(who, M, record, "confirm", **CONFIRM)
    told = refused.value.to_dict()
    assert told["status"] == 409
    assert "确认 confirm" in told["detail"]
    assert (who.on_behalf_of or who.id) in told["detail"]
    assert office.record(M, record).status() == "done"


def test_who_had_it_done_on_their_behalf_does_not_confirm(office: Office) -> None:
    record = finish_matter(office, finisher=for_("DT-03", WU))
    with pytest.raises(NotApart):
        office.do_as(HE, M, record, "confirm", **CONFIRM)


def test_a_third_person_confirms(office: Office) -> None:
    record = finish_matter(office)
    assert office.do_as(HE, M, record, "confirm", **CONFIRM)[-1].evidencelevel == "E2"


def test_a_corrected_finish_is_still_that_of_who_finished_first(office: Office) -> None:
    record = finish_matter(office)
    office.do_as(HE, M, record, "finish", corrects=3, **FINISH | {"outcome": "已修好"})
    for who in (LI, WU, HE):
        with pytest.raises(NotApart):
            office.do_as(who, M, record, "confirm", **CONFIRM)


def test_who_finished_does_not_correct_the_confirmation(office: Office) -> None:
    record = finish_matter(office)
    office.do_as(HE, M, record, "confirm", **CONFIRM)
    with pytest.raises(NotApart):
        office.do_as(WU, M, record, "confirm", corrects=4, **CONFIRM | {"confirmed_on": "2017-03-09"})


def test_who_confirmed_does_not_correct_what_was_confirmed(office: Office) -> None:
    record = finish_matter(office)
    office.do_as(HE, M, record, "confirm", **CONFIRM)
    with pytest.raises(NotApart):
        office.do_as(HE, M, record, "finish", corrects=3, **FINISH | {"outcome": "已修好"})


def test_what_a_correction_moves_is_not_taken_by_who_corrects(office: Office) -> None:
    record = finish_matter(office)
    office.do_as(HE, M, record, "confirm", **CONFIRM)
    for community in ("春江", "映月"):  # each moves the keys of all later steps, the confirmation's too
        events = office.do_as(LI, M, record, "register", corrects=1, **MATTER | {"community": community})
        assert len(events) == 4


def test_who_confirmed_once_may_finish_after_it_was_reopened_but_not_confirm_again(office: Office) -> None:
    record = finish_matter(office)
    office.do_as(HE, M, record, "confirm", **CONFIRM)
    office.do_as(LI, M, record, "reopen", reopened_on="2017-03-11", reason="又坏了")
    office.do_as(HE, M, record, "finish", done_on="2017-03-12", outcome="修好")
    with pytest.raises(NotApart):
        office.do_as(HE, M, record, "confirm", confirmed_on="2017-03-13", satisfied=True)


def test_in_one_job_of_a_group_of_steps_the_same_person_is_refused_and_nothing_stands(office: Office) -> None:
    forms: dict[str, dict[str, Any]] = {
        "register": MATTER,
        "accept": {"accepted_on": "2017-03-01"},
        "finish": FINISH,
        "confirm": CONFIRM,
    }
    group = tuple(Command(f"k-{step}", M, step, form, LI) for step, form in forms.items())
    (result,) = office.registers.carry_out(Job((group,)))
    assert isinstance(result, Problem)
    assert (result.slug, result.step) == ("not-apart", 3)
    assert office.registers.page(M, within={}, after="", most=9) == []


def test_a_sheet_may_say_what_others_confirmed_but_not_approve_what_its_bearer_wrote(office: Office) -> None:
    record = finish_matter(office)
    sheet = Command("sheet", M, "confirm", CONFIRM, LI, record, imported=True)
    assert office.command(sheet)[-1].imported
    feature = office.do_as(LI, "outreach.features", "", "apply", unit="DT", title="特色", applied_on="2017-03-01")
    who, approval = Actor(LI.id, "leader"), {"approved_on": "2017-03-02"}
    with pytest.raises(NotApart):
        office.command(
            Command("approval", "outreach.features", "approve", approval, who, feature[-1].subject, imported=True)
        )


def test_a_check_is_made_by_another_unit(office: Office) -> None:
    office.person("SYN-check", "ZS")
    findings = [{"point": "着装", "passed": True}]
    form: dict[str, Any] = {
        "unit": "DT",
        "focus": "conduct",
        "checker": "SYN-check",
        "checked_on": "2017-03-01",
        "findings": findings,
    }
    with pytest.raises(OwnUnit):
        office.do_as(Actor("SYN-check", "inspector", unit="DT"), "cases.norm_checks", "", "check", **form)
    for unit in ("ZS", ""):
        made = office.do_as(Actor("SYN-check", "inspector", unit=unit), "cases.norm_checks", "", "check", **form)
        assert made[-1].evidencelevel == "E3"


def test_in_a_post_of_the_whole_bureau_one_is_still_of_one_s_unit(office: Office) -> None:
    """Nor checks it who acts for somebody of that unit."""
    for person, unit in (("DT-02", "DT"), ("ZS-02", "ZS")):
        office.person(person, unit)
    findings = [{"point": "着装", "passed": True}]
    form: dict[str, Any] = {"unit": "DT", "focus": "conduct", "checked_on": "2017-03-01", "findings": findings}
    for who in (Actor("DT-02", "inspector"), for_("DT-02", Actor("ZS-02", "inspector"))):
        with pytest.raises(OwnUnit):
            office.do_as(who, "cases.norm_checks", "", "check", **form, checker=who.on_behalf_of or who.id)
    assert office.do_as(Actor("ZS-02", "inspector"), "cases.norm_checks", "", "check", **form, checker="ZS-02")


def opinion_by(office: Office, who: Actor) -> str:
    """The matter that an opinion became which somebody wrote down, another passed on and a third finished."""
    said: dict[str, Any] = {
        "unit": "DT",
        "channel": "letter",
        "matter": "路灯",
        "received_at": "2017-03-01T09:00:00+08:00",
    }
    opinion = office.do_as(who, OPINIONS, "", "receive", **said)[-1].subject
    office.do(OPINIONS, opinion, "triage", triaged_on="2017-03-01", topic="facilities")
    office.do(OPINIONS, opinion, "refer", referred_on="2017-03-01", target="matter", community="映月")
    matter = next(one.subject for one in reversed(office.events) if one.register == M)
    office.do(M, matter, "accept", accepted_on="2017-03-02")
    office.do(M, matter, "finish", **FINISH)
    return matter


@pytest.mark.parametrize("who", [LI, for_("DT-01", HE)])
def test_who_wrote_the_need_down_does_not_confirm_that_it_is_met(office: Office, who: Actor) -> None:
    matter = opinion_by(office, LI)
    with pytest.raises(NotApart) as refused:
        office.do_as(who, M, matter, "confirm", **CONFIRM)
    assert "意见建议 收到 (DT-01)" in refused.value.to_dict()["detail"]
    assert office.do_as(WU, M, matter, "confirm", **CONFIRM)[-1].evidencelevel == "E2"
    with pytest.raises(NotApart):
        office.do_as(who, M, matter, "confirm", corrects=4, **CONFIRM | {"satisfied": False})


@pytest.mark.parametrize("ender", [LI, for_("DT-01", Actor("DT-05", "captain"))])
def test_who_passed_a_report_on_and_ended_what_it_became_does_not_rate_it(office: Office, ender: Actor) -> None:
    supervisor(office)
    one = office.do_as(LI, REPORTS, "", "receive", **REPORT)[-1].subject
    office.do_as(WU, REPORTS, one, "refer", referred_on="2017-05-03", target="rectification", category="inaction")
    all_hear(office)
    item = only_record(office, R)
    office.do_as(replace(ender, role="inspector"), R, item, "cancel", cancelled_on="2017-05-03", reason="误报")
    all_hear(office)
    office.do_as(
        HE, REPORTS, one, "reply", replied_on=office.record(REPORTS, one)["heard_on"].isoformat(), reply="已答复"
    )
    rating: dict[str, Any] = {"rated_on": office.record(REPORTS, one)["heard_on"].isoformat(), "satisfied": True}
    for who in (LI, WU, HE):
        with pytest.raises(NotApart):
            office.do_as(who, REPORTS, one, "rate", **rating)
    assert office.do_as(Actor("DT-04", "captain"), REPORTS, one, "rate", **rating)[-1].evidencelevel == "E2"


def test_who_did_what_a_complaint_became_does_not_rate_it(office: Office) -> None:
    said: dict[str, Any] = {
        "unit": "DT",
        "channel": "letter",
        "kind": "slow",
        "matter": "慢",
        "received_on": "2017-03-01",
    }
    one = office.do(COMPLAINTS, "", "receive", **said)[-1].subject
    office.do(COMPLAINTS, one, "accept", accepted_on="2017-03-01")
    office.do_as(WU, COMPLAINTS, one, "refer", referred_on="2017-03-01", target="rectification")
    item = only_record(office, R)
    office.person("DT-02", "DT")
    plan: dict[str, Any] = {
        "planned_on": "2017-03-02",
        "measure": "改",
        "responsible_person": "DT-02",
        "due_on": "2017-03-20",
    }
    office.do_as(LI, R, item, "plan", **plan)
    office.do_as(replace(HE, role="inspector"), R, item, "cancel", cancelled_on="2017-03-02", reason="误报")
    office.do(COMPLAINTS, one, "reply", replied_on="2017-03-03", reply="已答复")
    for who in (LI, WU, HE):
        with pytest.raises(NotApart):
            office.do_as(who, COMPLAINTS, one, "rate", rated_on="2017-03-04", satisfied=True)
    office.do_as(Actor("DT-04", "captain"), COMPLAINTS, one, "rate", rated_on="2017-03-04", satisfied=True)
