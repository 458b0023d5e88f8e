"""The web pages over a view in memory."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import Client, TestResponse

from contracts.documents import openapi
from contracts.errors import Problem
from services.gateway.accounts.accounts import open_accounts
from services.gateway.api.documents import Documents
from services.gateway.api.evidence import EvidenceFiles
from services.gateway.api.indicators import Indicators
from services.gateway.api.measures.article import ArticleClaims, open_article
from services.gateway.api.progress import Progress
from services.gateway.audit.fact_proofs import FactProofs
from services.gateway.audit.log_watch import LogWatch
from services.gateway.audit_client import AuditClient
from services.gateway.display import formatting
from services.gateway.display.messages import pages
from services.gateway.evidence import Evidence
from services.gateway.http import cookies, routing
from services.gateway.http.app import HEADERS, App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.photographs.thumbnails import Thumbnails
from services.gateway.read_model.programme import Programme, campaign
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.staff_posts import StaffPosts
from services.gateway.read_model.units import parents_on
from services.gateway.reading_rights import PaperRights
from services.gateway.resources import endpoints
from services.gateway.web.addresses import HOME
from services.gateway.web.audit.integrity import IntegrityCard
from services.gateway.web.fact import FactPage
from services.gateway.web.items.item_page import ItemPage
from services.gateway.web.layout import unit_outline
from services.gateway.web.leader.article_page import ArticlePage
from services.gateway.web.leader.compared_pages import compared_pages
from services.gateway.web.measure import MeasurePage
from services.gateway.web.overview import Overview, lead
from services.gateway.web.people.sign_in import SignIn, own_path
from services.gateway.web.problem import ProblemPages
from services.gateway.web.style import Style
from tests.office import Office, build_view, migrated_store
from tests.people import account_store
from tests.services.gateway import sample_programme
from tests.services.gateway.local_rpc import LocalRpcClient
from tests.tokens import bearer_of, token_of

KEY = b"k" * 64
EVIL = "<script>alert(1)</script>"
VOID = {"meta", "link", "input", "img", "br", "path", "rect", "line", "circle"}


@dataclass
class Site:
    """A gateway that only shows."""

    office: Office
    read_model: ReadModel
    evidence: Evidence
    sign_in: SignIn
    client: Client
    skews: dict[str, float]

    def hear(self) -> None:
        """Let the view hear what the office did since."""
        with self.read_model.store.begin() as tx:
            self.read_model.handle(tx, self.office.events)
        self.read_model.after_commit(self.office.events)

    def token(self, role: str = "leader") -> str:
        return token_of(Bearer(f"{role}@bureau", role, None))

    def get(self, path: str, *, role: str | None = "leader", **headers: str) -> TestResponse:
        request_headers = {"Accept": "text/html", "Accept-Language": "zh-CN"} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        if role:
            request_headers["Cookie"] = f"{cookies.PLAIN}={self.token(role)}"
        return self.client.get(path, headers=request_headers)


@pytest.fixture
def site(office: Office, tmp_path: Path) -> Iterator[Site]:
    """A site without facts yet."""
    store = migrated_store(f"sqlite:///{tmp_path}/view.db")
    read_model = build_view(office.events, campaign(), store)
    evidence = Evidence(store, f"file://{tmp_path}/evidence")
    reads = Progress(read_model, evidence)
    accounts = open_accounts(account_store(store), StaffPosts(read_model), KEY)
    sign_in = SignIn(accounts, KEY)
    skews: dict[str, float] = {}
    log = AuditClient(LocalRpcClient(office))
    watch = LogWatch(log)
    overview, fact = (
        Overview(reads, KEY, IntegrityCard(watch), lambda: skews),
        FactPage(reads, KEY, FactProofs(log, watch)),
    )
    pages = (
        overview,
        MeasurePage(reads, KEY),
        ItemPage(reads, KEY),
        *compared_pages(reads, Indicators(read_model), KEY),
        claims := ArticleClaims(reads, open_article(endpoints())),
        ArticlePage(claims, KEY),
        fact,
        sign_in,
        Style(),
    )
    thumbnails = Thumbnails(evidence, f"file://{tmp_path}/evidence")
    files = EvidenceFiles(evidence, PaperRights(evidence, read_model), thumbnails)
    resources = (reads, files, Documents(endpoints()), *pages)
    app = App(routing.bind(resources), KEY, bearer_of, reads.quick, ProblemPages(KEY).show)
    yield Site(office, read_model, evidence, sign_in, Client(app, use_cookies=False), skews)
    store.close()


class Page(HTMLParser):
    """What a page holds; refuses tags that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def parse_page(response: TestResponse) -> Page:
    assert response.status_code == 200, response.text
    return Page(response.text)


def around(text: str, tag: str) -> str:
    """The table row or the section that holds an id."""
    start = text.index(tag)
    return text[start : text.index("</tr>", start)]


# --- the 13 items -----------------------------------------------------------------------------------------------------


def test_all_thirteen_items_are_there_and_without_facts_nothing_is_a_number(site: Site) -> None:
    page = parse_page(site.get("/"))

    items = [one for one in page.all("details") if one["class"] == "item"]
    assert [one["id"] for one in items] == [item.id for item in campaign().items()]
    assert len(items) == 13
    assert page.text.count("未启动") >= 13


def test_a_day_that_lies_ahead_is_called_so(site: Site) -> None:
    for path in ("/", "/comparison", "/matrix", "/measures/A6.matters_done"):
        assert "2099-06-30 还没有到" in site.get(f"{path}?as_of=2099-06-30").text, path
        assert "还没有到" not in site.get(f"{path}?as_of=2017-06-30").text, path
    assert "还没有到" not in site.get("/?as_of=banana").text


def test_a_measure_without_a_source_has_no_number_not_zero(site: Site) -> None:
    awaiting(site)

    row, page = around(site.get("/").text, 'id="A6.waits"'), site.get("/measures/A6.waits").text

    assert "—" in row
    assert "尚无数字" in row
    assert "outreach.nothing" in row
    assert not re.search(r">\s*0", row)
    assert "待接入台账 outreach.nothing" in page
    assert "事实清单" not in page


def awaiting(site: Site) -> None:
    """Let the campaign have a measure that awaits its register."""
    site.read_model.programme = Programme(
        sample_programme.programme_text("- {id: A6.waits, kind: count, awaits: outreach.nothing}")
    )


def test_a_ratio_over_nothing_is_a_dash(site: Site) -> None:
    row = around(site.get("/").text, 'id="A6.confirmed"')
    assert row.count("—") >= 2
    assert "0%" not in row


def test_claimed_and_verified_stand_side_by_side_and_the_item_says_what_is_weakest(site: Site) -> None:
    for number in range(28):
        record = site.office.matter(evidence=["a" * 64])
        if number < 26:
            site.office.confirm(record)
    site.hear()

    text = site.get("/?as_of=2017-12-31").text

    row = around(text, 'id="A6.matters_done"')
    assert "28 件" in row
    assert "26 件" in row
    assert "至少 28 件" in row
    assert "待核实" in row
    assert text.index('class="sum"><strong>0') > 0
    assert "其中" in text


def test_status_is_never_told_by_colour_alone(site: Site) -> None:
    site.office.matter()
    site.hear()
    page = site.get("/").text
    for match in re.findall(r'<span class="status (\w+)">(.*?)</span>', page, re.DOTALL):
        name, inner = match
        assert name == "quiet" or "<svg" in inner
        assert re.sub(r"<.*?>", "", inner, flags=re.DOTALL).strip()


def test_the_date_and_the_unit_are_chosen_in_a_form_and_kept_by_the_links(site: Site) -> None:
    site.office.matter(done="2017-03-08")
    site.hear()

    before, after = site.get("/?as_of=2017-03-07"), site.get("/?as_of=2017-03-08&unit=DT")

    assert "0 件" in around(before.text, 'id="A6.matters_done"')
    assert "1 件" in around(after.text, 'id="A6.matters_done"')
    assert 'value="2017-03-07"' in before.text
    assert '<option value="DT" selected>' in after.text
    assert 'href="/measures/A6.matters_done?as_of=2017-03-08&amp;unit=DT"' in after.text
    assert site.get("/?as_of=&unit=").status_code == 200, "fields left empty"


def test_the_units_are_listed_below_their_parents_once_each(office: Office) -> None:
    office.unit("XS", kind="bureau", opened_on="2009-01-01")
    office.unit("B1", "XS", kind="brigade")
    office.unit("Q1", "B1", "XS")
    tree = build_view(office.events, campaign()).unit_tree()

    outline = list(unit_outline(tree, dt.date(2017, 1, 1)))

    assert [(code, depth) for code, _, depth in outline] == [
        ("DBT", 0),
        ("DT", 0),
        ("XS", 0),
        ("B1", 1),
        ("Q1", 2),
        ("ZS", 0),
    ]
    assert parents_on(tree["Q1"], dt.date(2017, 1, 1)) == ["B1", "XS"]


def test_a_silent_source_is_told_in_a_banner(site: Site) -> None:
    site.read_model.mark_stale({"outreach": "2017-06-15T06:32:00+00:00"})
    page = site.get("/?as_of=2017-12-31").text
    assert 'role="status"' in page
    assert "2017-06-15 14:32" in page
    assert 'role="status"' not in page.replace('role="status"', "", 1)


def test_a_clock_that_differs_is_told_in_a_banner(site: Site) -> None:
    assert 'role="status"' not in site.get("/?as_of=2017-12-31").text
    site.skews["outreach"] = -3600.0
    page = site.get("/").text
    assert "时钟与网关不一致" in page
    assert "-3600.0 秒" in page


def test_a_closed_item_shows_its_weakest_measure_with_a_target() -> None:
    def one(status: str, **more: Any) -> dict[str, Any]:
        return {"status": status, "target": {"op": ">="}, "expected": 1, "awaits": None, "n": 1} | more

    item = {"status": "behind", "measures": [one("achieved"), one("not_started", n=0), one("on_track", target=None)]}
    assert lead(item, "zh")["measure"]["status"] == "not_started"
    item = {"status": "on_track", "measures": [one("on_track"), one("achieved", awaits="x")]}
    assert lead(item, "zh")["measure"]["status"] == "on_track"
    item = {"status": "not_started", "measures": [one("not_started", awaits="x", n=0)]}
    assert lead(item, "en") == {"measure": None, "text": "1 measures, all awaiting"}


# --- a measure, a fact ------------------------------------------------------------------------------------------------


def test_a_number_opens_to_its_facts_and_a_fact_to_its_evidence_and_every_telling(site: Site) -> None:
    paper = site.evidence.save(b"\x89PNG made", name="修好后.png", media_type="image/png", by="clerk@DT")["sha256"]
    other = site.evidence.save(b"text", name="单.txt", media_type="text/plain", by="clerk@DT")["sha256"]
    record = site.office.matter(evidence=[paper, other])
    fixed = site.office.do(
        "outreach.matters", record, "finish", 3, done_on="2017-03-07", outcome="换灯", evidence=[paper]
    )
    site.hear()

    measure = site.get("/measures/A6.matters_done").text
    (event,) = re.findall(r'href="/facts/([\w-]+)">', measure.partition('class="facts"')[2])
    fact = site.get(f"/facts/{event}").text
    replaced = site.get(f"/facts/{site.office.events[-2].id}").text

    assert event == fixed[-1].id
    assert "东亭中队今年以来、至年末为止办结的实事" in measure, "the formula in words"
    assert "为民办实事 办结：映月" in measure
    assert "SYN-finish" in measure
    assert "办结日期" in fact
    assert "2017-03-07" in fact
    assert "用时（天）" in fact
    assert "社区" in fact
    assert f'<img src="/v1/evidence/{paper}/thumbnail"' in fact
    assert paper in fact
    assert "9 B" in fact
    assert "clerk@DT" in fact
    assert "更正第 3 版" in fact
    assert "已被更正或作废" in replaced
    assert f'href="/v1/evidence/{other}"' in replaced
    assert f'<img src="/v1/evidence/{other}' not in replaced, "only pictures are shown"

    site.read_model.note_papers({paper: "differs"})
    assert "文件与其哈希不符" in site.get(f"/facts/{event}").text
    assert "文件与其哈希不符" not in fact


def test_a_void_is_told_with_what_it_took_back(site: Site) -> None:
    record = site.office.matter()
    void = site.office.do("outreach.matters", record, "void", reason="重复登记")[-1]
    site.hear()
    page = site.get(f"/facts/{void.id}").text
    assert "作废整条记录" in page
    assert "重复登记" in page
    assert page.count("已被更正或作废") >= 3
    assert "尚无事实" in site.get("/measures/A6.matters_done").text


def test_choices_lists_and_tables_of_a_form_are_told_in_words(site: Site) -> None:
    event = site.office.event(kind="fair", counits=["ZS"], community="诺卡")
    rows = [{"volunteer": "V-01", "minutes": 60}, {"volunteer": "V-02", "minutes": 200}]
    hours = site.office.do("outreach.volunteer_events", event, "log_hours", logged_on="2017-04-02", service=rows)[-1]
    planned = next(one for one in site.office.events if one.type.endswith("planned.v1"))
    site.office.person("P1", "DT")
    joined = site.office.events[-1]
    site.hear()

    told_hours, told_plan = site.get(f"/facts/{hours.id}").text, site.get(f"/facts/{planned.id}").text
    told_person = site.get(f"/facts/{joined.id}").text

    assert "计入分钟" in told_hours
    assert "<td>90</td>" in told_hours, "never more than the event lasted"
    assert "公益集市" in told_plan
    assert "单位ZS ZS" in told_plan
    assert "执法人员" in told_person
    assert "某＊＊" in told_person, "personal text is masked"


def test_a_ratio_lists_what_is_missing(site: Site) -> None:
    done = [site.office.matter() for _ in range(2)]
    site.office.confirm(done[0])
    site.hear()
    page = site.get("/measures/A6.confirmed").text
    assert "缺口清单" in page
    assert "应计而未达的 1 个" in page
    assert "50%" in page


def test_an_item_lists_the_documents_in_force_that_are_about_it_each_with_its_record(site: Site) -> None:
    assert "没有涉及本事项的在行文件" in site.get("/items/S1?as_of=2017-03-01").text
    form: dict[str, Any] = {"unit": "DT", "kind": "plan", "issuer": "某局<b>", "issued_on": "2017-01-10"}
    record, later, other = (
        site.office.do("training.campaign_documents", "", "issue", **form | more)[-1].subject
        for more in (
            {"title": "实施方案", "number": "某字〔2017〕1号", "items": ["S1", "S2"]},
            {"title": "以后的方案", "in_force_on": "2017-06-01"},
            {"title": "别的方案", "items": ["B1"]},
        )
    )
    site.hear()
    page = site.get("/items/S1?as_of=2017-03-01").text
    assert f"/registers/training/campaign_documents/{record}?" in page
    assert ("某字〔2017〕1号" in page, "2017-01-10" in page, "某局&lt;b&gt;" in page) == (True, True, True)
    assert (later in page, other in page, "在行的 1 份文件" in page) == (False, False, True)
    assert later in site.get("/items/B3?as_of=2017-06-01").text, "about all items where it names none"
    site.office.do("training.campaign_documents", record, "withdraw", withdrawn_on="2017-02-01", reason="修订")
    site.hear()
    assert record not in site.get("/items/S1?as_of=2017-03-01").text
    assert site.get("/items/X9").status_code == 404
    assert 'href="/items/S1' in site.get("/").text


# --- safety, language, form -------------------------------------------------------------------------------------------


def test_whatever_people_enter_is_escaped_everywhere(site: Site) -> None:
    paper = site.evidence.save(b"x", name=f"{EVIL}.png", media_type="image/png", by=EVIL)["sha256"]
    record = site.office.feature(title=EVIL, plan=EVIL, evidence=[paper])
    event = site.office.events[-1]
    site.office.unit("EV", opened_on="2011-01-01")
    site.hear()
    addresses = (
        "/",
        "/measures/A3.applied",
        f"/facts/{event.id}",
        f"/nix?x={EVIL}",
        f"/?unit={EVIL}",
        f"/facts/{EVIL}",
    )
    assert record
    for address in addresses:
        page = site.get(address).text
        assert "<script" not in page, address
        assert " style=" not in page, "the policy forbids inline styles"
        assert "onerror" not in page
    assert "&lt;script&gt;" in site.get(f"/facts/{event.id}").text


def test_chinese_is_the_default_and_english_is_chosen_by_address_or_browser(site: Site) -> None:
    site.office.matter()
    site.hear()
    assert '<html lang="zh-CN">' in site.get("/").text
    assert '<html lang="zh-CN">' in site.get("/", Accept_Language="fr").text
    for english in (site.get("/?lang=en"), site.get("/", Accept_Language="en-GB,en;q=0.9,zh;q=0.1")):
        assert '<html lang="en">' in english.text
        assert "Practical matters done" in english.text
        assert "not started" in english.text
    for address in ("/measures/A6.matters_done?lang=en", f"/facts/{site.office.events[-1].id}?lang=en"):
        page = site.get(address).text
        assert 'href="/?lang=en"' in page, "the choice is kept"
        assert 'hreflang="zh-CN"' in page


def test_every_page_is_sound_html_with_headings_in_order_and_tables_with_captions(site: Site) -> None:
    site.office.confirm(site.office.matter(evidence=["a" * 64]))
    site.office.event()
    site.hear()
    event = site.office.events[-1].id
    form: dict[str, Any] = {"unit": "DT", "kind": "plan", "title": "方案", "issuer": "局", "issued_on": "2017-01-10"}
    site.office.do("training.campaign_documents", "", "issue", **form)
    site.hear()
    measures = ("/measures/A6.matters_done", "/measures/A6.confirmed")
    for address in ("/", "/items/A6", *measures, f"/facts/{event}", "/signin", "/nix"):
        for lang in ("zh", "en"):
            page = Page(site.get(f"{address}?lang={lang}").text)
            levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
            tables = [one for one in page.all("table") if one.get("class") != "inner"]
            assert len(page.all("caption")) == len(tables)
            assert all("scope" in one for one in page.all("th"))
            assert page.all("a")[0]["href"] == "#main"
            ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
            assert len(ids) == len(set(ids))
            assert not page.all("script")
            for one in page.all("input") + page.all("select"):
                if one.get("type") != "hidden":
                    assert any(label.get("for") == one["id"] for label in page.all("label"))


def test_every_phrase_stands_in_both_languages_and_every_status_level_and_unit_has_words() -> None:
    for name, pair in pages.SAID.items():
        assert all(pair), name
        assert set(re.findall(r"{(\w+)", pair[0])) == set(re.findall(r"{(\w+)", pair[1])), name
    counted = {measure.unit for measure in campaign().measures.values()} - {formatting.PERCENT, "个"}
    assert counted <= set(pages.COUNTED)
    assert set(pages.BEST_FIRST) == set(pages.STATUS)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (None, "件", None, None),  # null is no number
        (0, "件", "0 件", "0 matters"),  # zero is one
        (1, "件", "1 件", "1 matter"),
        (1234, "人次", "1,234 人次", "1,234 person-times"),
        (12.66, "场", "12.7 场", "12.7 events"),
        (0.9286, "%", "92.9%", "92.9%"),
        (1, "%", "100%", "100%"),
        (True, "项", "是", "yes"),
    ],
)
def test_a_number_is_told_with_its_unit(value: Any, unit: str, zh: str | None, en: str | None) -> None:
    assert formatting.number(value, unit, "zh") == zh
    assert formatting.number(value, unit, "en") == en


# --- signing in, and problems -----------------------------------------------------------------------------------------


def test_over_tls_a_page_opens_with_the_cookie_of_tls_alone(site: Site) -> None:
    headers = {"Accept": "text/html", "Cookie": f"{cookies.PLAIN}={site.token()}"}
    assert site.client.get("/", headers=headers, base_url="https://campaign.example").status_code == 401
    headers["Cookie"] = f"{cookies.SECURE}={site.token()}"
    assert site.client.get("/", headers=headers, base_url="https://campaign.example").status_code == 200


def test_a_person_gets_a_page_and_a_program_gets_json(site: Site) -> None:
    page, program = site.get("/", role=None), site.get("/", role=None, Accept="*/*")
    assert (page.status_code, program.status_code) == (401, 401)
    assert page.mimetype == "text/html"
    assert program.mimetype == "application/problem+json"
    assert site.get("/v1/progress", role=None).mimetype == "application/problem+json"
    assert site.get("/measures/nix").status_code == 404
    assert site.get("/measures/nix").mimetype == "text/html"
    assert site.get("/?as_of=2017-13-01").status_code == 422
    assert "YYYY-MM-DD" in site.get("/?as_of=2017-13-01").text
    assert site.get("/?colour=red").status_code == 200
    assert site.get("/v1/evidence/nix").mimetype == "text/html"


def test_pages_carry_the_safety_headers_and_depend_on_who_asks(site: Site) -> None:
    response = site.get("/")
    assert all(response.headers[name] == value for name, value in HEADERS.items())
    assert "Cookie" in response.headers["Vary"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_a_password_is_not_shown_and_a_browser_may_fill_it_in(site: Site) -> None:
    page = site.get("/signin", role=None).text
    assert 'type="password" autocomplete="current-password"' in page


@pytest.mark.parametrize(
    ("asked", "led"),
    [("/due?lang=en", "/due?lang=en"), ("//evil", HOME), ("/\\\\evil", HOME), ("https://evil", HOME), ("", HOME)],
)
def test_after_signing_in_nobody_is_led_to_another_site(asked: str, led: str) -> None:
    assert own_path(asked) == led


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/", ""),
        ("/?as_of=2017-06-15", "/?as_of=2017-06-15"),
        ("/measures/A6.matters_done", "/measures/A6.matters_done"),
    ],
)
def test_signing_in_leads_to_the_page_that_was_asked_for_and_from_the_site_alone_to_what_waits(
    site: Site, asked: str, led: str
) -> None:
    assert f'name="next" value="{led}"' in site.get(asked, role=None).text


@pytest.mark.parametrize("address", ["/v1/measures/A6.matters_done/facts", "/v1/nothing"])
def test_of_what_says_nothing_of_it_a_browser_keeps_no_copy(site: Site, address: str) -> None:
    assert site.get(address).headers["Cache-Control"] == "no-store"


def test_a_page_bears_its_mark_and_a_browser_asks_for_no_other(site: Site) -> None:
    assert re.findall(r'<link rel="icon" href="(.+?)">', site.get("/signin", role=None).text) == ["/icon.svg"]
    mark = site.get("/icon.svg", role=None)
    assert (mark.status_code, mark.mimetype, mark.data[:4]) == (200, "image/svg+xml", b"<svg")


@pytest.mark.parametrize("address", ["/style.css", "/icon.svg", "/openapi.json", "/asyncapi.json"])
def test_what_does_not_change_is_told_once(site: Site, address: str) -> None:
    first = site.get(address, role=None)
    again = site.get(address, role=None, If_None_Match=first.headers["ETag"])
    assert first.status_code == 200
    assert (again.status_code, again.data) == (304, b"")


def test_a_broken_page_is_a_problem_not_a_crash(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(site.read_model, "progress", fail)
    response = site.get("/")
    assert response.status_code == 500
    assert "系统内部错误" in response.text
    assert "ZeroDivisionError" not in response.text
    assert ProblemPages(KEY).show({"REQUEST_METHOD": "POST", "PATH_INFO": "/"}, Problem()) is None


# --- what the interface answers is what openapi.json says -------------------------------------------------------------


def test_the_answers_of_the_view_are_what_openapi_says(site: Site) -> None:
    paper = site.evidence.save(b"x", name="x.png", media_type="image/png", by="a")["sha256"]
    site.office.confirm(site.office.matter(evidence=[paper, "b" * 64]))
    site.office.event()
    site.hear()
    event = next(one.id for one in site.office.events if one.type.endswith("finished.v1"))
    asks: dict[str, str] = {
        "/v1/progress": "/v1/progress?as_of=2017-12-31",
        "/v1/progress/{item}": "/v1/progress/A6?unit=DT",
        "/v1/measures/{measure}": "/v1/measures/A6.matters_done",
        "/v1/measures/{measure}/facts": "/v1/measures/A6.matters_done/facts",
        "/v1/measures/{measure}/gaps": "/v1/measures/A6.replied_in_time/gaps",
        "/v1/facts/{event}": f"/v1/facts/{event}",
    }
    document = openapi(endpoints())
    for path, address in asks.items():
        answered = site.get(address, Accept="application/json")
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        check(document, schema)(answered.json)
    refused = site.get("/v1/measures/A6.matters_done/gaps", Accept="application/json")
    check(document, {"$ref": "#/components/schemas/Problem"})(refused.json)


def check(document: dict[str, Any], schema: dict[str, Any]) -> Callable[[Any], None]:
    """Everything that is said must be foreseen, and everything foreseen be said."""
    closed = _without_extra_fields(json.loads(json.dumps(document["components"])))
    whole = Draft202012Validator({**schema, "components": closed}, format_checker=FormatChecker())

    def agree(answer: Any) -> None:
        faults = [(list(one.absolute_path), one.message) for one in whole.iter_errors(answer)]
        assert not faults

    return agree


def _without_extra_fields(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_extra_fields(one) for one in node]
    if not isinstance(node, dict):
        return node
    shut = {"additionalProperties": False} if "properties" in node and node.get("type") == "object" else {}
    return shut | {name: _without_extra_fields(one) for name, one in node.items()}
