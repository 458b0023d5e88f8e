"""What the forms of reminders do a program can do: channels, hours, terms, one's own addresses; by the same rules."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from contracts.documents.response_schemas import SCHEMAS
from contracts.notifier.channels import MAIL, WEBHOOK
from services.gateway.reminders.quiet_hours import Hours
from services.gateway.reminders.terms import NAMES, EscalationTerms
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_reminder_channels import ADDRESS
from tests.services.gateway.test_reminders import gateway

__all__ = ["gateway"]
ADMIN = ("administrator", None, "admin")
CLERK = ("clerk", "DT", "DT-02")
PLACE = {
    "kind": MAIL, "prefix": "@bureau.example", "host": "mail.bureau.example", "port": 587, "security": "starttls",
    "sender": "campaign@bureau.example", "user": "campaign", "password": "secret-of-mail",
}  # fmt: skip
CHANNELS, OWN = "/v1/reminders/channels", "/v1/reminders/addresses"


def ask(gateway: GatewayClient, who: tuple[str, str | None, str], path: str, body: Any = None) -> TestResponse:
    headers = {"Authorization": f"Bearer {gateway.token(*who)}"}
    if body is None:
        return gateway.client.get(path, headers=headers)
    return gateway.client.post(path, json=body, headers=headers)


def json_of(answer: TestResponse) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_an_administrators_program_allows_tries_and_disallows_a_place(gateway: GatewayClient) -> None:
    (place,) = json_of(ask(gateway, ADMIN, CHANNELS, PLACE))["items"]
    assert place["server"] == {name: PLACE[name] for name in ("host", "port", "security", "sender")}
    assert "secret-of-mail" not in ask(gateway, ADMIN, CHANNELS).text, "nobody is told a password again"
    (kept,) = gateway.channels.places()
    assert kept.of.server is not None
    assert (kept.of.server.port, kept.of.server.password) == (587, "secret-of-mail")
    trial = f"{CHANNELS}/{place['id']}/test"
    assert json_of(ask(gateway, ADMIN, trial, {"address": ADDRESS})) == {"outcome": "delivered"}
    assert ask(gateway, ADMIN, trial, {"address": "somebody@elsewhere.example"}).status_code == 422
    assert json_of(ask(gateway, ADMIN, f"{CHANNELS}/{place['id']}/remove", {}))["items"] == []


def test_hours_and_terms_are_set_as_a_form_sets_them(gateway: GatewayClient) -> None:
    hours = {"quiet_from": "21:00", "quiet_to": "07:00", "digest_at": "09:00", "mode": "digest", "urgent": True}
    told = json_of(ask(gateway, ADMIN, "/v1/reminders/hours", {**hours, "days_off": False}))["hours"]
    assert told == {**hours, "days_off": False}
    assert gateway.channels.addresses.bureau_hours() == Hours(**told)
    terms = EscalationTerms(task_captain=2).to_dict()
    assert json_of(ask(gateway, ADMIN, "/v1/reminders/terms", terms))["terms"] == terms
    assert gateway.channels.terms().task_captain == 2
    assert set(SCHEMAS["ReminderTerms"]["properties"]) == set(NAMES)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (CHANNELS, {**PLACE, "port": "many"}),
        (CHANNELS, {"kind": WEBHOOK, "prefix": "file:///etc/passwd"}),
        (CHANNELS, {**PLACE, "more": "x"}),
        (CHANNELS, {**PLACE, "host": ["mail.bureau.example"]}),
        (CHANNELS, ["kind"]),
        ("/v1/reminders/hours", {"quiet_from": "25:00", "quiet_to": "07:00", "digest_at": "09:00"}),
        ("/v1/reminders/terms", {"task_captain": 2}),
        ("/v1/reminders/terms", {**EscalationTerms().to_dict(), "task_leaders": True}),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(gateway: GatewayClient, path: str, body: Any) -> None:
    assert ask(gateway, ADMIN, path, body).status_code == 422
    told = json_of(ask(gateway, ADMIN, CHANNELS))
    assert told == {"items": [], "hours": Hours().to_dict(), "terms": EscalationTerms().to_dict()}


@pytest.mark.parametrize("who", [CLERK, ("leader", None, "JU-01"), ("operator", None, "op")])
def test_nobody_but_an_administrator_sees_or_changes_the_bureaus(
    gateway: GatewayClient, who: tuple[str, str | None, str]
) -> None:
    for path, body in (
        (CHANNELS, None),
        (CHANNELS, PLACE),
        (f"{CHANNELS}/x/remove", {}),
        (f"{CHANNELS}/x/test", {"address": ADDRESS}),
        ("/v1/reminders/hours", Hours().to_dict()),
        ("/v1/reminders/terms", EscalationTerms().to_dict()),
    ):
        assert ask(gateway, who, path, body).status_code == 403


def test_ones_own_program_adds_confirms_and_removes_an_address_and_reaches_no_others(gateway: GatewayClient) -> None:
    ask(gateway, ADMIN, CHANNELS, PLACE)
    assert ask(gateway, CLERK, OWN, {"kind": MAIL, "address": "a@elsewhere.example"}).status_code == 422
    (own,) = json_of(ask(gateway, CLERK, OWN, {"kind": MAIL, "address": ADDRESS}))["items"]
    assert own["state"] == "unconfirmed"
    code = gateway.channels.addresses.get("DT-02", own["id"]).code
    assert code not in ask(gateway, CLERK, OWN).text
    other = ("clerk", "DT", "DT-03")
    for deed, body in (("confirm", {"code": code}), ("renew", {}), ("hours", {"usual": True})):
        assert ask(gateway, other, f"{OWN}/{own['id']}/{deed}", body).status_code == 404, "another's"
    assert json_of(ask(gateway, other, f"{OWN}/{own['id']}/remove", {}))["items"] == []
    assert ask(gateway, CLERK, f"{OWN}/{own['id']}/confirm", {"code": "no"}).status_code == 409
    (own,) = json_of(ask(gateway, CLERK, f"{OWN}/{own['id']}/confirm", {"code": code}))["items"]
    assert own["state"] == "good"
    hours = {"quiet_from": "00:00", "quiet_to": "00:00", "digest_at": "08:30", "urgent": True}
    (own,) = json_of(ask(gateway, CLERK, f"{OWN}/{own['id']}/hours", hours))["items"]
    assert own["hours"] == {**hours, "days_off": False, "mode": "at-once"}
    (own,) = json_of(ask(gateway, CLERK, f"{OWN}/{own['id']}/hours", {"usual": True}))["items"]
    assert own["hours"] == Hours().to_dict()
    assert json_of(ask(gateway, CLERK, f"{OWN}/{own['id']}/remove", {}))["items"] == []
