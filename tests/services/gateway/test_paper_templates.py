"""The default templates say what the law wants to stand in a paper, by fields that there are, as the record has it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from contracts.cases.penalties.papers import PAPERS
from services.gateway.casefile.fields import MANDATORY, NAMES
from services.gateway.casefile.fields.issuance import issued_papers
from services.gateway.casefile.papers import CasePapers
from services.gateway.casefile.rendering import reading
from services.gateway.casefile.rendering.blocks import GridBlock
from tests.services.gateway.paper_desk import PERSON, Desk, whole_case
from tools.paper_templates.__main__ import HOME
from tools.paper_templates.lines import whole_text
from tools.paper_templates.texts import texts
from tools.paper_templates.word import template

TAG = re.compile(r"\{[{%](.*?)[}%]\}", re.DOTALL)
LOOP = re.compile(r"for (\S+) in (\S+)")
NAME = re.compile(r"[一-鿿]+(?:\.[一-鿿]+)*")


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk("2026-12-01")
    yield one
    one.work.office.store.close()


def names_used(text: str) -> set[str]:
    """The names that a template uses; what a loop calls an entry is called by its list."""
    tags = TAG.findall(text)
    loops = {found[1]: found[2] for tag in tags if (found := LOOP.search(tag))}
    said = (re.sub(r'"[^"]*"', "", LOOP.sub(r"\2", tag)) for tag in tags)
    names = {one for tag in said for one in NAME.findall(tag)}
    return {".".join([loops.get(head, head), *rest]) for head, *rest in (one.split(".") for one in names)}


# --- the files --------------------------------------------------------------------------------------------------------


def test_every_paper_has_a_template_and_the_files_are_what_the_texts_say() -> None:
    assert set(texts()) == set(PAPERS) == {one.stem for one in HOME.glob("*")}
    for paper, text in texts().items():
        assert (HOME / f"{paper}.docx").read_bytes() == template(text), f"{paper}: run python -m tools.paper_templates"


def test_templates_are_laid_out_as_official_papers_are() -> None:
    for paper in PAPERS:
        document = docx.Document(str(HOME / f"{paper}.docx"))
        section = document.sections[0]
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(one.mm) for one in margins if one is not None] == [37, 35, 28, 26]
        title = next(one for one in document.paragraphs if one.runs and one.runs[0].font.size == Pt(22))
        assert title.text == PAPERS[paper] or paper in ("cover", "index")
        assert title.runs[0].font.name == "方正小标宋简体"
        assert document.styles["Normal"].font.name == "仿宋_GB2312"
        assert {one.paragraph_format.line_spacing for one in document.paragraphs} == {Pt(28)}
        assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_templates_use_fields_that_there_are() -> None:
    for paper, text in texts().items():
        assert sorted(names_used(whole_text(text)) - set(NAMES[paper])) == [], paper


def test_templates_have_what_the_law_wants() -> None:
    for paper, text in texts().items():
        whole = whole_text(text)
        words = re.sub(r"\s", "", TAG.sub("", whole))
        for must in MANDATORY[paper]:
            assert not must.names or set(must.names) & names_used(whole), (paper, must)
            assert must.sentence in words, (paper, must)
            assert set(must.names) <= set(NAMES[paper]), (paper, must)


def test_a_template_without_one_of_the_six_items_is_seen_as_such() -> None:
    text = whole_text(texts()["decision"]).replace("机关.复议机关", "机关.名称")
    lost = [one for one in MANDATORY["decision"] if one.names and not set(one.names) & names_used(text)]
    assert [(one.names, one.article) for one in lost] == [(("机关.复议机关",), "行政处罚法第五十九条")]


# --- what they say ----------------------------------------------------------------------------------------------------
SAID = {
    "cover": ["行政处罚案卷", "2026-1", "占道经营", "2026年4月1日"],
    "index": ["卷宗目录", "1立案审批表—2026年3月2日", "行政处罚决定书锡城罚〔2026〕1号2026年3月23日"],
    "filing": ["占道经营", "巡查发现", "XS-2026-001", "某商店", "东亭某路口", "某（执法证号苏BO1）", "同意立案"],
    "inspection": ["执法人员已出示执法证件", "东亭某路口", "第五十五条", "某（执法证号苏BO2）"],
    "interview": ["有权申请回避", "如实回答询问", "第五十五条"],
    "registration": ["第五十六条", "七日（工作日）内作出处理决定", "不得销毁或者转移证据", "推车", "批准"],
    "registration_disposal": ["于2026年3月2日", "如下处理：退还", "推车", "申请行政复议"],
    "seizure": ["2026年3月2日至2026年4月1日", "推车", "陈述和申辩", "六十日内", "六个月内", "一式二份"],
    "seizure_lifting": ["第二十八条", "解除并退还", "自2026年3月3日起解除"],
    "correction_order": ["第二十八条", "责令你单位", "【待填：改正要求】"],
    "inquiry_report": [
        "占用人行道设摊属实",
        "罚款人民币300.00元（大写：叁佰元整）",
        "2026年3月2日现场检查（勘验）笔录",
    ],
    "review_opinion": ["主体是否合法是", "审核意见同意", "审核结论通过", "第五十八条"],
    "discussion": ["讨论结论同意", "2026年3月21日", "当事人未提出陈述、申辩"],
    "notice": [
        "某商店：",
        "占用人行道设摊属实",
        "2026年3月11日",
        "即2026年3月11日前",
        "不因陈述、申辩而给予更重的处罚",
    ],
    "hearing_told": ["有要求听证的权利", "五日（工作日）", "不承担行政机关组织听证的费用", "第六十三条、第六十四条"],
    "hearing": [
        "2026年3月5日",
        "2026年3月18日",
        "会议室",
        "公开举行",
        "听证主持人：某",
        "拒不出席",
        "委托一至二人代理",
    ],
    "hearing_record": ["2026年3月18日", "会议室", "1人", "核对无误"],
    "decision": [
        "锡城罚〔2026〕1号",
        "当事人名称某商店",
        "违法事实：2026年3月1日，东亭某路口，占用人行道设摊属实",
        "下列证据证明",
        "现场检查（勘验）笔录（2026年3月2日）",
        "听证于2026年3月18日举行",
        "法制审核通过",
        "第五十七条",
        "罚款人民币300.00元（大写：叁佰元整）",
        "十五日内",
        "缴至示例银行（合成）",
        "或者通过电子支付系统（示例支付平台）缴纳",
        "百分之三",
        "六十日内向示例区人民政府（合成）申请行政复议",
        "六个月内依法向示例区人民法院（合成）提起行政诉讼",
        "示例市示例区城市管理局（合成）<2026年3月23日<（印章）",
    ],
    "receipt": ["锡城罚〔2026〕1号", "某商店", "直接送达", "2026年3月24日"],
    "closing": ["2026年3月30日缴纳300.00元（票据P1）", "2026年3月25日在区政府网公开", "2026年4月1日", "同意结案"],
}


def test_papers_of_a_case_say_what_its_record_says(desk: Desk) -> None:
    case = whole_case(desk.work)
    lacking = {paper: one for paper, said in SAID.items() for one in said if one not in desk.text(case, paper)}
    assert lacking == {}
    assert "十五日内向" not in desk.text(case, "decision"), "not the regulation's 15 days, but the statutes' periods"


def test_no_paper_shows_its_reader_a_code_of_ours(desk: Desk) -> None:
    case = whole_case(desk.work)
    for paper in PAPERS:
        text = desk.text(case, paper)
        assert re.findall(r"[a-z]+_[a-z_]+|F\d{3}|domain|None|True|False", text) == [], paper


def demanded_case(desk: Desk) -> str:
    """A case with a demand and an application to the court."""
    case = desk.work.decided_case("2026-01-05", "2026-01-08", "2026-01-12")
    desk.work.take(case, "serve", "2026-01-12")
    desk.work.take(case, "pay_part", "2026-01-20", amount="100")
    desk.work.take(case, "demand", "2026-08-03", amount="200")
    desk.work.take(case, "ask_court", "2026-08-20")
    return case


def test_the_demand_and_the_application_say_what_the_coercion_law_wants(desk: Desk) -> None:
    case = demanded_case(desk)
    demand, application = desk.text(case, "demand"), desk.text(case, "court_application")
    for words in (
        "200.00元（大写：贰佰元整）",
        "示例银行（合成）",
        "陈述和申辩的权利",
        "十日（工作日）内",
        "第三十五条",
    ):
        assert words in demand, words
    for words in (
        "区法院：",
        "罚款余额200.00元",
        "催告书于2026年8月3日送达",
        "机关负责人（签名）",
        "100.00元（大写：壹佰元整）",
    ):
        assert words in application, words


def test_an_application_to_the_court_says_what_the_party_did_and_asks_for_what_is_left(desk: Desk) -> None:
    case = desk.work.served_case("2026-03-10")
    desk.work.take(case, "ask_reconsideration", "2026-03-12")
    desk.work.take(case, "end_reconsideration", "2026-04-10", outcome="changed", new_fine="200")
    desk.work.take(case, "demand", "2026-05-06", amount="200")
    desk.work.take(case, "ask_court", "2026-05-27")
    application = desk.text(case, "court_application")
    assert "被申请人申请行政复议，复议机关于2026年4月10日变更；在法定期限内未提起行政诉讼，又不履行决定" in application
    assert "在法定期限内不申请行政复议" not in application
    assert "罚款余额200.00元（大写：贰佰元整）" in application, "not the fine that was decided at first"


def test_a_judgement_that_gave_way_to_another_changes_no_amount(desk: Desk) -> None:
    case = desk.work.served_case("2026-03-10")
    desk.work.take(case, "sue", "2026-03-12")
    desk.work.take(case, "end_suit", "2026-05-06", outcome="changed", new_fine="100")
    desk.work.take(case, "appeal", "2026-05-11")
    desk.work.take(case, "end_appeal", "2026-07-01", judgement="replaced", outcome="dismissed")
    said = desk.text(case, "court_application")
    assert "罚款余额300.00元" in said
    assert "提起行政诉讼，人民法院于2026年5月6日变更" in said


def test_why_a_tier_is_as_it_is_stands_before_the_comma(desk: Desk) -> None:
    case = desk.work.notified_case("2026-03-02", "2026-03-09")
    desk.work.take(case, "decide", "2026-03-10", tier_reason="初次违法")
    assert "档（裁量说明：初次违法），本机关决定" in desk.text(case, "decision")


def test_a_report_that_proposes_no_penalty_speaks_of_none(desk: Desk) -> None:
    case = desk.work.filed_case("2026-03-02")
    desk.work.take(case, "close_inquiry", "2026-03-03", advice="违法事实不能成立，建议不予处罚")
    report = desk.text(case, "inquiry_report")
    assert "七、处理建议：违法事实不能成立，建议不予处罚。依据" in report
    assert "予以处罚" not in report
    assert "处罚种类和数额" not in report
    desk.work.take(case, "propose", "2026-03-04")
    assert "予以处罚" in desk.text(case, "inquiry_report")


def test_what_a_reinspection_found_was_not_put_right_on_its_day(desk: Desk) -> None:
    case = desk.work.filed_case("2026-03-02")
    desk.work.take(case, "order_correction", "2026-03-03", correct_by="2026-03-09")
    desk.work.take(case, "reinspect", "2026-03-10")
    desk.work.take(case, "close_inquiry", "2026-03-11")
    desk.work.take(case, "exempt", "2026-03-12", ground="minor")
    said = desk.text(case, "exemption")
    assert "经本机关于2026年3月10日复查，你单位已改正" in said
    assert "已于2026年3月10日改正" not in said


def test_a_receipt_names_each_paper_that_was_handed_over(desk: Desk) -> None:
    case = whole_case(desk.work)
    receipt = desk.text(case, "receipt", desk.place_of(case, "notify"))
    assert "行政处罚事先告知书、行政处罚听证告知书" in receipt
    plain = desk.work.notified_case("2026-03-02", "2026-03-09")
    assert "听证告知书" not in desk.text(plain, "receipt", desk.place_of(plain, "notify"))


def test_no_seal_stands_on_a_page_without_words_of_its_paper() -> None:
    for paper in ("notice", "decision", "correction_order", "registration_disposal"):
        document = docx.Document(str(HOME / f"{paper}.docx"))
        seal = next(place for place, one in enumerate(document.paragraphs) if one.text == "（印章）")
        before = document.paragraphs[:seal][::-1]
        words = next(
            place
            for place, one in enumerate(before)
            if one.alignment != WD_ALIGN_PARAGRAPH.RIGHT and "{%p" not in one.text
        )
        assert all(one.paragraph_format.keep_with_next for one in before[: words + 1]), paper


LISTS = {
    "index": ["序号", "文书名称", "文号", "日期", "页次"],
    "seizure": ["序号", "名称", "数量", "规格、状况"],
    "registration": ["序号", "名称", "数量", "规格、状况"],
    "inquiry_report": ["序号", "取得日期", "证据名称"],
    "transfer": ["序号", "日期", "名称"],
}


@pytest.mark.parametrize("paper", LISTS)
def test_the_heading_of_a_list_is_marked_to_stand_on_each_page(paper: str) -> None:
    grids = [one for one in reading.blocks((HOME / f"{paper}.docx").read_bytes()) if isinstance(one, GridBlock)]
    headed = [one for one in grids if one.heads]
    assert [[cell.blocks[0].text for cell in one.rows[0]] for one in headed] == [LISTS[paper]]
    assert all(one.whole == tuple(range(len(one.rows))) for one in headed)


@pytest.mark.parametrize("paper", ["filing", "review_opinion", "closing", "receipt"])
def test_a_signature_stays_on_the_page_of_what_is_signed(paper: str) -> None:
    (grid,) = [one for one in reading.blocks((HOME / f"{paper}.docx").read_bytes()) if isinstance(one, GridBlock)]
    signed = {
        number for number, row in enumerate(grid.rows) if "签名" in "".join(b.text for cell in row for b in cell.blocks)
    }
    assert signed
    assert signed == set(grid.whole)


def test_a_form_has_no_heading_that_would_stand_on_each_page() -> None:
    grids = [one for one in reading.blocks((HOME / "filing.docx").read_bytes()) if isinstance(one, GridBlock)]
    assert [one.heads for one in grids] == [0]


def test_a_longer_seizure_says_why_and_until_when(desk: Desk) -> None:
    case = desk.work.filed_case()
    desk.work.take(case, "seize", "2026-03-02", seized_at="2026-03-02T09:00:00+08:00")
    desk.work.take(case, "extend_seizure", "2026-03-20", until="2026-04-20")
    text = desk.text(case, "seizure_extension")
    for words in ("情况复杂", "第二十五条", "延长至2026年4月20日", "推车", "2026年3月2日"):
        assert words in text, words
    assert "至2026年4月1日" in desk.text(case, "seizure"), "the decision goes on saying what it said"


def test_a_case_without_a_penalty_and_one_that_goes_elsewhere(desk: Desk) -> None:
    exempt = desk.work.proposed_case()
    desk.work.take(exempt, "exempt", "2026-03-03", ground="no_fault")
    text = desk.text(exempt, "exemption")
    for words in ("第三十三条第二款", "没有主观过错", "不予行政处罚", "当面教育", "申请行政复议"):
        assert words in text, words
    moved = desk.work.filed_case()
    desk.work.take(
        moved, "hand_over", "2026-03-03", receiver="agency", receiver_name="示例区市场监管局", reason="无管辖权"
    )
    text = desk.text(moved, "transfer")
    for words in ("示例区市场监管局：", "移送理由：无管辖权", "有关管辖的规定", "查明事实"):
        assert words in text, words


# --- person and organisation, on the spot and in general, the old law and the new -----------------------------------


def test_a_citizen_is_spoken_to_as_one(desk: Desk) -> None:
    case = desk.work.filed_case(**PERSON)
    text = desk.text(case, "filing")
    for words in ("当事人姓名合成人", "行为时年龄40", "证件号码110105199001010001", "住址"):
        assert words in text, words
    assert "统一社会信用代码" not in text
    assert "当事人姓名合**" in desk.text(case, "filing", role="auditor")
    assert "你可以" in desk.text(case, "notice")


@pytest.mark.parametrize(
    ("day", "words", "never"),
    [
        ("2023-12-29", ["六个月内依法向示例区人民法院（合成）提起行政诉讼", "当场行政处罚决定书"], "先向"),
        ("2024-01-02", ["六十日内先向示例区人民政府（合成）申请行政复议", "十五日内，依法向"], "六个月"),
    ],
)
def test_what_can_be_done_against_a_decision_on_the_spot(day: str, words: list[str], never: str) -> None:
    desk = Desk(day)
    case = desk.work.on_spot_case(day)
    text = desk.text(case, "decision")
    general = ["当罚1号", "占道经营", "第五十一条", "警告", "已出示执法证件", "执法人员：某（执法证号苏BO1）"]
    assert [one for one in [*words, *general] if one not in text] == []
    assert never not in text
    assert "百分之三" not in text, "there is no fine"
    assert "当场处罚，不另立案" in desk.text(case, "closing")


@pytest.mark.parametrize(
    ("day", "words", "never"),
    [
        (
            "2017-03-01",
            ["（2009年修正）第三十一条、第三十二条", "第四十二条", "起三日内"],
            ["工作日", "第四十四条", "电子支付"],
        ),
        (
            "2021-07-14",
            ["（2017年修正）第三十一条、第三十二条", "第四十二条", "起三日内"],
            ["工作日", "第四十四条", "电子支付"],
        ),
        (
            "2021-07-15",
            ["《中华人民共和国行政处罚法》第四十四条、第四十五条", "第六十三条、第六十四条", "五日（工作日）内"],
            ["修正", "三日内"],
        ),
    ],
)
def test_the_notice_names_the_law_of_its_day(day: str, words: list[str], never: list[str]) -> None:
    desk = Desk("2021-12-01")
    more: dict[str, Any] = {"hearing_told": True, "hearing_ground": "large_fine"}
    case = desk.work.notified_case(day, "2021-07-26" if day > "2021" else "2017-03-06", **more)
    text = desk.text(case, "notice")
    assert [one for one in words if one not in text] == []
    assert [one for one in never if one in text] == []


def test_the_decision_of_an_old_case_names_the_old_law(desk: Desk) -> None:
    case = desk.work.decided_case("2017-03-01", "2017-03-06", "2017-03-09")
    text = desk.text(case, "decision")
    for words in ("（2009年修正）第三十八条", "第四十六条第三款", "第五十一条第一项", "十五日内"):
        assert words in text, words
    assert "电子支付" not in text
    assert "你单位未提出陈述、申辩" in text


def old_case(desk: Desk) -> str:
    """A case of 2017 from the inspection to its end."""
    work = desk.work
    case = work.clue("2017-03-01", place="东亭某路口")
    work.take(case, "file", "2017-03-01", act_on="2017-03-01")
    work.take(case, "inspect", "2017-03-01")
    work.take(case, "inspect", "2017-03-01", kind="inquiry")
    work.take(case, "register_evidence", "2017-03-01")
    work.take(case, "dispose_evidence", "2017-03-02")
    work.take(case, "close_inquiry", "2017-03-02")
    work.take(case, "propose", "2017-03-02", hearing_ground="large_fine", major=True)
    work.take(case, "notify", "2017-03-02", defence_until="2017-03-07", hearing_told=True)
    work.take(case, "request_hearing", "2017-03-03")
    work.take(case, "notify_hearing", "2017-03-03", hearing_on="2017-03-20")
    work.take(case, "hold_hearing", "2017-03-20")
    work.take(case, "request_review", "2017-03-21")
    work.take(case, "pass_review", "2017-03-21")
    work.take(case, "discuss", "2017-03-22")
    work.take(case, "decide", "2017-03-23")
    work.take(case, "serve", "2017-03-24")
    return case


def test_no_paper_of_an_old_case_names_the_law_of_2021(desk: Desk) -> None:
    case = old_case(desk)
    issued = {one.paper for one in issued_papers(desk.file(case))}
    assert len(issued) >= 14
    for paper in issued:
        text = desk.text(case, paper)
        assert re.findall("行政处罚法》(?!（2009年修正）)", text) == [], paper
        assert not re.search("工作日|电子支付|视为放弃听证", text), paper
    assert "七日内作出处理决定" in desk.text(case, "registration")
    assert "第三十七条第二款" in desk.text(case, "registration")


def test_performance_at_once_rests_on_no_decision(desk: Desk) -> None:
    case = desk.work.filed_case()
    at_once = {
        "performance_ground": "immediate",
        "number": "代1号",
        "planned_for": "2026-03-02",
        "duty_object": "路面渣土",
    }
    desk.work.take(case, "decide_performance", "2026-03-02", **at_once)
    text = desk.text(case, "performance")
    assert "路面渣土需要立即清除，你单位应当履行下列义务而不能清除：清除堆物。本机关决定立即实施代履行" in text
    assert "第五十二条" in text
    assert "作出的" not in text
    assert CasePapers(desk.file(case)).gaps("performance") == (), "no decision is missing"


def test_performance_after_a_demand_rests_on_the_decision(desk: Desk) -> None:
    case = desk.work.served_case("2026-03-10", number="罚9号")
    urged = {"duty_by": "2026-04-01", "urged_on": "2026-04-02", "planned_for": "2026-04-20"}
    desk.work.take(case, "decide_performance", "2026-04-13", **urged)
    text = desk.text(case, "performance")
    assert "2026年3月9日作出的行政处罚决定（罚9号）要求你单位履行下列义务：清除堆物。你单位未履行" in text
    assert "第五十条、第五十一条" in text
    assert "立即" not in text


def test_the_closing_form_says_what_went_back(desk: Desk) -> None:
    case = desk.work.served_case("2026-03-10")
    desk.work.take(case, "publish", "2026-03-11")
    desk.work.take(case, "pay", "2026-03-20")
    desk.work.take(case, "sue", "2026-03-30")
    desk.work.take(case, "end_suit", "2026-06-01", outcome="changed", new_fine="120")
    assert "2026年3月20日缴纳300.00元（票据P1）；尚未退还180.00元" in desk.text(case, "closing")
    desk.work.take(case, "refund", "2026-06-19", amount="100")
    desk.work.take(case, "refund", "2026-06-20", amount="80")
    said = desk.say(case, "closing")["结案"]["执行情况"]
    assert said.endswith("2026年6月19日退还100.00元（凭证T1）；2026年6月20日退还80.00元（凭证T1）")


def test_drafts_of_enforcement_say_what_the_coercion_law_wants(desk: Desk) -> None:
    case = desk.work.served_case()
    said = {
        "performance": ["第五十条、第五十一条", "三日（工作日）前", "派员到场监督", "费用预算", "代履行人"],
        "demolition_notice": ["第四十四条", "限当事人于【待填：自行拆除期限】前自行拆除", "强制拆除"],
    }
    said["enforcement_decision"] = ["第三十七条、第四十四条", "法定节假日", "申请行政复议"]
    assert [one for paper, words in said.items() for one in words if one not in desk.text(case, paper)] == []


def test_what_the_party_said_and_what_became_of_it_stands_in_the_decision(desk: Desk) -> None:
    case = desk.work.notified_case()
    desk.work.take(case, "hear_party", "2026-03-04")
    desk.work.take(case, "recheck", "2026-03-05")
    desk.work.take(case, "decide", "2026-03-09")
    assert "你单位进行了陈述、申辩，本机关复核后不予采纳" in desk.text(case, "decision")


def test_a_draft_shows_its_gaps(desk: Desk) -> None:
    text = desk.text(desk.work.notified_case(), "decision")
    assert "罚款人民币300.00元（大写：叁佰元整）" in text, "as it was proposed"
    assert "【待填：决定书文号】" in text
    assert "【待填：文书日期】" in text


def test_a_template_is_a_word_file_of_the_same_bytes_each_time() -> None:
    text = texts()["decision"]
    assert template(text) == template(text)
    said = [one.text for one in docx.Document(io.BytesIO(template(text))).paragraphs]
    assert "{%p if 处罚.有罚款 %}" in said, "a tag over whole paragraphs leaves none of its own"


def test_of_a_decision_that_is_gone_nothing_is_asked_of_the_court(desk: Desk) -> None:
    case = desk.work.served_case("2026-03-10")
    desk.work.take(case, "revoke", "2026-03-12")
    assert "罚款余额0.00元" in desk.text(case, "court_application")


def test_an_application_goes_on_saying_the_fine_of_its_day(desk: Desk) -> None:
    case = desk.work.served_case("2026-03-10")
    desk.work.take(case, "demand", "2026-08-03")
    desk.work.take(case, "ask_court", "2026-09-11")
    desk.work.take(case, "revoke", "2026-09-14", revocation="changed", new_fine="100")
    assert "罚款余额300.00元" in desk.text(case, "court_application")


def test_a_closing_form_says_why_enforcement_is_over(desk: Desk) -> None:
    case = desk.work.served_case("2026-03-10")
    desk.work.take(case, "publish", "2026-03-11")
    desk.work.take(case, "terminate_enforcement", "2026-04-07")
    assert "2026年4月7日终结执行（公民死亡，无遗产可供执行，又无义务承受人）" in desk.text(case, "closing")
