"""What stands in a new form before anybody typed: today and oneself, where contracts say so, and never over a text."""

from __future__ import annotations

import datetime as dt

from contracts import catalogue
from contracts.forms import NOW, PROPOSED, SELF, TODAY, fields_of, fields_of_kind
from contracts.training.sessions import register as sessions
from services.chassis.base import clock
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.web.forms.proposals import proposals
from tests.services.gateway.gateway_client import FilledForm, GatewayClient

MATTERS = "/registers/outreach/matters"
NEW = {"community": "映月", "matter": "路灯不亮"}
DAY = dt.date(2017, 3, 1)
CALLS = "/registers/outreach/service_calls"
LATER = ("due", "until", "limit", "opens", "closes", "hand_in", "seized", "faulted")
"""In names of times: limits, what is planned, where a period of law begins, and what lies in the past by its nature."""
DECREED = ("In force", "Amended", "Revised from", "Repealed")


def new_matter(gateway: GatewayClient) -> str:
    """The page of a matter that was registered."""
    saved = gateway.fill(f"{MATTERS}/new", NEW | {"requested_on": "2017-03-01"})
    return str(saved.headers["Location"]).partition("?")[0]


def test_a_new_form_has_today_in_it_and_who_takes_the_step(gateway: GatewayClient) -> None:
    today = gateway.read_model.today().isoformat()
    assert FilledForm(gateway.request(f"{MATTERS}/new").text).values["requested_on"] == today
    accept = FilledForm(gateway.request(f"{new_matter(gateway)}/accept", who="DT-01").text).values
    assert (accept["accepted_on"], accept["handler"]) == (today, "DT-01")


def test_a_program_is_nobody_and_a_captain_is_not_proposed_as_handler(gateway: GatewayClient) -> None:
    matter = new_matter(gateway)
    for who in ({"who": "clerk@DT"}, {"who": "DT-01", "role": "captain"}):
        assert FilledForm(gateway.request(f"{matter}/accept", **who).text).values["handler"] == ""


def test_what_somebody_emptied_or_typed_is_never_filled_in_again(gateway: GatewayClient) -> None:
    form = FilledForm(gateway.request(f"{new_matter(gateway)}/accept", who="DT-01").text)
    assert form.values["handler"] == "DT-01"
    matter = new_matter(gateway)
    sent = form.fill_in({"handler": "", "accepted_on": ""})
    again = gateway.request(f"{matter}/accept", sent, who="DT-01")
    assert again.status_code == 422
    shown = FilledForm(again.text).values
    assert (shown["handler"], shown["accepted_on"]) == ("", "")


def test_a_correction_shows_the_day_that_was_entered(gateway: GatewayClient) -> None:
    page = gateway.request(f"{new_matter(gateway)}/register?corrects=1").text
    assert FilledForm(page).values["requested_on"] == "2017-03-01"


def test_one_form_for_many_records_has_today_in_it_too(gateway: GatewayClient) -> None:
    gateway.office.matter()
    (row,) = (one for one in gateway.office.registers.page("outreach.matters", within={}, after="", most=9))
    body = {
        "row": f"{row['id']}:{row['version']}",
        "_seal": FilledForm(gateway.request(f"{MATTERS}/new", role="captain").text).values["_seal"],
    }
    page = gateway.request("/work/outreach/matters/confirm", body, role="captain")
    assert FilledForm(page.text).values["confirmed_on"] == gateway.read_model.today().isoformat(), page.text


def test_a_day_from_which_something_is_to_hold_is_not_proposed_nor_any_limit() -> None:
    for register in catalogue.REGISTERS.values():
        for step in register.steps:
            every = fields_of(step.form)
            proposed = {name for name, one in every.items() if one.metadata.get(PROPOSED) == TODAY}
            assert proposed <= set(fields_of_kind(step.form, "happened")), (register.name, step.name)
            titles = [every[name].metadata["x-title-en"] for name in proposed]
            assert not [one for one in titles if one.startswith(DECREED)], (register.name, step.name)


def test_whom_a_form_proposes_is_a_person_and_no_approval_is_given_by_default() -> None:
    for register in catalogue.REGISTERS.values():
        for step in register.steps:
            for name, one in fields_of(step.form).items():
                if one.metadata.get(PROPOSED) == SELF:
                    assert one.metadata["x-type"] == "person", (register.name, step.name, name)
                    assert one.required or "pproved" not in one.metadata["x-title-en"], (register.name, step.name, name)


def test_the_day_is_the_bureau_s_and_a_planned_day_stays_open() -> None:
    clerk = Bearer("DT-01", "clerk", "DT")
    assert proposals(sessions.opening.form, clerk, DAY) == {"planned_on": "2017-03-01"}


def test_a_time_at_which_a_step_happened_is_now_and_limits_and_plans_stay_open(gateway: GatewayClient) -> None:
    before = clock.now().astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    page = FilledForm(gateway.request(f"{CALLS}/new").text)
    after = clock.now().astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    assert before <= page.values["received_at"] <= after
    proposed = {
        name
        for register in catalogue.REGISTERS.values()
        for step in register.steps
        for name, one in fields_of(step.form).items()
        if one.metadata.get(PROPOSED) == NOW
    }
    assert {"received_at", "closed_at", "resolved_at", "disposed_at"} <= proposed
    assert not [name for name in proposed if name.startswith(LATER) or "due" in name]


def test_a_time_that_was_emptied_or_is_corrected_is_not_filled_in_again(gateway: GatewayClient) -> None:
    form = FilledForm(gateway.request(f"{CALLS}/new").text)
    again = gateway.request(f"{CALLS}/new", form.fill_in({"received_at": ""}))
    assert again.status_code == 422
    assert FilledForm(again.text).values["received_at"] == ""
