"""The pages of registers: what there is, who sees it, and that every page is sound."""

from __future__ import annotations

import html
import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from contracts import catalogue
from services.cases.service import Service as Cases
from services.gateway.web import registers as routes
from tests.office import Office
from tests.services.cases.casework import Casework
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags
from tests.services.gateway.test_pages import Page
from tests.services.training import question_bank, training_records

MATTERS = "/registers/outreach/matters"


# --- which registers there are ----------------------------------------------------------------------------------------


def test_the_registers_stand_by_service_with_their_titles_in_one_language(gateway: GatewayClient) -> None:
    page = gateway.request("/registers", role="operator", unit=None).text
    english = gateway.request("/registers?lang=en", role="operator", unit=None).text
    for register in catalogue.REGISTERS.values():
        assert f'<a href="/registers/{register.service}/{register.slug}">{register.zh}</a>' in page
        assert f">{html.escape(register.en)}</a>" in english
        assert register.en not in page
    assert page.index("队伍与培训") < page.index("人员名册") < page.index("为民服务与宣传") < page.index("为民办实事")
    assert 'href="/registers" aria-current="page"' in page
    assert 'href="/registers"' in gateway.request("/").text, "the overview leads to the registers"


def test_what_a_role_may_not_open_is_not_offered(gateway: GatewayClient) -> None:
    assert f'href="{MATTERS}/new"' in gateway.request("/registers").text
    assert f'href="{MATTERS}/new"' in gateway.request(MATTERS).text
    for path in ("/registers", MATTERS):
        assert f'href="{MATTERS}/new"' not in gateway.request(path, role="auditor", unit=None).text
    assert f'href="{MATTERS}/import"' not in gateway.request(MATTERS, role="auditor", unit=None).text


def test_a_register_that_a_role_may_not_read_is_neither_listed_nor_shown(gateway: GatewayClient) -> None:
    training_records.course(gateway.office)
    code = question_bank.question(gateway.office, "Q1")
    base = "/registers/training/questions"
    assert base not in gateway.request("/registers").text
    for path in (base, f"{base}/{code}", f"{base}/{code}/withdraw", "/labels/training/questions"):
        assert gateway.request(path).status_code == 403, path
        assert gateway.request(path, role="trainer", unit=None).status_code == 200, path


def test_a_person_list_that_may_not_be_read_is_not_offered_either(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = catalogue.REGISTERS["training.people"]
    monkeypatch.setitem(catalogue.REGISTERS, people.name, replace(people, readers="trainer"))
    record = gateway.office.do(
        "outreach.matters", "", "register", unit="DT", community="映月", matter="灯", requested_on="2017-03-01"
    )[-1].subject
    page = gateway.request(f"{MATTERS}/{record}/accept").text
    assert "DT-01" not in page
    assert '<input id="f-handler"' in page


# --- a register's records ---------------------------------------------------------------------------------------------


def test_a_list_names_its_records_and_narrows_by_status_and_unit(gateway: GatewayClient, office: Office) -> None:
    one, two = office.matter(), office.matter("ZS")
    office.confirm(two)

    page = gateway.request(MATTERS).text

    assert f'<a href="{MATTERS}/{one}">映月 · 路灯</a>' in page
    assert "已办结" in page
    assert "已确认" in page
    assert "单位ZS" in page
    assert "2017-03-01" in page
    done, of_zs = gateway.request(f"{MATTERS}?status=done&unit=").text, gateway.request(f"{MATTERS}?unit=ZS").text
    assert (f"{MATTERS}/{one}" in done, f"{MATTERS}/{two}" in done) == (True, False)
    assert (f"{MATTERS}/{one}" in of_zs, f"{MATTERS}/{two}" in of_zs) == (False, True)
    assert '<option value="done" selected>' in done
    assert "/v1/outreach/matters/export?status=done&amp;sort=-opened&amp;format=xlsx" in done
    assert "没有符合条件的记录" in gateway.request(f"{MATTERS}?status=closed").text


def test_a_list_shows_the_columns_that_somebody_chose_and_its_links_keep_them(
    gateway: GatewayClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "ON_PAGE", 1)
    for _ in range(2):
        office.matter()
    usual = gateway.request(MATTERS).text
    assert "修好</td>" not in usual
    assert re.search(r'<input type="checkbox" name="show" value="outcome"> 办理结果', usual)
    for query in ("show=outcome&show=done_on", "show=outcome,done_on"):
        page = gateway.request(f"{MATTERS}?{query}&q=").text
        heads = re.findall(r'<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]*)', page)
        assert heads[-2:] == ["办理结果", "办结日期"], "in the order in which they were asked for"
        assert "修好</td>" in page
        assert page.count(" checked>") == 2
        onward = re.findall(r'<a href="([^"]*cursor=[^"]*)" rel="next">', page)
        assert len(onward) == 1
        assert "修好</td>" in gateway.request(html.unescape(onward[0])).text
        assert "show" not in re.findall(r'href="(/v1/outreach/matters/export[^"]*)"', page)[0]


@pytest.mark.parametrize("show", ["nothing", "outcome,nothing", ",".join(["outcome"] * 9)])
def test_columns_that_there_are_not_and_too_many_are_refused_by_name(gateway: GatewayClient, show: str) -> None:
    refused = gateway.request(f"/v1{MATTERS.removeprefix('/registers')}?show={show}", Accept="application/json")
    assert refused.status_code == 422, "a program has all fields"
    page = gateway.request(f"{MATTERS}?show={show}")
    assert page.status_code == 422
    assert ("没有此列：nothing" in page.text) == ("nothing" in show)


def test_a_long_list_is_turned_page_by_page(
    gateway: GatewayClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "ON_PAGE", 2)
    records = {office.matter() for _ in range(5)}
    address, links = f"{MATTERS}?status=done", list[str]()
    for _ in range(3):
        page = gateway.request(address).text
        links += re.findall(rf'<a href="{MATTERS}/([\w-]+)">映月', page)
        address = "".join(re.findall(r'<a href="([^"]+)" rel="next"', page)).replace("&amp;", "&")
    assert sorted(links) == sorted(records)
    assert not address
    assert "回到首页" in page


def test_records_are_found_by_id_and_by_what_their_fields_say(gateway: GatewayClient, office: Office) -> None:
    record = office.matter()
    other = office.do(
        "outreach.matters", "", "register", unit="DT", community="诺卡", matter="Wi-Fi 50%", requested_on="2017-03-01"
    )[-1].subject

    def search_records(text: str) -> list[str]:
        page = gateway.request(f"{MATTERS}?{urlencode({'q': text})}").text
        return [one for one in (record, other) if f'href="{MATTERS}/{one}"' in page]

    assert search_records(f" {record} ") == [record]
    assert search_records("诺卡") == [other]
    assert search_records("wi-fi 50%") == [other]
    assert search_records("ＷＩ-ｆｉ  50%") == [other], "in any width"
    assert search_records(record.upper()) == [record]
    assert search_records("100%") == []
    assert search_records("requested_on") == [], "the names of fields are no texts"
    assert "没有符合条件的记录" in gateway.request(f"{MATTERS}?q=nobody").text


# --- a record ---------------------------------------------------------------------------------------------------------


def test_a_record_says_how_it_stands_what_is_due_and_how_it_came_to_be(gateway: GatewayClient, office: Office) -> None:
    record = office.matter()
    office.do("outreach.matters", record, "finish", 3, done_on="2017-03-07", outcome="换灯")
    page = gateway.request(f"{MATTERS}/{record}").text
    text = without_tags(page)

    assert "办结日期 2017-03-07" in text
    assert "Done on 2017-03-07" in without_tags(gateway.request(f"{MATTERS}/{record}?lang=en").text)
    assert '<a href="/registers/training/units/DT">单位DT DT</a>' in page
    assert "受理答复 2017-03-08 2017-03-01 按期完成" in text
    assert "次日起算" in text, "how the day was reckoned"
    assert text.index("版次 4") < text.index("版次 3") < text.index("版次 1"), "the last comes first"
    assert "更正第 3 版" in text
    assert "已被更正或作废" in text
    assert "SYN-finish" in text
    assert 'href="/facts/' in page
    assert f'href="{MATTERS}/{record}/confirm"' in page


def test_an_overdue_record_says_so(gateway: GatewayClient, office: Office) -> None:
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "灯", "requested_on": "2017-03-01"}
    record = office.do("outreach.matters", "", "register", **form)[-1].subject
    assert "已逾期" in gateway.request(f"{MATTERS}/{record}").text
    gateway.read_model.today = lambda: office.events[-1].occurredon
    assert re.search(r"余 \d 天", gateway.request(f"{MATTERS}/{record}").text)


def test_code_words_choices_and_tables_are_told_in_words(gateway: GatewayClient, office: Office) -> None:
    event = office.event(kind="fair", counits=["ZS"])
    rows = [{"volunteer": "V-01", "minutes": 60}]
    office.do("outreach.volunteer_events", event, "log_hours", logged_on="2017-04-02", service=rows)
    page = gateway.request(f"/registers/outreach/volunteer_events/{event}").text
    assert "公益集市" in page
    assert '<a href="/registers/training/units/ZS">单位ZS ZS</a>' in page
    assert '<th scope="col">计入分钟</th>' in page
    assert "<td>V-01</td><td>60</td><td>60</td>" in page
    english = gateway.request(f"/registers/outreach/volunteer_events/{event}?lang=en").text
    assert "<dd>held</dd>" in english


def test_procedures_beside_the_main_one_are_told_by_their_last_step(tmp_path: Path) -> None:
    work = Casework.on("2026-12-01")
    office = work.office
    case = work.filed_case("2026-11-02")
    for batch in ("B1", "B2"):
        work.take(case, "register_evidence", "2026-11-03", batch=batch)
    work.take(case, "dispose_evidence", "2026-11-04", batch="B1")
    counter = GatewayClient(tmp_path, office)
    text = without_tags(counter.request(f"/registers/cases/penalties/{case}", role="operator", unit=None).text)
    steps = catalogue.REGISTERS["cases.penalties"]
    beside = text.partition(" 副线 ")[2]
    assert f"B1 ：{steps.step('dispose_evidence').zh} 2026-11-04" in beside
    assert f"B2 ：{steps.step('register_evidence').zh} 2026-11-03" in beside
    assert "逾期后果" in text
    counter.store.close()
    office.store.close()


def test_private_texts_are_told_to_whom_their_owner_tells_them(gateway: GatewayClient, office: Office) -> None:
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "灯", "requested_on": "2017-03-01"}
    inputs = form | {"requester_name": "赵大年", "telephone": "13800001234"}
    fields = {
        name: inputs[name] for name in inputs if name in catalogue.REGISTERS["outreach.matters"].opening.form().fields
    }
    record = office.do("outreach.matters", "", "register", **fields)[-1].subject
    assert "13800001234" in gateway.request(f"{MATTERS}/{record}").text
    elsewhere = gateway.request(f"{MATTERS}/{record}", unit="ZS").text
    assert "13800001234" not in elsewhere
    assert "who-" not in elsewhere
    assert "赵大年" not in gateway.request(MATTERS).text, "a list names nobody"


def test_names_of_staff_are_told_to_those_who_may_read_the_register(gateway: GatewayClient, office: Office) -> None:
    office.person("DT-02", "DT", name="钱某某")
    assert "钱某某" in gateway.request("/registers/training/people").text
    assert "钱某某" in gateway.request("/registers/training/people/DT-02").text


# --- soundness --------------------------------------------------------------------------------------------------------


def addresses(counter: GatewayClient) -> list[str]:
    """A page of each kind."""
    office = counter.office
    record, event = office.matter(evidence=["a" * 64]), office.event()
    training_records.course(office)
    question_bank.fill_question_bank(office, 3)
    question_bank.drawn_paper(office, 5)
    return [
        "/registers",
        MATTERS,
        f"{MATTERS}?q=nix",
        f"{MATTERS}/new",
        f"{MATTERS}/{record}",
        f"{MATTERS}/{record}/reopen",
        f"{MATTERS}/{record}/finish?corrects=3",
        f"{MATTERS}/import",
        f"/registers/outreach/volunteer_events/{event}/log_hours",
        "/registers/training/sessions/new",
        "/labels/outreach/matters",
        "/exam/P",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_sound_html_with_headings_labels_and_ids_of_their_own(gateway: GatewayClient, lang: str) -> None:
    for address in addresses(gateway):
        response = gateway.request(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        assert response.status_code in (200, 404), address
        sound(Page(response.text), address)
    empty = gateway.fill(f"{MATTERS}/new?lang={lang}", {})
    sound(Page(empty.text), "an empty form")
    question = gateway.fill(f"{MATTERS}/{gateway.office.matter()}/void?lang={lang}", {"reason": "x"}, role="captain")
    sound(Page(question.text), "a question")


def sound(page: Page, address: str) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1, address
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), (address, levels)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids)), address
    assert not page.all("script")
    glosses = [attrs for tag, attrs in page.tags if tag != "html" and "lang" in attrs and "hreflang" not in attrs]
    assert glosses == [], (address, "the other language is a switch")
    described = [one for _, attrs in page.tags for one in (attrs.get("aria-describedby") or "").split()]
    assert set(described) <= set(ids), (address, set(described) - set(ids))
    labelled = {label.get("for") for label in page.all("label")}
    for one in page.all("input") + page.all("select") + page.all("textarea"):
        if one.get("type") not in ("hidden", "radio", "checkbox"):
            assert one.get("id") in labelled, (address, one)
    within = {address[1:] for one in page.all("a") if (address := one["href"] or "").startswith("#")}
    assert within <= set(ids)


def test_the_choice_of_language_goes_along(gateway: GatewayClient, office: Office) -> None:
    record = office.matter()
    for address in ("/registers", MATTERS, f"{MATTERS}/{record}", f"{MATTERS}/new"):
        page = gateway.request(f"{address}?lang=en").text
        assert '<html lang="en">' in page
        assert "lang=en" in "".join(re.findall(r'href="(/registers[^"]*)"', page))
    done = gateway.request(
        f"{MATTERS}/{record}/confirm?lang=en",
        FilledForm(gateway.request(f"{MATTERS}/{record}/confirm?lang=en").text).fill_in(
            {"confirmed_on": "2017-03-09", "satisfied": "true"}
        ),
    )
    assert parse_qs(urlsplit(done.headers["Location"]).query) == {"done": ["confirm"], "lang": ["en"]}
    assert "Saved: Confirm." in gateway.request(done.headers["Location"]).text


def test_a_fact_leads_to_its_record(gateway: GatewayClient, office: Office) -> None:
    record = office.matter()
    gateway.project_events()
    assert f'href="{MATTERS}/{record}"' in gateway.request(f"/facts/{office.events[-1].id}").text


def test_a_case_shows_the_supervision_orders_that_lie_over_it(gateway: GatewayClient) -> None:
    office = gateway.office
    office.person("a", "DT")
    form = {"unit": "DT", "category": "slow", "problem": "慢", "source_kind": "self_found", "raised_on": "2017-04-01"}
    item, other = (office.do("cases.rectifications", "", "raise", None, **form)[-1].subject for _ in "12")
    order = {"unit": "DT", "kind": "overdue", "register": "cases.rectifications", "case": item, "issued_by": "a"}
    days = {"issued_on": "2017-04-03", "reply_due": "2017-04-07", "due_on": "2017-04-14"}
    laid = office.do("cases.supervision_orders", "", "issue", None, requirement="限期办结", **order, **days)[-1].subject
    owner, gateway.rpc_client.owner = gateway.rpc_client.owner, Cases()
    gateway.rpc_client.owner.provider = owner.provider
    base = "/registers/cases/rectifications"
    page = gateway.request(f"{base}/{item}").text
    assert f'href="/registers/cases/supervision_orders/{laid}"' in page
    assert "督查督办" in page
    assert "/registers/cases/supervision_orders/" not in gateway.request(f"{base}/{other}").text


def test_a_suspected_duplicate_leads_to_the_record_by_which_a_person_decides(gateway: GatewayClient) -> None:
    first = gateway.office.matter()
    second = gateway.office.matter(requested="2017-03-02")
    page = gateway.request(f"{MATTERS}/{second}").text
    assert f'<a href="{MATTERS}/{first}">{first}</a>' in page


def test_whom_a_record_is_about_reads_before_any_form_that_somebody_else_takes_its_steps(
    gateway: GatewayClient, office: Office
) -> None:
    office.person("A-01", "DT")
    record = office.do("equipment.uniforms", "", "issue", person="A-01", issued_on="2017-02-01", caps=1)[-1].subject
    gateway.project_events()
    page = f"/registers/equipment/uniforms/{record}"
    own, others = (gateway.request(page, role="quartermaster", unit=None, who=who).text for who in ("A-01", "A-02"))
    assert f'href="{page}/give_back' not in own
    assert "须由他人办理：此记录涉及您本人。" in own
    assert f'href="{page}/give_back' in others
    assert "涉及您本人" not in others
    form = gateway.request(f"{page}/give_back", role="quartermaster", unit=None, who="A-02").text
    assert "不得办理本人事项：领用人不得交还" in form


def test_a_gap_in_a_decision_leads_to_the_step_that_fills_it(tmp_path: Path) -> None:
    work = Casework.on("2026-12-01")
    case = work.filed_case("2026-11-02", party_address=None)
    work.take(case, "inspect", "2026-11-02")
    work.take(case, "propose", "2026-11-02", findings="占道经营属实")
    work.take(case, "notify", "2026-11-02", defence_until="2026-11-05")
    counter = GatewayClient(tmp_path, work.office)
    path = f"/registers/cases/penalties/{case}"
    decision = {"fine": "300", "tier": "light", "decided_by": "H1", "decided_on": "2026-11-09"}
    refused = counter.fill(f"{path}/decide", decision, role="leader", unit=None, who="H1")
    assert refused.status_code == 409
    assert f'<a href="{path}/complete_party">单位住所未填写，请办理“补充当事人信息”</a>' in refused.text
    assert "<code>party_address</code>" not in refused.text
    counter.store.close()
    work.office.store.close()
