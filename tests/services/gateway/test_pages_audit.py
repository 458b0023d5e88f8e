"""The pages of the audit log: searched, followed from record to record, proven in words, and shown when it is away."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from contracts import envelope
from contracts.audit.rpc import LogStatus
from services.audit import anomalies
from services.chassis.base import clock
from services.chassis.storage.tables import set_aside
from services.gateway.audit.log_watch import LogState, state_of
from services.gateway.web.audit.integrity import SHAPES
from tests.services.audit.sample_log import act
from tests.services.gateway.audited_bureau import AuditedBureau
from tests.services.gateway.gateway_client import without_tags
from tests.services.gateway.test_pages import Page

ANY_PAGE = 40_000
HASH = re.compile("[0-9a-f]{64}")
PAGES = ("/audit", "/audit/entries/0", "/audit/anomalies", "/audit/log")


def trail(bureau: AuditedBureau, query: str = "") -> str:
    return f"/audit/records/outreach/matters/{bureau.matter}{query}"


# --- searching -------------------------------------------------------------------------------------------------------


def test_the_auditor_is_led_to_the_log_and_others_are_not(audited_bureau: AuditedBureau) -> None:
    assert 'href="/audit"' in audited_bureau.page("/")
    assert 'href="/audit/log"' in audited_bureau.page("/", "operator")
    assert 'href="/audit' not in audited_bureau.page("/", "clerk")


def test_a_search_is_a_link_and_its_form_says_what_was_asked(audited_bureau: AuditedBureau) -> None:
    text = audited_bureau.page("/audit?person=ZS-09&what=denied&from=&to=")
    assert 'value="ZS-09"' in text
    assert '<option value="denied" selected>' in text
    assert text.count('href="/audit/entries/') == 1
    told = without_tags(text)
    assert "越权被拒" in told
    assert "ZS-09" in told
    assert "没有符合条件的条目" in audited_bureau.page("/audit?person=nobody")


@pytest.mark.parametrize(("query", "number"), [("from=2026-03-02&to=2026-03-02", 4), ("from=2026-03-03", 0)])
def test_days_are_shanghai_s_and_the_last_one_counts(audited_bureau: AuditedBureau, query: str, number: int) -> None:
    assert audited_bureau.page(f"/audit?{query}").count("<tr>") == (number + 1 if number else 0)


def test_a_mistake_in_the_form_is_said_on_the_page(audited_bureau: AuditedBureau) -> None:
    text = audited_bureau.page("/audit?record=M-1&person=ZS-09", status=422)
    assert "应为台账和编号" in text
    assert 'value="M-1"' in text


def test_pages_go_both_ways(audited_bureau: AuditedBureau) -> None:
    audited_bureau.enter(*(act(number) for number in range(100, 160)))
    first = audited_bureau.page("/audit?what=denied")
    (onward,) = re.findall('href="([^"]+)" rel="next"', first)
    second = audited_bureau.page(onward.replace("&amp;", "&"))
    (back,) = re.findall('href="([^"]+)" rel="prev"', second)
    again = audited_bureau.page(back.replace("&amp;", "&"))
    entries = re.compile('href="(/audit/entries/[0-9]+)"')
    assert entries.findall(again) == entries.findall(first)
    assert not set(entries.findall(first)) & set(entries.findall(second))


def test_an_entry_is_told_in_words_and_its_hashes_are_folded_away(audited_bureau: AuditedBureau) -> None:
    text = audited_bureau.page("/audit/entries/9")
    assert "已对照" in text
    assert "GET /v1/cases/penalties" in text
    outside = re.sub("<details.*?</details>", "", text, flags=re.DOTALL)
    assert HASH.search(text)
    assert not HASH.search(without_tags(outside))
    audited_bureau.page("/audit/entries/9999", status=404)


# --- a record's trail ------------------------------------------------------------------------------------------------


def test_a_record_leads_to_its_trail_for_who_may_see_it(audited_bureau: AuditedBureau) -> None:
    record = f"/registers/outreach/matters/{audited_bureau.matter}"
    for role, is_led in (("auditor", True), ("inspector", True), ("clerk", False), ("leader", False)):
        assert (f'href="{trail(audited_bureau)}"' in audited_bureau.page(record, role)) is is_led, role


@pytest.mark.parametrize("role", ["auditor", "inspector"])
def test_who_saw_a_record_s_texts_is_one_question_on_its_trail(audited_bureau: AuditedBureau, role: str) -> None:
    whole = without_tags(audited_bureau.page(trail(audited_bureau), role))
    views = without_tags(audited_bureau.page(trail(audited_bureau, "?views=true"), role))
    assert "办理未受理" in whole
    assert "办理未受理" not in views
    assert "查看隐私信息" in views
    assert "实事" in views


def test_an_inspector_is_not_led_where_they_may_not_go(audited_bureau: AuditedBureau) -> None:
    text = audited_bureau.page(trail(audited_bureau), "inspector")
    assert 'href="/audit"' not in text
    assert 'href="/audit/entries' not in text


# --- what is out of the common ---------------------------------------------------------------------------------------


def test_anomalies_are_drawn_by_day_with_a_table_and_lead_to_their_entries(audited_bureau: AuditedBureau) -> None:
    least, today = anomalies.THRESHOLDS["denials"], audited_bureau.gateway.read_model.today()
    assert "没有异常情况" in audited_bureau.page("/audit/anomalies")
    now = dt.datetime.combine(today, dt.time(12), clock.SHANGHAI)
    events = [act(number, "denied", actor="ZS-07") for number in range(100, 100 + least)]
    today_s = (dataclasses.replace(one, time=now, body=b"") for one in events)
    audited_bureau.enter(*(envelope.decode(envelope.encode(one)) for one in today_s))
    text = audited_bureau.page("/audit/anomalies")
    assert text.count("<rect") == 30
    assert f"达 {least} 次" in text
    assert f'<th scope="row" class="d">{today}</th><td class="n">2</td>' in text, (
        "denied often, and from many addresses"
    )
    (query,) = re.findall('href="(/audit[?]person=ZS-07&amp;what=denied[^"]*)"', text)
    assert audited_bureau.page(query.replace("&amp;", "&")).count('href="/audit/entries/') == least


# --- the log as a whole ----------------------------------------------------------------------------------------------

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
WELL = LogStatus(10, 0, 10, "2026-03-02T11:00:00+00:00", "2026-03-02T10:00:00+00:00", 10, "", {}, {})


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, LogState.GOOD),
        ({"size": 11}, LogState.BEHIND),
        ({"size": 11, "checkpoint_at": "2026-03-02T11:59:00+00:00"}, LogState.GOOD),
        ({"checkpoint_size": 0, "checkpoint_at": ""}, LogState.BEHIND),
        ({"verified_at": ""}, LogState.NEVER),
        ({"verified_at": "2026-02-27T10:00:00+00:00"}, LogState.OLD),
        ({"missing": {"cases": 2}}, LogState.GAPS),
        ({"missing": {"cases": 0}}, LogState.GOOD),
        ({"conflicts": ("cases",), "missing": {"cases": 2}}, LogState.CONFLICT),
        ({"fault": "3: the leaf is another", "conflicts": ("cases",)}, LogState.FAULT),
    ],
)
def test_what_is_worst_of_a_log_is_told_first(changes: dict[str, object], state: LogState) -> None:
    assert state_of(dataclasses.replace(WELL, **changes), NOW) == state  # type: ignore[arg-type]
    assert set(SHAPES) == set(LogState)


def test_the_overview_says_how_the_log_is_and_waits_for_nobody(audited_bureau: AuditedBureau) -> None:
    watch, rpc = audited_bureau.gateway.log_watch, audited_bureau.gateway.rpc_client
    assert "审计服务无应答" in audited_bureau.page("/")
    watch.look()
    told = without_tags(audited_bureau.page("/"))
    assert "审计日志尚未全面核验" in told
    assert "共 11 条" in told
    assert "尚无见证" in told
    rpc.log = None
    watch.look()
    assert watch.state() == LogState.NEVER, "not away at once"
    watch._answered -= 60
    calls = len(rpc.calls)
    told = without_tags(audited_bureau.page("/"))
    assert "审计服务无应答" in told
    assert "以下为最近一次所知" in told
    assert len(rpc.calls) == calls
    assert "does not answer" in audited_bureau.page("/", lang="en")


def test_gaps_are_listed_by_id(audited_bureau: AuditedBureau) -> None:
    assert "没有缺口" in audited_bureau.page("/audit/log", "operator")
    lost = {"owner": "cases", "id": "event-lost", "reason": "", "sent_again": 1, "at": "2026-03-02T01:00:00+00:00"}
    with audited_bureau.log.sample.store.begin() as tx:
        tx.execute(set_aside.insert().values(**lost))
    text = audited_bureau.page("/audit/log", "operator")
    assert "event-lost" in text


# --- the proof of a fact ---------------------------------------------------------------------------------------------


def test_a_fact_is_proven_in_plain_words_and_shows_no_hash_unless_asked(audited_bureau: AuditedBureau) -> None:
    event = audited_bureau.gateway.office.events[-1].id
    audited_bureau.gateway.log_watch.look()
    text = audited_bureau.page(f"/facts/{event}", "officer")
    assert "已对照" in text
    section = text[text.index('id="proof"') : text.index('id="tellings"')]
    outside = re.sub("<details.*?</details>", "", section, flags=re.DOTALL)
    assert HASH.search(section)
    assert not HASH.search(without_tags(outside))
    assert "proven against the checkpoint" in audited_bureau.page(f"/facts/{event}", "officer", lang="en")
    assert 'href="/audit/entries/' in audited_bureau.page(f"/facts/{event}")
    audited_bureau.log.sample.change("UPDATE entries SET commitment = :x WHERE id = :id", x=b"0" * 32, id=event)
    assert "请立即告知" in audited_bureau.page(f"/facts/{event}", "officer")


def test_a_fact_is_shown_where_the_log_is_away(audited_bureau: AuditedBureau) -> None:
    event = audited_bureau.gateway.office.events[-1].id
    assert "审计服务暂无应答" in audited_bureau.page(f"/facts/{event}", "officer"), "never asked: not waited for"
    audited_bureau.gateway.log_watch.look()
    audited_bureau.gateway.rpc_client.log = None
    assert "审计服务暂无应答" in audited_bureau.page(f"/facts/{event}", "officer")


# --- any page --------------------------------------------------------------------------------------------------------


def test_pages_are_shown_and_say_so_where_the_log_is_away(audited_bureau: AuditedBureau) -> None:
    audited_bureau.gateway.rpc_client.log = None
    for path in ("/audit", "/audit/anomalies", "/audit/log", trail(audited_bureau)):
        text = audited_bureau.page(path, status=503)
        assert "审计服务暂无应答" in text
        assert "<h1>" in text


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_pages_are_whole_in_both_languages_and_light(audited_bureau: AuditedBureau, lang: str) -> None:
    audited_bureau.enter(*(act(number, record=f"outreach.matters/{number}") for number in range(100, 160)))
    for path in (*PAGES, trail(audited_bureau), trail(audited_bureau, "?views=true")):
        text = audited_bureau.page(path, lang=lang)
        page = Page(text)
        assert sum(tag == "h1" for tag, _ in page.tags) == 1
        labelled = {attrs["for"] for tag, attrs in page.tags if tag == "label"}
        assert {attrs["id"] for tag, attrs in page.tags if tag in ("select", "input") and attrs.get("id")} <= labelled
        response = audited_bureau.gateway.request(path, role="auditor", unit=None, Accept_Encoding="gzip")
        assert len(response.data) < ANY_PAGE, path
        if lang == "en":
            told = re.sub("<a[^>]*lang=.*?</a>", "", text).replace("单位", "")
            assert not re.search("[一-鿿]", without_tags(told)), path
