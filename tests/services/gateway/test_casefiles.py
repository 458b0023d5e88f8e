"""The papers of a penalty case say what its record says, mark what it does not, and the file can be checked."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Pt
from werkzeug.test import Client, TestResponse

from contracts.cases.penalties.papers import PAPERS
from services.cases.service import Service
from services.gateway.api.case_files import CaseFiles
from services.gateway.casefile.template_library import default
from services.gateway.evidence import Evidence
from services.gateway.http import routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.programme import campaign
from tests.office import build_view, migrated_store
from tests.services.cases.casework import Casework
from tests.services.gateway.gateway_client import KEY, without_tags
from tests.services.gateway.local_rpc import LocalRpcClient
from tests.services.gateway.paper_desk import enter_agency
from tests.tokens import bearer_of, token_of

PERSON: dict[str, Any] = {
    "party_kind": "person",
    "party": None,
    "person_name": "合成人",
    "person_age": 40,
    "person_number": "110105199001010001",
}
ISSUED = (
    "filing",
    "inspection",
    "inquiry_report",
    "review_opinion",
    "notice",
    "hearing_told",
    "hearing",
    "hearing_record",
    "decision",
    "receipt",
    "receipt",
    "receipt",
    "closing",
)
"""The papers of a case with a hearing, in the catalogue's order; receipts of the notice, the hearing, the decision."""


class CaseFileClient:
    """Gives papers and files out."""

    def __init__(self, home: Path, work: Casework) -> None:
        self.work = work
        enter_agency(work.office)
        self.store = migrated_store(f"sqlite:///{home}/view.db")
        self.read_model = build_view(work.office.events, campaign(), self.store)
        self.evidence = Evidence(self.store, f"file://{home}/evidence")
        self.home = home
        self.rpc_client = LocalRpcClient(work.office, Service)
        self.client = Client(
            App(
                routing.bind([CaseFiles(OwnerClient(self.rpc_client), self.read_model, self.evidence)]), KEY, bearer_of
            ),
            use_cookies=False,
        )

    def keep(self, name: str) -> list[str]:
        """A file handed in; its hash."""
        return [self.evidence.save(name.encode(), name=name, media_type="image/png", by="clerk@DT")["sha256"]]

    def ask(self, case: str, what: str, role: str = "legal", unit: str | None = None) -> TestResponse:
        token = _token(role, unit)
        return self.client.get(f"/v1/cases/penalties/{case}/{what}", headers={"Authorization": f"Bearer {token}"})

    def text(self, case: str, paper: str, **who: Any) -> str:
        """What a paper says, without its marking."""
        response = self.ask(case, f"papers/{paper}.html", **who)
        assert response.status_code == 200, response.text
        return without_tags(re.sub(r"<style>.*?</style>", "", response.text, flags=re.DOTALL)).replace(" ", "")

    def archive(self, case: str, **who: Any) -> zipfile.ZipFile:
        response = self.ask(case, "file.zip", **who)
        assert (response.status_code, response.content_type) == (200, "application/zip"), response.text
        return zipfile.ZipFile(io.BytesIO(response.data))


def _token(role: str, unit: str | None) -> str:
    bearer = Bearer(f"{role}@{unit or 'bureau'}", role, unit)
    return token_of(bearer)


@pytest.fixture
def files_client(tmp_path: Path) -> Iterator[CaseFileClient]:
    client = CaseFileClient(tmp_path, Casework.on("2026-12-01"))
    yield client
    client.work.office.store.close()
    client.store.close()


def case_with_hearing(cabinet: CaseFileClient) -> str:
    """A case with everything: a hearing, a review, a payment, its end."""
    work = cabinet.work
    case = work.clue("2026-03-02", act="XS-2026-001", place="东亭某路口", note=None)
    work.take(case, "verify", "2026-03-02")
    work.take(case, "file", "2026-03-02", act_on="2026-03-01", evidence=cabinet.keep("filing.png"))
    work.take(case, "inspect", "2026-03-02", evidence=cabinet.keep("inspection.png"))
    work.take(case, "close_inquiry", "2026-03-03", findings="占用人行道设摊属实", evidence=[])
    work.take(case, "propose", "2026-03-03", hearing_ground="large_fine")
    work.take(case, "notify", "2026-03-04", defence_until="2026-03-11", hearing_told=True)
    work.take(case, "request_hearing", "2026-03-05")
    work.take(case, "notify_hearing", "2026-03-06", hearing_on="2026-03-18")
    work.take(case, "hold_hearing", "2026-03-18")
    work.take(case, "request_review", "2026-03-19")
    work.take(case, "pass_review", "2026-03-20")
    work.take(case, "decide", "2026-03-23", number="锡城罚〔2026〕1号")
    work.take(case, "serve", "2026-03-24")
    work.take(case, "publish", "2026-03-25")
    work.take(case, "pay", "2026-03-30")
    work.take(case, "close", "2026-04-01")
    return case


# --- each paper -----------------------------------------------------------------------------------------------------


def test_every_paper_is_had_as_a_page_and_as_a_document(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    for paper in PAPERS:
        page = files_client.ask(case, f"papers/{paper}.html")
        document = files_client.ask(case, f"papers/{paper}.docx", role="inspector")  # one alone would ask too often
        assert (page.status_code, page.mimetype) == (200, "text/html")
        contents = docx.Document(io.BytesIO(document.data))
        (title,) = [one.text for one in contents.paragraphs if one.runs and one.runs[0].font.size == Pt(22)]
        assert title == PAPERS[paper] or paper == "cover"
        assert f"<h1>{title}</h1>" in page.text
        assert ("草稿" in page.text) == (paper not in ISSUED)
        assert document.headers["Content-Disposition"] == f'attachment; filename="XS-2026-001-{paper}.docx"'
        assert "no-store" in page.headers["Cache-Control"]


def test_of_several_papers_that_is_had_whose_step_is_named(files_client: CaseFileClient) -> None:
    case = files_client.work.notified_case("2026-03-02", "2026-03-09")
    first = next(one.place for one in files_client.work.record(case).effective if one.step.name == "notify")
    files_client.work.take(case, "propose", "2026-03-10", fine="400")
    files_client.work.take(case, "notify", "2026-03-11", defence_until="2026-03-18")
    assert "叁佰元整" in files_client.ask(case, f"papers/notice.html?place={first}").text
    assert "肆佰元整" in files_client.ask(case, "papers/notice.html").text
    assert files_client.ask(case, "papers/notice.html?place=1").status_code == 404
    assert files_client.ask(case, "papers/notice.html?place=x").status_code == 422


@pytest.mark.parametrize(
    ("paper", "phrases"),
    [
        (
            "filing",
            [
                "占道经营",
                "巡查发现",
                "XS-2026-001",
                "2026年3月2日",
                "某商店",
                "东亭某路口",
                "违反",
                "一",
                "某（执法证号苏BO1）",
            ],
        ),
        (
            "notice",
            [
                "某商店：",
                "占用人行道设摊属实",
                "罚款人民币300.00元",
                "2026年3月11日",
                "五日（工作日）",
                "即2026年3月11日前",
            ],
        ),
        ("hearing", ["2026年3月5日", "2026年3月18日", "会议室", "公开举行", "听证主持人：某", "拒不出席"]),
        (
            "decision",
            [
                "锡城罚〔2026〕1号",
                "占用人行道设摊属实",
                "现场检查（勘验）笔录（2026年3月2日）",
                "听证于2026年3月18日举行",
                "法制审核通过",
            ],
        ),
        ("receipt", ["锡城罚〔2026〕1号", "某商店", "直接送达", "2026年3月24日"]),
        ("closing", ["2026年3月30日缴纳300.00元（票据P1）", "2026年3月25日在区政府网公开", "2026年4月1日"]),
    ],
)
def test_a_paper_says_what_the_record_says(files_client: CaseFileClient, paper: str, phrases: list[str]) -> None:
    text = files_client.text(case_with_hearing(files_client), paper)
    assert [one for one in phrases if one not in text] == []


def test_a_decision_has_the_six_items_of_article_59(files_client: CaseFileClient) -> None:
    text = files_client.text(case_with_hearing(files_client), "decision")
    items = {
        "当事人": ["当事人名称某商店", "住所"],
        "事实和证据": ["违法事实：", "下列证据证明"],
        "种类和依据": ["罚款人民币300.00元", "第五十七条", "依据二"],
        "方式和期限": ["十五日内", "缴至", "百分之三"],
        "救济": ["六十日内", "申请行政复议", "六个月内", "提起行政诉讼"],
        "机关和日期": ["示例市示例区城市管理局（合成）", "2026年3月23日", "（印章）"],
    }
    assert {name: one for name, phrases in items.items() for one in phrases if one not in text} == {}
    assert "十五日内向" not in text, "not the regulation's 15 days, but the statutes' periods"


def test_under_the_old_law_papers_name_its_articles(files_client: CaseFileClient) -> None:
    case = files_client.work.notified_case("2017-03-01", "2017-03-06", hearing_told=True, hearing_ground="large_fine")
    text = files_client.text(case, "notice")
    assert "第三十一条、第三十二条" in text
    assert "第四十二条" in text
    assert "三日内" in text
    assert "工作日" not in text
    files_client.work.take(case, "waive_hearing", "2017-03-07")
    files_client.work.take(case, "request_review", "2017-03-07")
    files_client.work.take(case, "decide", "2017-03-09")
    assert "第三十八条" in files_client.text(case, "decision")


def test_a_decision_on_the_spot_is_told_as_one(files_client: CaseFileClient) -> None:
    case = files_client.work.on_spot_case("2026-03-02")
    text = files_client.text(case, "decision")
    for phrase in (
        "当场行政处罚决定书",
        "当罚1号",
        "占道经营",
        "第五十一条",
        "警告",
        "已出示执法证件",
        "执法人员：某（执法证号苏BO1）",
    ):
        assert phrase in text, phrase
    assert "百分之三" not in text, "there is no fine"
    assert "当场处罚，不另立案" in files_client.text(case, "closing")


def test_what_the_party_said_and_what_became_of_it_stands_in_the_decision(files_client: CaseFileClient) -> None:
    case = files_client.work.notified_case()
    files_client.work.take(case, "hear_party", "2026-03-04")
    files_client.work.take(case, "recheck", "2026-03-05")
    files_client.work.take(case, "decide", "2026-03-09")
    assert "你单位进行了陈述、申辩，本机关复核后不予采纳" in files_client.text(case, "decision")


# --- templates of the bureau's own ------------------------------------------------------------------------------------


def test_a_paper_is_filled_by_the_template_of_its_day(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    of_old, of_new = (own_template(files_client, text) for text in ("旧版结案表", "新版结案表"))
    adopt(files_client, "2026-01-01", of_old)
    adopt(files_client, "2026-06-01", of_new, "closing", "amend")
    assert "旧版结案表" in files_client.text(case, "closing"), "it was closed in April"
    assert "新版结案表" in files_client.text(files_client.work.filed_case(), "closing"), "as of now, for a draft"


def test_before_its_day_and_where_its_file_is_gone_the_suites_own_template_is_taken(
    files_client: CaseFileClient,
) -> None:
    case = case_with_hearing(files_client)
    sha256 = own_template(files_client, "新版结案表")
    adopt(files_client, "2026-06-01", sha256)
    assert "结案审批表" in files_client.text(case, "closing")
    (files_client.home / "evidence" / sha256[:2] / sha256).unlink()
    assert "结案审批表" in files_client.text(files_client.work.filed_case(), "closing")


def test_a_template_that_was_withdrawn_is_used_no_more(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    adopt(files_client, "2026-01-01", own_template(files_client, "旧版结案表"))
    form: dict[str, Any] = {"withdrawn_on": "2026-02-01", "reason": "换回"}
    files_client.work.office.do("cases.paper_templates", "closing", "withdraw", **form)
    assert "结案审批表" in files_client.text(case, "closing")


def test_the_suites_own_template_is_had_to_be_changed(files_client: CaseFileClient) -> None:
    headers = {"Authorization": f"Bearer {_token('legal', None)}"}
    answer = files_client.client.get("/v1/paper-templates/decision.docx", headers=headers)
    assert (answer.status_code, answer.data) == (200, default("decision"))
    assert files_client.client.get("/v1/paper-templates/none.docx", headers=headers).status_code == 404


def own_template(files_client: CaseFileClient, text: str) -> str:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text + "：{{ 案件.案由 }}")
    document.save(out)
    about = files_client.evidence.save(
        out.getvalue(), name="模板.docx", media_type="application/zip", by="legal@bureau"
    )
    return str(about["sha256"])


def adopt(files_client: CaseFileClient, on: str, sha256: str, record: str = "", step: str = "adopt") -> None:
    """The template of the closing form from a day on."""
    opening: dict[str, Any] = {} if record else {"paper": "closing", "unit": "JU"}
    form = opening | {"in_force_on": on, "evidence": [sha256]}
    files_client.work.office.do("cases.paper_templates", record, step, **form)


# --- gaps and drafts ------------------------------------------------------------------------------------------------


def test_what_the_record_does_not_say_is_marked(files_client: CaseFileClient) -> None:
    case = files_client.work.filed_case(party_address=None)
    page = files_client.ask(case, "papers/filing.html").text
    assert '<mark class="gap">【待填：住所】</mark>' in page
    assert re.search(r"待填 \d+ 项：.*住所.*案发地点", page)
    contents = docx.Document(io.BytesIO(files_client.ask(case, "papers/filing.docx").data))
    runs = [
        run for row in contents.tables[0].rows for run in row.cells[1].paragraphs[0].runs if run.font.highlight_color
    ]
    assert "【待填：住所】" in [run.text for run in runs]


def test_a_paper_of_a_step_that_was_not_told_yet_is_a_draft(files_client: CaseFileClient) -> None:
    case = files_client.work.notified_case()
    text = files_client.text(case, "decision")
    assert "草稿" in text
    assert "罚款人民币300.00元" in text, "as it was proposed"
    assert "【待填：决定书文号】" in text
    clue = files_client.work.clue()
    for paper in PAPERS:
        assert "草稿" in files_client.text(clue, paper)


def test_a_corrected_record_gives_a_corrected_paper(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    place = next(one.place for one in files_client.work.record(case).effective if one.step.name == "decide")
    files_client.work.take(case, "decide", "2026-03-23", number="锡城罚〔2026〕2号", corrects=place)
    text = files_client.text(case, "decision")
    assert "〔2026〕2号" in text
    assert "〔2026〕1号" not in text


@pytest.mark.parametrize("what", ["papers/none.html", "papers/decision.odt", "papers/decision.html"])
def test_there_are_no_other_papers_and_none_of_a_case_that_is_not_there(
    files_client: CaseFileClient, what: str
) -> None:
    case = "none" if what == "papers/decision.html" else files_client.work.filed_case()
    assert files_client.ask(case, what).status_code == 404


def test_what_a_party_is_called_does_not_run(files_client: CaseFileClient) -> None:
    case = files_client.work.filed_case(party="<script>alert(1)</script>")
    page = files_client.ask(case, "papers/filing.html")
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_the_style_in_a_paper_is_the_one_that_its_policy_allows(files_client: CaseFileClient) -> None:
    page = files_client.ask(files_client.work.filed_case(), "papers/filing.html")
    style = re.search(r"<style>(.*)</style>", page.text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.headers["Content-Security-Policy"]


def test_the_same_record_gives_the_same_document(files_client: CaseFileClient) -> None:
    case = files_client.work.filed_case()
    first, second = (files_client.ask(case, "papers/filing.docx").data for _ in range(2))
    assert first == second


# --- who may read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "unit", "name"),
    [
        ("legal", None, "合成人"),
        ("officer", "DT", "合成人"),
        ("inspector", None, "合成人"),
        ("officer", "ZS", "合**"),
        ("auditor", None, "合**"),
        ("operator", None, "合**"),
    ],
)
def test_who_does_not_work_with_the_case_reads_a_mask(
    files_client: CaseFileClient, role: str, unit: str | None, name: str
) -> None:
    case = files_client.work.filed_case(**PERSON)
    text = files_client.text(case, "filing", role=role, unit=unit)
    assert f"当事人姓名{name}" in text
    assert ("110105199001010001" in text) == (name == "合成人")


@pytest.mark.parametrize("role", ["trainer", "quartermaster"])
@pytest.mark.parametrize("what", ["papers/filing.html", "papers/filing.docx", "file.zip"])
def test_who_has_nothing_to_do_with_cases_gets_no_paper(files_client: CaseFileClient, role: str, what: str) -> None:
    assert files_client.ask(files_client.work.filed_case(), what, role=role).status_code == 403


def test_nobody_without_a_token_gets_a_paper(files_client: CaseFileClient) -> None:
    assert files_client.client.get(f"/v1/cases/penalties/{files_client.work.filed_case()}/file.zip").status_code == 401


def test_an_owner_who_does_not_answer_is_told_as_such(files_client: CaseFileClient) -> None:
    case = files_client.work.filed_case()
    files_client.rpc_client.away = {"cases"}
    assert files_client.ask(case, "papers/filing.html").status_code == 503


# --- the file -------------------------------------------------------------------------------------------------------


def test_the_file_holds_every_paper_every_piece_of_evidence_and_its_hashes(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    with files_client.archive(case) as archive:
        names = archive.namelist()
        assert [one for one in names if one.startswith("papers/") and one.endswith(".html")] == [
            f"papers/{number:02}-{paper}.html" for number, paper in enumerate(ISSUED, 1)
        ]
        pairs = [one.split("  ") for one in archive.read("SHA256SUMS").decode().splitlines()]
        sums = {name: sha256 for sha256, name in pairs}
        assert set(sums) == set(names) - {"SHA256SUMS"}
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == sha256 for name, sha256 in sums.items())
        pictures = sorted(archive.read(one) for one in names if one.startswith("evidence/"))
        assert pictures == [b"filing.png", b"inspection.png"]
        index = json.loads(archive.read("index.json"))
        assert {one["state"] for one in index["evidence"]} == {"kept"}
        assert index["evidence"][0]["named_by"] == ["立案（第 3 版）"]
        assert index["case"]["act"] == "XS-2026-001"


def test_what_evidence_shows_stands_in_the_index_for_who_may_have_it(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    with files_client.archive(case) as archive:
        sha256 = json.loads(archive.read("index.json"))["evidence"][0]["sha256"]
    told: dict[str, Any] = {"unit": "DT", "kind": "photograph", "caption": "占道现场（合成）", "taken_on": "2026-03-01"}
    files_client.work.office.do("outreach.captions", "", "describe", paper=sha256, described_on="2026-04-03", **told)
    with files_client.store.begin() as tx:
        files_client.read_model.handle(tx, files_client.work.office.events[-1:])
    with files_client.archive(case) as archive:
        caption = json.loads(archive.read("index.json"))["evidence"][0]["caption"]
        assert (caption["caption"], caption["about"]) == ("占道现场（合成）", "照片 · 2026-03-01")
        assert "占道现场（合成）（照片 · 2026-03-01）" in archive.read("index.html").decode()
    with files_client.archive(case, role="auditor") as archive:
        assert "占道现场" not in archive.read("index.json").decode() + archive.read("index.html").decode()


def test_only_papers_whose_step_was_told_are_in_the_file(files_client: CaseFileClient) -> None:
    with files_client.archive(files_client.work.notified_case()) as archive:
        assert [one for one in archive.namelist() if one.endswith(".docx")] == [
            "papers/01-filing.docx",
            "papers/02-inquiry_report.docx",
            "papers/03-notice.docx",
            "papers/04-receipt.docx",
        ]


def test_the_timeline_has_every_telling_the_replaced_ones_too(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    record = files_client.work.record(case)
    place = next(one.place for one in record.effective if one.step.name == "decide")
    files_client.work.take(case, "decide", "2026-03-23", number="锡城罚〔2026〕2号", corrects=place)
    with files_client.archive(case) as archive:
        timeline = json.loads(archive.read("index.json"))["timeline"]
        page = archive.read("index.html").decode()
    assert [one["version"] for one in timeline] == list(range(1, record.version + 2))
    decisions = [one for one in timeline if one["title"] == "处罚决定"]
    assert [(one["stands"], one["correction"]) for one in decisions] == [(False, False), (True, True)]
    numbers = [next(line["text"] for line in one["said"] if line["title"] == "决定书文号") for one in decisions]
    assert numbers == ["锡城罚〔2026〕1号", "锡城罚〔2026〕2号"]
    assert 'class="replaced"' in page
    assert f"更正第 {place} 版" in page


def test_evidence_that_is_gone_or_spoilt_is_said_to_be(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    gone, spoilt = files_client.keep("filing.png")[0], files_client.keep("inspection.png")[0]
    (files_client.home / "evidence" / gone[:2] / gone).unlink()
    (files_client.home / "evidence" / spoilt[:2] / spoilt).write_bytes(b"something else")
    with files_client.archive(case) as archive:
        pieces = json.loads(archive.read("index.json"))["evidence"]
        assert {one["sha256"]: one["state"] for one in pieces} == {gone: "gone", spoilt: "gone"}
        assert not [one for one in archive.namelist() if one.startswith("evidence/")]
        assert "文件缺失或者与哈希不符" in archive.read("index.html").decode()


def test_who_may_not_read_personal_data_gets_no_evidence_and_masks_in_the_timeline(
    files_client: CaseFileClient,
) -> None:
    case = files_client.work.clue(evidence=files_client.keep("clue.png"))
    files_client.work.take(case, "file", "2026-03-02", act_on="2026-03-02", **PERSON)
    with files_client.archive(case, role="auditor") as archive:
        everything = "".join(archive.read(one).decode(errors="replace") for one in archive.namelist())
        pieces = json.loads(archive.read("index.json"))["evidence"]
    assert [one["state"] for one in pieces] == ["withheld"]
    assert "合成人" not in everything
    assert "110105199001010001" not in everything
    with files_client.archive(case) as archive:
        assert "合成人" in archive.read("index.html").decode()


def test_process_records_and_their_files_are_in_the_file(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    office = files_client.work.office
    form: dict[str, Any] = {"case": case, "medium": "text", "captured_on": "2026-03-24"}
    for stage in ("start", "service"):
        office.do(
            "cases.process_records", "", "capture", stage=stage, evidence=files_client.keep(f"{stage}.txt"), **form
        )
    with files_client.archive(case) as archive:
        index = json.loads(archive.read("index.json"))
        page = archive.read("index.html").decode()
    assert [one["records"] for one in index["stages"]] == [1, 0, 0, 0, 1, 0]
    assert "全过程记录：送达" in [place for one in index["evidence"] for place in one["named_by"]]
    assert page.count("缺</span>") == 4


def test_the_same_file_twice_is_the_same_bytes(files_client: CaseFileClient) -> None:
    case = case_with_hearing(files_client)
    first, second = (files_client.ask(case, "file.zip").data for _ in range(2))
    assert first == second
