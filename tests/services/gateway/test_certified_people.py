"""Where two officers are asked for, it stands beside a name why somebody cannot be one today (Penalty Law art. 42)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from services.gateway.web.forms import choices
from tests.office import Office
from tests.services.cases.casework import FORMS
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags

CASES = "/registers/cases/penalties"
REASONS = {
    "OK": "",
    "NO": "无执法证件",
    "LATE": "执法证件 2016-12-31 到期",
    "AUX": "协管人员，不计入两名执法人员",
}


@pytest.fixture
def case(office: Office, gateway: GatewayClient) -> str:
    """A clue, and four people of the squadron of whom one has a certificate that is valid."""
    for code in REASONS:
        more: dict[str, Any] = {"kind": "auxiliary"} if code == "AUX" else {}
        office.person(code, "DT", **more)
    for code, until in (("OK", "2199-12-31"), ("LATE", "2016-12-31"), ("AUX", "2199-12-31")):
        form: dict[str, Any] = {"certificate": f"苏B{code}", "certified_on": "2016-01-01", "valid_until": until}
        office.do("training.people", code, "certify", **form)
    clue = {**FORMS["find"], "act": "SYN-1", "unit": "DT", "found_on": "2017-06-01"}
    found = office.do("cases.penalties", "", "find", **clue)[-1].subject
    gateway.project_events()
    return found


def choices_of(text: str, field: str) -> dict[str, str]:
    """The people whom a list offers, in its order, each with the reason beside the name."""
    (chosen,) = re.findall(rf'<select id="[^"]*" name="{field}".*?</select>', text, re.DOTALL)
    every = re.findall(r'<option value="([^"]+)"[^>]*>(.*?)</option>', chosen)
    return {code: label.partition(" · ")[2] for code, label in every}


def test_a_list_of_officers_says_who_cannot_be_one_and_why_the_others_first(gateway: GatewayClient, case: str) -> None:
    form = gateway.request(f"{CASES}/{case}/inspect", role="officer").text
    people = {code: why for code, why in choices_of(form, "second_officer").items() if code in REASONS}
    assert people == REASONS
    assert next(iter(people)) == "OK", "who can be one comes first"


def test_who_is_asked_for_in_another_place_needs_no_certificate(gateway: GatewayClient, case: str) -> None:
    form = gateway.request(f"{CASES}/{case}/recuse", role="leader", unit=None).text
    assert set(choices_of(form, "person").values()) == {""}
    assert choices_of(form, "replaced_by")["NO"] == REASONS["NO"]


def test_the_same_stands_beside_names_that_are_typed(
    gateway: GatewayClient, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "MOST_OFFERED", 2)
    where = f"{CASES}/{case}/inspect"
    page = gateway.request(where, role="officer")
    assert 'data-names="/v1/names/training/people?certified=true"' in page.text
    told = gateway.request("/v1/names/training/people?certified=true&q=LAT", role="officer").get_json()["items"]
    assert [(one["id"], one["why"]) for one in told] == [("LATE", REASONS["LATE"])]
    exact = gateway.request("/v1/names/training/people?certified=true&q=LATE", role="officer").get_json()["items"]
    assert exact == told, "who knows the code is told as well"
    some = gateway.request("/v1/names/training/people?certified=true&q=示", role="officer").get_json()["items"]
    assert [bool(one["why"]) for one in some] == sorted(bool(one["why"]) for one in some)
    plain = gateway.request("/v1/names/training/people?q=LAT", role="officer").get_json()["items"]
    assert [one["why"] for one in plain] == [""]
    assert gateway.request("/v1/names/training/people?certified=x&q=LAT", role="officer").status_code == 422
    name = told[0]["label"].removesuffix(" LATE")
    sent = gateway.request(where, FilledForm(page.text).fill_in({"second_officer": name}), role="officer")
    assert REASONS["LATE"] in without_tags(sent.text)


def test_english_says_it_in_english(gateway: GatewayClient, case: str) -> None:
    form = gateway.request(f"{CASES}/{case}/inspect?lang=en", role="officer").text
    assert choices_of(form, "second_officer")["LATE"] == "certificate valid until 2016-12-31"
