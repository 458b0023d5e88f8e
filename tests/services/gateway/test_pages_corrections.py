"""Corrections on pages ask why, and the history says it; a step that is not for somebody is named with the reason."""

from __future__ import annotations

from typing import Any

from services.chassis.records.command import Actor, Command
from tests.services.gateway.audited_bureau import AuditedBureau
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags

MATTERS = "/registers/outreach/matters"
WHY = "现场是两盏灯不亮 <b>"
FINISH = {"done_on": "2017-03-08", "outcome": "换灯"}


def record_of(gateway: GatewayClient, matter: str, who: str = "") -> Any:
    """A matter as a captain's program is answered."""
    headers = {"Authorization": f"Bearer {gateway.token('captain', 'DT', who)}"}
    return gateway.client.get(f"/v1/outreach/matters/{matter}", headers=headers).json


def correct(gateway: GatewayClient, matter: str, reason: str | None, **more: Any) -> Any:
    """What a clerk is answered who corrects what a matter was about."""
    path = f"{MATTERS}/{matter}/register?corrects=1"
    typed = {"matter": "两盏路灯"} | ({} if reason is None else {"_reason": reason}) | more
    return gateway.request(path, FilledForm(gateway.request(path).text).fill_in(typed))


def test_a_correction_without_a_reason_is_sent_back_with_what_was_typed(gateway: GatewayClient) -> None:
    matter = gateway.office.matter()
    for reason in (None, "  "):
        refused = correct(gateway, matter, reason)
        assert refused.status_code == 422
        assert '<a href="#reason">' in refused.text, "the summary leads to the field"
        assert 'aria-invalid="true"' in refused.text
        assert "更正须写明原因" in refused.text
        assert "两盏路灯" in refused.text
    assert gateway.office.record("outreach.matters", matter).version == 3, "nothing was saved"


def test_a_reason_that_names_somebody_is_refused_at_its_field_and_kept(gateway: GatewayClient) -> None:
    refused = correct(gateway, gateway.office.matter(), "居民 13812345678 说的")
    assert refused.status_code == 422
    assert refused.text.count("更正原因中有手机号") == 2, "in the summary and at the field"
    assert "居民 13812345678 说的</textarea>" in refused.text


def test_only_a_correction_asks_why(gateway: GatewayClient) -> None:
    matter = gateway.office.do("outreach.matters", "", "register", unit="DT", community="映月", matter="灯",
                               requested_on="2017-03-01")[-1].subject  # fmt: skip
    form = gateway.request(f"{MATTERS}/{matter}/accept").text
    assert "_reason" not in form
    assert gateway.fill(f"{MATTERS}/{matter}/accept", {"accepted_on": "2017-03-02", "_reason": "x"}).status_code == 303


def test_the_reason_stands_in_the_history_on_the_fact_and_in_the_answers(gateway: GatewayClient) -> None:
    matter = gateway.office.matter()
    assert correct(gateway, matter, WHY).status_code == 303
    page = gateway.request(f"{MATTERS}/{matter}").text
    assert "更正原因：现场是两盏灯不亮 &lt;b&gt;" in page
    assert page.count("更正原因：") == 1
    assert [one.get("reason") for one in record_of(gateway, matter)["history"]] == [None, None, None, WHY]


def test_a_program_may_say_why_and_need_not(gateway: GatewayClient) -> None:
    matter = gateway.office.matter()
    path = f"/v1/outreach/matters/{matter}"
    headers = {"Authorization": f"Bearer {gateway.token('captain', 'DT')}"}
    form = {"unit": "DT", "community": "映月", "matter": "一", "requested_on": "2017-03-01"}

    def post(address: str, body: Any) -> Any:
        return gateway.client.post(address, json=body, headers=headers)

    assert post(f"{path}/register?corrects=1", form).status_code == 200
    assert post(f"{path}/register?corrects=1&reason=听错了", form | {"matter": "二"}).status_code == 200
    command = {"step": "register", "record": matter, "corrects": 1, "form": form | {"matter": "三"}, "reason": "看错了"}
    answer = post("/v1/outreach/matters:batch", {"groups": [[command]]})
    assert (answer.status_code, answer.json["accepted"]) == (200, 1), answer.text
    assert [one.get("reason") for one in record_of(gateway, matter)["history"]] == [
        None,
        None,
        None,
        None,
        "听错了",
        "看错了",
    ]
    for address in (f"{path}/confirm?reason=x", f"{path}/confirm?releases=x&reason=x"):
        refused = post(address, {"confirmed_on": "2017-03-09", "satisfied": True} if "releases" not in address else {})
        assert refused.status_code == 422, refused.text
    assert post("/v1/outreach/matters:batch", {"groups": [[command | {"reason": 1}]]}).status_code == 422


def test_the_trail_in_the_audit_log_says_why(audited_bureau: AuditedBureau) -> None:
    office, matter = audited_bureau.gateway.office, audited_bureau.matter
    assert correct(audited_bureau.gateway, matter, WHY).status_code == 303
    new = office._new_events(office.record("outreach.matters", matter), _command())
    audited_bureau.enter(*new)
    path = f"audit/records/outreach/matters/{matter}"
    items = audited_bureau.ask(f"/v1/{path}").json["items"]
    assert [one["reason"] for one in items if "reason" in one] == [WHY]
    assert "更正原因：现场是两盏灯不亮" in without_tags(audited_bureau.page(f"/{path}"))
    assert "更正原因" not in audited_bureau.page(f"/{path}?views=true")
    entry = next(one["index"] for one in items if "reason" in one)
    assert "更正原因" in audited_bureau.page(f"/audit/entries/{entry}")


def _command() -> Any:
    return Command("", "outreach.matters", "", {}, Actor("", ""))


# --- steps that are not for somebody ---------------------------------------------------------------------------------


def finished_matter(gateway: GatewayClient, who: str = "DT-01") -> str:
    """A matter that a captain finished, who may not confirm it."""
    record = gateway.office.do("outreach.matters", "", "register", unit="DT", community="映月", matter="灯",
                               requested_on="2017-03-01")[-1].subject  # fmt: skip
    gateway.office.do("outreach.matters", record, "accept", accepted_on="2017-03-02")
    done = gateway.fill(f"{MATTERS}/{record}/finish", FINISH, role="captain", who=who)
    assert done.status_code == 303, without_tags(done.text)
    return f"{MATTERS}/{record}"


def test_a_step_that_somebody_is_kept_from_is_named_with_the_reason_and_who_may(gateway: GatewayClient) -> None:
    matter = finished_matter(gateway)
    mine = gateway.request(matter, role="captain", who="DT-01").text
    assert f'href="{matter}/confirm"' not in mine
    assert "须由另一人办理：您已办理“办结”" in without_tags(mine)
    assert "可以办理的角色" in without_tags(mine)
    other = gateway.request(matter, role="captain", who="DT-09").text
    assert f'href="{matter}/confirm"' in other
    assert "须由另一人办理：您已办理" not in without_tags(other)


def test_its_address_says_the_same_in_place_of_a_form(gateway: GatewayClient) -> None:
    matter = finished_matter(gateway)
    page = gateway.request(f"{matter}/confirm", role="captain", who="DT-01")
    assert page.status_code == 409
    assert "此步骤不能由您办理" in page.text
    assert "须由另一人办理：您已办理“办结”" in page.text
    assert 'class="sheet"' not in page.text, "there is no form"
    assert f'href="{matter}"' in page.text
    english = gateway.request(f"{matter}/confirm", role="captain", who="DT-01", Accept_Language="en")
    assert "Another person takes it: you took Finish." in english.text
    form = FilledForm(gateway.request(f"{matter}/confirm", role="captain", who="DT-09").text)
    sent = form.fill_in({"confirmed_on": "2017-03-09", "satisfied": "true"})
    assert gateway.request(f"{matter}/confirm", sent, role="captain", who="DT-09").status_code == 303


def test_what_the_page_does_not_offer_the_interface_names(gateway: GatewayClient) -> None:
    record = finished_matter(gateway).removeprefix(f"{MATTERS}/")
    told = {who: record_of(gateway, record, who).get("barred") for who in ("DT-01", "DT-09")}
    assert told == {"DT-01": {"confirm": {"slug": "not-apart", "steps": ["finish"], "units": []}}, "DT-09": {}}
