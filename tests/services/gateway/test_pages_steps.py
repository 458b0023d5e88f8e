"""Taking steps on pages: the same commands as the interface gives, from forms that lose nothing of what was typed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from contracts import catalogue
from contracts.register import Register, Step
from services.gateway.display import register_columns
from services.gateway.http import csrf
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.web.forms import submission
from tests.office import clerk_of
from tests.services.gateway.gateway_client import KEY, FilledForm, GatewayClient, without_tags

MATTERS, EVENTS = "/registers/outreach/matters", "/registers/outreach/volunteer_events"
NEW = {"community": "映月", "matter": "路灯不亮", "requested_on": "2017-03-01"}
EVIL = "<script>alert(1)</script>"


def matters(counter: GatewayClient) -> list[dict[str, Any]]:
    """The matters that there are."""
    return counter.office.registers.page("outreach.matters", within={}, after="", most=100)


def registered_matter(counter: GatewayClient, **more: Any) -> str:
    """The page of a matter that a clerk registered."""
    response = counter.fill(f"{MATTERS}/new", NEW | more)
    assert response.status_code == 303, without_tags(response.text)
    return str(response.headers["Location"]).partition("?")[0]


def test_a_clerk_registers_a_matter_and_is_shown_the_record(gateway: GatewayClient) -> None:
    form_page = gateway.request(f"{MATTERS}/new")
    assert '<option value="DT" selected>' in form_page.text, "the clerk's own unit stands in the form"
    assert "单位ZS" not in form_page.text, "a record is opened for an own unit"

    response = gateway.request(f"{MATTERS}/new", FilledForm(form_page.text).fill_in(NEW))

    assert response.status_code == 303
    assert response.headers["Location"].endswith("?done=register")
    page = gateway.request(response.headers["Location"]).text
    assert "已保存：登记。" in page
    assert "映月 · 路灯不亮" in page
    (matter,) = matters(gateway)
    assert (matter["status"], matter["unit"], matter["fields"]["matter"]) == ("registered", "DT", "路灯不亮")


def test_who_may_write_and_not_read_is_told_that_it_is_saved(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = FilledForm(gateway.request(f"{MATTERS}/new").text).fill_in(NEW)
    monkeypatch.setitem(catalogue.REGISTERS["outreach.matters"].__dict__, "reader_roles", frozenset({"leader"}))

    response = gateway.request(f"{MATTERS}/new", form)

    assert response.headers["Location"] == "/registers?done=outreach.matters.register"
    assert "已保存：登记。" in gateway.request(response.headers["Location"]).text
    assert "已保存" not in gateway.request("/registers?done=nothing").text


def test_the_same_form_sent_twice_makes_one_record(gateway: GatewayClient) -> None:
    form = FilledForm(gateway.request(f"{MATTERS}/new").text).fill_in(NEW)

    first, second = (gateway.request(f"{MATTERS}/new", form).headers["Location"] for _ in range(2))

    assert first == second
    assert len(matters(gateway)) == 1
    changed = gateway.request(f"{MATTERS}/new", FilledForm(gateway.request(f"{MATTERS}/new").text).fill_in(NEW))
    assert changed.status_code == 303
    assert len(matters(gateway)) == 2, "a form that was opened anew is another record"


def test_who_goes_back_and_changes_a_saved_form_is_asked_and_never_trapped(gateway: GatewayClient) -> None:
    form = FilledForm(gateway.request(f"{MATTERS}/new").text).fill_in(NEW)
    first = gateway.request(f"{MATTERS}/new", form).headers["Location"].partition("?")[0]

    form["matter"] = "别的事"
    asked = [gateway.request(f"{MATTERS}/new", form) for _ in range(2)]

    for response in asked:
        assert response.status_code == 409
        assert "此表单已经保存过" in response.text
        assert "幂等键" not in response.text
        assert f'href="{first}"' in response.text
        assert f"{first}/register?corrects=1" in response.text
        assert "另存为新记录" in response.text
        assert "别的事" in response.text
    assert len(matters(gateway)) == 1
    another = FilledForm(asked[0].text).fill_in({})
    second, again = (gateway.request(f"{MATTERS}/new", another).headers["Location"] for _ in range(2))
    assert second == again != f"{first}?done=register"
    assert sorted(one["fields"]["matter"] for one in matters(gateway)) == ["别的事", "路灯不亮"]


def test_who_goes_back_and_changes_a_step_is_asked_what_is_meant(gateway: GatewayClient) -> None:
    matter = registered_matter(gateway)
    form = FilledForm(gateway.request(f"{matter}/accept").text).fill_in({"accepted_on": "2017-03-02"})
    assert gateway.request(f"{matter}/accept", form).status_code == 303

    form["accepted_on"] = "2017-03-03"
    asked = gateway.request(f"{matter}/accept", form)

    assert asked.status_code == 409
    assert "此表单已经保存过" in asked.text
    assert f"{matter}/accept?corrects=2" in asked.text
    once_more = gateway.request(f"{matter}/accept", FilledForm(asked.text).fill_in({}))
    assert once_more.status_code == 409
    assert "当前状态下不能办理此步骤" in once_more.text, "the rules say whether it can be taken once more"
    corrected = gateway.fill(f"{matter}/accept?corrects=2", {"accepted_on": "2017-03-03", "_reason": "看错了日期"})
    assert corrected.status_code == 303
    assert "2017-03-03" in gateway.request(matter).text


def test_who_goes_back_and_changes_a_correction_corrects_once_more(gateway: GatewayClient) -> None:
    matter = registered_matter(gateway)
    said = {"matter": "路灯坏了", "_reason": "听错了"}
    form = FilledForm(gateway.request(f"{matter}/register?corrects=1").text).fill_in(said)
    assert gateway.request(f"{matter}/register?corrects=1", form).status_code == 303
    form["matter"] = "两盏路灯坏了"
    asked = gateway.request(f"{matter}/register?corrects=1", form)
    assert asked.status_code == 409
    saved = gateway.request(f"{matter}/register?corrects=1", FilledForm(asked.text).fill_in({}))
    assert saved.status_code == 303
    assert "两盏路灯坏了" in gateway.request(matter).text


def test_a_key_that_is_sent_with_other_content_is_refused_with_the_way_out(gateway: GatewayClient) -> None:
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}", "Idempotency-Key": "one"}
    first, same, other = (
        gateway.client.post("/v1/outreach/matters", json=NEW | {"unit": "DT", "matter": matter}, headers=headers)
        for matter in ("路灯不亮", "路灯不亮", "别的事")
    )
    assert (first.status_code, same.status_code, same.get_json()["repeated"]) == (201, 200, True)
    problem = other.get_json()
    assert (other.status_code, problem["slug"]) == (422, "key-reused")
    record = first.get_json()["record"]["id"]
    assert problem["saved"] == {"register": "outreach.matters", "id": record}
    (fault,) = problem["errors"]
    assert fault["field"] == "Idempotency-Key"
    assert record in fault["zh"]
    assert "新的键" in fault["zh"]
    group = {"step": "register", "form": NEW | {"unit": "DT", "matter": "第三件"}, "key": "one"}
    batch = gateway.client.post("/v1/outreach/matters:batch", json={"groups": [[group]]}, headers=headers).get_json()
    assert batch["results"][0]["problem"]["saved"]["id"] == record


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(gateway: GatewayClient) -> None:
    response = gateway.fill(f"{MATTERS}/new", {"matter": "路灯 & <灯>", "requested_on": "2999-01-01"})

    assert response.status_code == 422
    page = response.text
    assert "<title>有问题需要处理" in page
    assert 'role="alert" id="wrong" tabindex="-1" autofocus' in page, "the summary has the focus"
    assert '<a href="#f-community">社区：必填；应为文字，至多 40 字</a>' in page
    assert 'id="f-community-fault"><span>必填；应为文字，至多 40 字</span></p>' in page
    assert "路灯 &amp; &lt;灯&gt;</textarea>" in page
    assert 'value="2999-01-01"' in page
    assert FilledForm(page).values["_key"], "the key goes along"
    assert not matters(gateway)
    fixed = gateway.request(f"{MATTERS}/new", FilledForm(page).fill_in(NEW))
    assert fixed.status_code == 303


def test_a_rule_of_the_register_is_told_at_its_field(gateway: GatewayClient) -> None:
    record = registered_matter(gateway)
    response = gateway.fill(f"{record}/accept", {"accepted_on": "2017-02-01"})
    assert response.status_code == 409
    assert "日期早于前一步骤" in around(response.text, 'id="f-accepted_on-fault"')
    assert 'value="2017-02-01"' in response.text


def around(text: str, mark: str) -> str:
    return text[text.index(mark) :][:300]


def test_rows_can_be_added_and_are_kept(gateway: GatewayClient) -> None:
    event = gateway.office.event()
    path = f"{EVENTS}/{event}/log_hours"
    page = gateway.request(path)
    assert page.text.count('<fieldset class="row">') == 3

    inputs = {
        "logged_on": "2017-04-02",
        "service.1.volunteer": "V-01",
        "service.1.minutes": "60",
        "_do": "more:service",
    }
    more = gateway.request(path, FilledForm(page.text).fill_in(inputs))

    assert more.status_code == 200
    assert more.text.count('<fieldset class="row">') == 13, "one is filled in, two were blank, ten are new"
    assert 'name="service.0.volunteer" value="V-01"' in more.text
    inputs = {"service.3.volunteer": "V-02", "service.3.minutes": "zehn", "_do": ""}
    wrong = gateway.request(path, FilledForm(more.text).fill_in(inputs))
    assert wrong.status_code == 422
    assert '<a href="#f-service.1.minutes">' in wrong.text
    assert 'value="zehn"' in wrong.text
    done = gateway.request(path, FilledForm(wrong.text).fill_in({"service.1.minutes": "30"}))
    assert done.status_code == 303
    rows = gateway.office.record("outreach.volunteer_events", event)["service"]
    assert [(row["volunteer"], row["minutes"]) for row in rows] == [("V-01", 60), ("V-02", 30)]


def picture(name: str = "修好.png", body: bytes = b"\x89PNG made") -> tuple[io.BytesIO, str, str]:
    return io.BytesIO(body), name, "image/png"


def accepted_matter(counter: GatewayClient) -> str:
    record = registered_matter(counter)
    assert counter.fill(f"{record}/accept", {"accepted_on": "2017-03-02"}).status_code == 303
    return record


def test_papers_are_handed_in_with_the_form_and_kept_while_it_is_put_right(gateway: GatewayClient) -> None:
    record = accepted_matter(gateway)
    form_page = gateway.request(f"{record}/finish")

    inputs = {"done_on": "2017-03-08", "outcome": "", "evidence": [picture(), picture("b.png", b"other")]}
    wrong = gateway.request(f"{record}/finish", FilledForm(form_page.text).fill_in(inputs))

    assert wrong.status_code == 422
    assert "已上传" in wrong.text
    assert "修好.png" in wrong.text
    papers = FilledForm(wrong.text).values.getlist("evidence")
    assert len(papers) == 2
    done = gateway.request(
        f"{record}/finish", FilledForm(wrong.text).fill_in({"outcome": "换灯", "evidence": papers[:1]})
    )
    assert done.status_code == 303
    page = gateway.request(record).text
    assert "E1 有佐证" in page
    assert "修好.png" in page
    assert "b.png" not in page, "a file whose box was cleared is left out"
    assert gateway.evidence.about(papers)[papers[0]]["kept_by"] == "clerk@DT"
    gateway.read_model.note_papers({papers[0]: "missing"})
    assert "文件已丢失" in gateway.request(record).text


def test_a_file_that_cannot_be_taken_is_told_at_its_field_and_the_rest_is_kept(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.gateway.evidence.MOST_BYTES", 100)
    monkeypatch.setattr(submission, "MOST_BYTES", 100)
    record = accepted_matter(gateway)
    inputs = {"done_on": "2017-03-08", "outcome": "换灯"}
    for body, words in ((b"", "空文件不能作为佐证"), (b"x" * 101, "超过允许的大小")):
        files = {"evidence": [picture("bad.png", body), picture()]}
        response = gateway.fill(f"{record}/finish", inputs | files)
        assert response.status_code == 422
        assert words in around(response.text, 'id="f-evidence-fault"')
        assert "换灯" in response.text
        assert len(FilledForm(response.text).values.getlist("evidence")) == 1, "the other file was taken"


def test_files_under_names_that_the_form_does_not_have_are_not_kept(gateway: GatewayClient) -> None:
    form = FilledForm(gateway.request(f"{MATTERS}/new").text).fill_in(
        NEW | {"matter_file": picture(), "community.x": picture()}
    )
    assert gateway.request(f"{MATTERS}/new", form).status_code == 303
    assert gateway.evidence.hashes_by_name(["修好.png"], "clerk@DT") == {}


def test_a_stale_form_says_so_shows_what_changed_and_can_be_sent_again(gateway: GatewayClient) -> None:
    record = registered_matter(gateway)
    form = FilledForm(gateway.request(f"{record}/comment").text).fill_in({"note": "已联系物业"})
    gateway.fill(f"{record}/accept", {"accepted_on": "2017-03-02"})

    stale = gateway.request(f"{record}/comment", form)

    assert stale.status_code == 412
    assert "打开此表之后记录已被更改（现为第 2 版，办理中）" in stale.text
    assert "受理 2017-03-02 · clerk@DT" in without_tags(stale.text)
    assert "已联系物业</textarea>" in stale.text
    assert FilledForm(stale.text).values["_version"] == "2"
    assert gateway.request(f"{record}/comment", FilledForm(stale.text).values).status_code == 303


def test_before_a_record_is_voided_the_person_is_asked_once_more(gateway: GatewayClient) -> None:
    record, captain = registered_matter(gateway), {"role": "captain"}
    question = gateway.fill(f"{record}/void", {"reason": "重复登记"}, **captain)

    assert "此步骤将作废整条记录" in question.text
    assert "重复登记" in question.text
    assert matters(gateway)[0]["status"] == "registered", "nothing has happened yet"
    back = gateway.confirm(question, f"{record}/void", "back", **captain)
    assert "重复登记</textarea>" in back.text, "back to the form, as it was"
    done = gateway.confirm(question, f"{record}/void", **captain)
    assert done.status_code == 303
    assert matters(gateway)[0]["status"] == "voided"
    page = gateway.request(record, **captain)
    assert "没有可办的步骤" in page.text
    assert "更正</a>" not in page.text


def test_what_would_be_refused_is_refused_before_the_question(gateway: GatewayClient) -> None:
    record = registered_matter(gateway)
    response = gateway.fill(f"{record}/void", {"reason": ""}, role="captain")
    assert response.status_code == 422
    assert "必填" in response.text
    assert 'value="confirm"' not in response.text


@pytest.mark.parametrize("payload", ["[1]", "{", '{"reason": 3}', '{"no": 1}'])
def test_a_question_that_was_tampered_with_does_no_harm(gateway: GatewayClient, payload: str) -> None:
    record = registered_matter(gateway)
    question = gateway.fill(f"{record}/void", {"reason": "重复"}, role="captain")
    form = FilledForm(question.text).fill_in({"_do": "confirm", "_said": payload})
    assert gateway.request(f"{record}/void", form, role="captain").status_code == 422
    assert matters(gateway)[0]["status"] == "registered"


def test_a_person_is_asked_before_what_ends_a_record_and_not_before_what_leads_on() -> None:
    asks = {
        f"{register.slug}.{step.name}"
        for register in catalogue.REGISTERS.values()
        for step in register.steps
        if register_columns.ends(register, step)
    }
    assert {"matters.void", "matters.reject", "matters.close", "people.leave", "features.withdraw"} <= asks
    assert not asks & {"matters.register", "matters.finish", "matters.comment", "features.approve", "people.post"}


def test_a_step_is_told_again_from_a_form_that_is_filled_in_as_it_stands(gateway: GatewayClient) -> None:
    record = accepted_matter(gateway)
    paper = gateway.evidence.save(b"x", name="单.png", media_type="image/png", by="clerk@DT")["sha256"]
    gateway.fill(f"{record}/finish", {"done_on": "2017-03-08", "outcome": "换灯", "evidence": [paper]})
    page = gateway.request(record).text
    (address,) = re.findall(rf'href="({record}/finish\?corrects=\d+)"', page)

    form_page = gateway.request(address)

    assert 'value="2017-03-08"' in form_page.text
    assert "换灯</textarea>" in form_page.text
    assert "单.png" in form_page.text
    again = gateway.request(
        address, FilledForm(form_page.text).fill_in({"done_on": "2017-03-07", "_reason": "单上是七日"})
    )
    assert again.status_code == 303
    page = gateway.request(record).text
    assert "更正第 3 版" in page
    assert "已被更正或作废" in page
    same = gateway.request(address, FilledForm(gateway.request(address).text).fill_in({"_reason": "再看一遍"}))
    assert same.status_code == 409
    assert "更正内容与现有记录相同" in same.text
    assert gateway.request(f"{record}/finish?corrects=9").status_code == 404
    assert gateway.request(f"{record}/accept?corrects=3").status_code == 404, "another step stands there"


def test_while_the_owner_is_silent_nothing_that_was_typed_is_lost(gateway: GatewayClient) -> None:
    record = registered_matter(gateway)
    form = FilledForm(gateway.request(f"{record}/comment").text).fill_in({"note": "很长的备注"})
    gateway.rpc_client.away.add("outreach")

    response = gateway.request(f"{record}/comment", form)

    assert response.status_code == 503
    assert "服务暂不可用" in response.text
    assert "很长的备注</textarea>" in response.text
    assert gateway.request(record).status_code == 503
    gateway.rpc_client.away.clear()
    assert gateway.request(f"{record}/comment", FilledForm(response.text).values).status_code == 303


def test_without_a_list_of_people_a_code_can_be_typed(gateway: GatewayClient) -> None:
    record = registered_matter(gateway)
    assert '<option value="DT-01">某 DT-01</option>' in gateway.request(f"{record}/accept").text
    gateway.rpc_client.away.add("training")
    page = gateway.request(f"{record}/accept").text
    assert '<input id="f-handler" name="handler" value=""' in page
    gateway.rpc_client.away.clear()
    assert gateway.fill(f"{record}/accept", {"accepted_on": "2017-03-02", "handler": "DT-01"}).status_code == 303


# --- who may ----------------------------------------------------------------------------------------------------------


def test_steps_are_offered_and_taken_by_their_roles_alone(gateway: GatewayClient) -> None:
    record = registered_matter(gateway)
    assert f'href="{record}/void"' not in gateway.request(record).text
    assert f'href="{record}/void"' in gateway.request(record, role="captain").text
    assert gateway.request(f"{record}/void").status_code == 403
    form = FilledForm(gateway.request(f"{record}/void", role="captain").text).fill_in(
        {"reason": "x", "_seal": csrf_token("clerk")}
    )
    assert gateway.request(f"{record}/void", form).status_code == 403
    assert gateway.request(f"{MATTERS}/new", role="leader", unit=None).status_code == 403
    assert gateway.request(f"{MATTERS}/new", role="auditor", unit=None).status_code == 403


def csrf_token(role: str, unit: str | None = "DT") -> str:
    return csrf.csrf_token(KEY, Bearer(f"{role}@{unit or 'bureau'}", role, unit))


def test_another_unit_looks_and_takes_no_step(gateway: GatewayClient) -> None:
    record = registered_matter(gateway)
    page = gateway.request(record, unit="ZS").text
    assert "此记录属于 单位DT DT" in page
    assert f'href="{record}/accept"' not in page
    assert "corrects=" not in page
    response = gateway.fill(f"{record}/accept", {"accepted_on": "2017-03-02"}, unit="ZS")
    assert response.status_code == 403
    assert "无权办理" in response.text
    assert 'value="2017-03-02"' in response.text


def test_a_step_that_is_not_possible_now_says_so(gateway: GatewayClient) -> None:
    record = registered_matter(gateway)
    assert f'href="{record}/finish"' not in gateway.request(record).text
    response = gateway.fill(f"{record}/finish", {"done_on": "2017-03-08", "outcome": "x"})
    assert response.status_code == 409
    assert "当前状态下不能办理此步骤" in response.text


@pytest.mark.parametrize("path", ["/nix/new", "/matters/nobody/accept", "/matters/nobody", "/matters/x/nix", "/nix"])
def test_what_there_is_not_is_not_found(gateway: GatewayClient, path: str) -> None:
    assert gateway.request(f"/registers/outreach{path}").status_code == 404


def test_a_record_is_not_opened_twice_by_its_first_step(gateway: GatewayClient) -> None:
    assert gateway.request(f"{registered_matter(gateway)}/register").status_code == 404


# --- forgery ----------------------------------------------------------------------------------------------------------


def without_csrf_token(form: Any) -> Any:
    form.pop("_seal")
    return form


def foreign(form: Any) -> Any:
    form["_seal"] = csrf_token("captain")
    return form


@pytest.mark.parametrize("spoil", [without_csrf_token, foreign], ids=["without a csrf token", "with another account's"])
def test_a_form_without_a_csrf_token_of_this_account_is_refused(
    gateway: GatewayClient, spoil: Callable[[Any], Any]
) -> None:
    form = spoil(FilledForm(gateway.request(f"{MATTERS}/new").text).fill_in(NEW))
    response = gateway.request(f"{MATTERS}/new", form)
    assert response.status_code == 403
    assert "表单并非来自本站页面" in response.text
    assert not matters(gateway)


def test_a_form_from_another_site_is_refused_even_with_a_csrf_token(gateway: GatewayClient) -> None:
    form = FilledForm(gateway.request(f"{MATTERS}/new").text).fill_in(NEW)
    assert gateway.request(f"{MATTERS}/new", form, Sec_Fetch_Site="cross-site").status_code == 403
    assert gateway.request(f"{MATTERS}/new", form, Sec_Fetch_Site="same-site").status_code == 403
    assert gateway.request(f"{MATTERS}/new", form, Sec_Fetch_Site="same-origin").status_code == 303


def test_the_cookie_opens_no_command_of_the_interface(gateway: GatewayClient) -> None:
    response = gateway.request("/v1/outreach/matters", {"_seal": csrf_token("clerk")})
    assert response.status_code == 401
    assert not matters(gateway)


def test_a_bearer_token_needs_no_csrf_token_for_what_a_page_takes(gateway: GatewayClient) -> None:
    headers = {"Authorization": f"Bearer {gateway.token('clerk', 'DT')}", "Accept": "text/html"}
    response = gateway.client.post(f"{MATTERS}/new", data=NEW | {"unit": "DT"}, headers=headers)
    assert response.status_code == 303


def test_a_form_without_a_sign_in_is_answered_with_how_to_get_one(gateway: GatewayClient) -> None:
    response = gateway.client.post(f"{MATTERS}/new", data=NEW, headers={"Accept": "text/html"})
    assert response.status_code == 401
    assert "current-password" in response.text


def test_a_form_that_is_too_large_is_told_so(gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    form = FilledForm(gateway.request(f"{MATTERS}/new").text).fill_in(NEW | {"note": "长" * 2000})
    monkeypatch.setattr(csrf, "MOST_BYTES", 1000)
    response = gateway.request(f"{MATTERS}/new", form)
    assert response.status_code == 413
    assert "超过允许的大小" in response.text


def test_a_person_signs_out(gateway: GatewayClient) -> None:
    page = gateway.request("/").text
    assert 'action="/signout"' in page
    response = gateway.request("/signout", {"_seal": csrf_token("clerk")})
    assert response.status_code == 303
    assert response.headers["Location"] == "/signin"
    assert "Max-Age=0" in response.headers["Set-Cookie"]
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert gateway.request("/signout", {"x": "y"}).status_code == 403


# --- every register ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("register", catalogue.REGISTERS.values(), ids=lambda one: one.name)
def test_every_register_has_its_pages_and_an_empty_form_says_what_is_missing(
    gateway: GatewayClient, register: Register
) -> None:
    base = f"/registers/{register.service}/{register.slug}"
    fit: dict[str, Any] = {"role": clerk_of(register.name, register.opening.name).role, "unit": None}
    assert register.zh in gateway.request(base, **fit).text
    page = gateway.request(f"{base}/new", **fit)
    assert page.status_code == 200
    response = gateway.request(f"{base}/new", FilledForm(page.text).values, **fit)
    assert response.status_code in (409, 422)
    assert 'id="wrong"' in response.text
    needed = register.opening.form().fields
    for name in [name for name, one in needed.items() if one.required]:
        assert f'id="f-{name}' in response.text


def test_whatever_was_typed_is_escaped(gateway: GatewayClient) -> None:
    record = registered_matter(gateway, matter=EVIL, community=EVIL)
    wrong = gateway.fill(f"{record}/accept", {"accepted_on": EVIL, "handler": EVIL})
    question = gateway.fill(f"{record}/void", {"reason": EVIL}, role="captain")
    for page in (gateway.request(record), gateway.request(MATTERS), wrong, question):
        assert "<script" not in page.text
        assert "&lt;script&gt;" in page.text
        assert " style=" not in page.text


def steps() -> list[tuple[Register, Step]]:
    return [(register, step) for register in catalogue.REGISTERS.values() for step in register.steps]


def test_whatever_was_typed_is_no_template_and_no_format(gateway: GatewayClient) -> None:
    typed = "{{ 271828*31 }} {0.__class__} {say} %s"
    record = registered_matter(gateway, matter=typed)
    for address in (record, MATTERS, f"{record}/accept"):
        page = gateway.request(address).text
        assert typed in page or address != record
        assert "8426668" not in page
    wrong = gateway.fill(f"{record}/accept", {"accepted_on": typed})
    assert f'value="{typed}"' in wrong.text


def test_no_field_of_a_form_is_named_as_the_page_names_its_own() -> None:
    own = {submission.KEY, submission.VERSION, submission.DO, submission.FILLED_IN, csrf.FIELD}
    assert not [name for _, step in steps() for name in step.form().fields if name in own or "." in name]


def test_what_is_too_large_to_publish_is_told_at_its_field_and_what_was_typed_is_kept(gateway: GatewayClient) -> None:
    text = "字" * 2000
    edition = {"issuer": "局", "edition": "1", "effective_on": "2017-01-10"}
    clauses = {f"clauses.{number}.number": str(number + 1) for number in range(60)}
    clauses |= {f"clauses.{number}.text": text for number in range(60)}
    heading = {"code": "N1", "unit": "DT", "kind": "other", "title": "规范"}
    trainer = {"role": "trainer", "unit": None}
    response = gateway.fill("/registers/training/norms/new", heading | edition | clauses, **trainer)
    assert response.status_code == 422, without_tags(response.text)[:500]
    assert "此条内容过大，无法发布" in response.text
    assert "连同其余内容最多可占" in around(response.text, 'id="f-clauses-fault"')
    assert response.text.count(text) == 60
    assert gateway.client.get("/v1/training/norms/N1", headers=bearer(gateway)).status_code == 404


def bearer(gateway: GatewayClient) -> dict[str, str]:
    return {"Authorization": f"Bearer {gateway.token('operator', None)}"}
