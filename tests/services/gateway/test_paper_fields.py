"""What papers say is read from the record as it stood, by the law of its day; a gap says what would fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from contracts.cases.penalties import register
from contracts.cases.penalties.papers import CATALOGUE, NUMBERED, PAPERS, SERVED, STAGES
from contracts.errors import Unknown
from services.gateway.casefile import statute
from services.gateway.casefile.fields import FIELDS, MANDATORY, NAMES, paper_of, values
from services.gateway.casefile.fields.issuance import issued_papers
from services.gateway.casefile.paper import Blank, Fill
from tests.services.gateway.paper_desk import PERSON, Desk, enter_agency, whole_case

AFTER_THE_DECISION = "2026-12-01"


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk(AFTER_THE_DECISION)
    yield one
    one.work.office.store.close()


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_the_catalogue_has_each_paper_in_its_order_with_a_stage_and_fields() -> None:
    assert list(CATALOGUE) == list(PAPERS)
    assert {kind.stage for kind in CATALOGUE.values()} == set(STAGES)
    assert set(FIELDS) == set(NAMES) == set(MANDATORY) == set(PAPERS)
    assert all("文号" in NAMES[paper] for paper in NUMBERED)


def test_steps_of_the_catalogue_are_steps_of_a_case() -> None:
    awaited = {"order_correction", "decide_performance", "demand_performance", "announce_demolition"}
    awaited |= {"demand_demolition", "decide_demolition"}
    named = {step for kind in CATALOGUE.values() for step in kind.steps} | set(SERVED)
    assert {step for step in named if not register.has(step)} <= awaited
    assert list(CATALOGUE["receipt"].steps) == list(SERVED)
    assert all(step in CATALOGUE[paper].steps for step, paper in SERVED.items() if step != "serve")


# --- fields -----------------------------------------------------------------------------------------------------------


def names_in(value: Any, above: str = "") -> set[str]:
    """The dotted names of what stands in values; a list's entries are called by the list's name."""
    if isinstance(value, Mapping):
        return {one for name, inner in value.items() for one in names_in(inner, f"{above}.{name}" if above else name)}
    if isinstance(value, list):
        return {above, *(one for entry in value for one in names_in(entry, above))}
    return {above}


def test_each_paper_has_just_the_fields_that_it_names(desk: Desk) -> None:
    for case in (whole_case(desk.work), desk.work.clue("2026-03-02")):
        for paper in PAPERS:
            said = desk.say(case, paper)
            lists = {name for name, value in said.items() if isinstance(value, list)}
            plain = {one for one in NAMES[paper] if one.partition(".")[0] not in lists}
            assert {one for one in names_in(said) if one.partition(".")[0] not in lists} == plain
            assert names_in(said) <= set(NAMES[paper])
            assert all(NAMES[paper].values())


def test_papers_that_were_issued_are_those_of_the_steps_taken(desk: Desk) -> None:
    case = whole_case(desk.work)
    papers = [one.paper for one in issued_papers(desk.file(case))]
    never = {"correction_order", "on_spot_decision", "exemption", "demand", "performance", "demolition_notice"}
    never |= {"court_application", "transfer", "seizure_extension", "enforcement_decision"}
    assert set(PAPERS) - set(papers) == never
    assert papers.count("receipt") == 3, "the notice, the notice of the hearing, the decision"
    assert papers.count("inspection") == papers.count("interview") == 1
    with pytest.raises(Unknown):
        desk.say(case, "notice", 1)
    with pytest.raises(Unknown):
        desk.say(case, "none")


def test_a_number_is_one_papers_alone(desk: Desk) -> None:
    numbers = {one.paper: one.number for one in issued_papers(desk.file(whole_case(desk.work)))}
    assert {paper for paper, number in numbers.items() if number} == {"decision"}
    unnumbered = desk.say(whole_case(desk.work, party="另一商店"), "hearing_told")["文号"]
    assert unnumbered == Blank("听证告知书文号", Fill("notify", "hearing_number"))


def test_the_notice_of_a_right_to_a_hearing_bears_its_own_number_and_the_receipt_both(desk: Desk) -> None:
    case = desk.work.proposed_case(hearing_ground="large_fine")
    told = {"defence_until": "2026-03-11", "hearing_told": True, "number": "告1号", "hearing_number": "听告1号"}
    desk.work.take(case, "notify", "2026-03-04", **told)
    numbers = {one.paper: one.number for one in issued_papers(desk.file(case))}
    assert (numbers["notice"], numbers["hearing_told"]) == ("告1号", "听告1号")
    assert desk.say(case, "hearing_told")["文号"] == "听告1号"
    served = desk.say(case, "receipt")["送达"]
    assert (served["文号"], served["听证文号"]) == ("告1号", "听告1号")


def test_a_paper_says_what_the_case_said_when_it_was_issued(desk: Desk) -> None:
    case = desk.work.notified_case("2026-03-02", "2026-03-09")
    desk.work.take(case, "propose", "2026-03-10", fine="400")
    desk.work.take(case, "notify", "2026-03-11", defence_until="2026-03-18")
    first, second = (one.place for one in issued_papers(desk.file(case)) if one.paper == "notice")
    assert "叁佰元整" in desk.say(case, "notice", first)["处罚"]["内容"]
    assert "肆佰元整" in desk.say(case, "notice", second)["处罚"]["内容"]
    assert desk.say(case, "notice")["日期"] == "2026年3月11日"


def test_nothing_is_typed_twice(desk: Desk) -> None:
    case = desk.work.notified_case()
    draft = desk.say(case, "decision")
    assert draft["处罚"]["内容"] == "罚款人民币300.00元（大写：叁佰元整）", "from the proposal"
    assert draft["案件"]["查明事实"] == "属实", "from the inquiry"
    assert draft["经过"]["告知日期"] == "2026年3月2日", "from the notice"


def test_a_full_stop_that_was_typed_does_not_stand_twice(desk: Desk) -> None:
    case = desk.work.filed_case()
    desk.work.take(case, "close_inquiry", "2026-03-02", findings="占用人行道设摊属实。")
    assert desk.say(case, "inquiry_report")["案件"]["查明事实"] == "占用人行道设摊属实"


def test_what_a_decision_rests_on_stands_in_it_whatever_step_handed_it_in(desk: Desk) -> None:
    case = desk.work.decided_case()
    assert desk.say(case, "decision")["经过"]["证据"] == "调查终结报告（2026年3月2日）"
    assert desk.say(case, "inquiry_report")["证据清单"] == [], "a report is no evidence of what it says itself"


# --- gaps -------------------------------------------------------------------------------------------------------------


def test_a_gap_says_which_step_and_field_would_fill_it(desk: Desk) -> None:
    clue = desk.work.clue("2026-03-02", place=None)
    said = desk.say(clue, "decision")
    assert said["案件"]["地点"] == Blank("案发地点", Fill("find", "place"))
    assert said["案件"]["案由"] == Blank("案由", Fill("file", "violation"))
    assert said["案件"]["查明事实"] == Blank("查明事实", Fill("close_inquiry", "findings"))
    assert said["处罚"]["内容"] == Blank("处罚种类和数额", Fill("propose", "fine"))
    assert said["经过"]["证据"] == Blank("证据", Fill("inspect", "evidence"))
    assert said["文号"] == Blank("决定书文号", Fill("decide", "number"))
    assert str(said["文号"]) == "【待填：决定书文号】"
    assert desk.say(clue, "filing")["审批"]["人"] == Blank("审批人", Fill("file", "approved_by"))


def test_a_gap_of_an_issued_paper_leads_to_what_stands_in_it(desk: Desk) -> None:
    case = desk.work.notified_case("2026-03-02", "2026-03-09")
    gap = desk.say(case, "filing")["当事人"]["负责人"]
    assert gap == Blank("法定代表人或者负责人", Fill("file", "representative")), (
        "completed later, it is not in this paper"
    )
    assert desk.say(case, "decision")["当事人"]["负责人"].fills == Fill("complete_party", "representative")


def test_a_draft_names_the_certificates_of_the_last_steps_day(desk: Desk) -> None:
    case = desk.work.decided_case("2026-03-02", "2026-03-09", "2026-03-10")
    file = desk.file(case)
    old = {"certificate": "OLD", "certified_on": "2015-01-01", "valid_until": "2020-01-01"}
    for one in file.data.people.values():
        one["certificates"] = [old, *one["certificates"]]
    named = values(file, "cover", None)["承办人员"]
    assert named
    assert all(one["执法证号"] != "OLD" for one in named)


def test_what_the_agency_did_not_enter_is_a_gap_of_its_register(desk: Desk) -> None:
    case = desk.work.filed_case()
    court = desk.say(case, "court_application")["机关"]["执行法院"]
    assert court == Blank("申请强制执行的法院", Fill(register="cases.agencies"))


# --- the agency -------------------------------------------------------------------------------------------------------


def test_papers_name_the_agency_as_it_was_on_their_day(desk: Desk) -> None:
    case = desk.work.decided_case()
    enter_agency(desk.work.office, "2026-03-09", legal_name="示例市示例区综合行政执法局（合成）")
    names = {paper: desk.say(case, paper)["机关"]["名称"] for paper in ("notice", "decision")}
    assert names == {"notice": "示例市示例区城市管理局（合成）", "decision": "示例市示例区综合行政执法局（合成）"}


def test_a_unit_is_never_printed_as_the_agency(desk: Desk) -> None:
    desk.work.office.do("cases.agencies", desk.agency, "end", ended_on="2026-03-01", reason="示例")
    said = desk.say(desk.work.filed_case(), "filing")["机关"]["名称"]
    assert said == Blank("机关全称", Fill(register="cases.agencies"))


def test_before_there_is_a_charge_the_agency_is_that_of_a_unit_above() -> None:
    desk = Desk("2026-12-01")
    desk.work.office.unit("SUB", "JU")
    clue = desk.work.clue("2026-03-02", unit="SUB")
    assert desk.say(clue, "inspection")["机关"]["名称"] == "示例市示例区城市管理局（合成）"
    assert isinstance(desk.say(desk.work.clue("2026-03-02"), "inspection")["机关"]["名称"], Blank), "DT is below nobody"


# --- the law of the day -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "edition", "notice", "review"),
    [
        ("2017-12-31", "（2009年修正）", "第三十一条、第三十二条", ""),
        ("2018-01-01", "（2017年修正）", "第三十一条、第三十二条", "第三十八条第三款"),
        ("2021-07-14", "（2017年修正）", "第三十一条、第三十二条", "第三十八条第三款"),
        ("2021-07-15", "", "第四十四条、第四十五条", "第五十八条"),
        (None, "", "第四十四条、第四十五条", "第五十八条"),
    ],
)
def test_each_paper_names_the_text_in_force_on_its_day(day: str | None, edition: str, notice: str, review: str) -> None:
    law = statute.in_force(day)
    assert (law.edition, law.notice, law.review) == (edition, notice, review)


def test_since_2024_reconsideration_comes_first_after_a_decision_on_the_spot() -> None:
    days = ("2023-12-31", "2024-01-01", "2024-01-02")
    assert [statute.reconsideration_first(day, on_spot=True) for day in days] == [False, True, True]
    assert not any(statute.reconsideration_first(day, on_spot=False) for day in days)


def test_electronic_payment_is_said_since_the_law_of_2021_only() -> None:
    for day, said in (("2021-07-14", ""), ("2021-07-15", "示例支付平台")):
        desk = Desk(day)
        case = desk.work.on_spot_case(day)
        assert desk.say(case, "on_spot_decision")["机关"]["电子支付"] == said


# --- who may read -----------------------------------------------------------------------------------------------------


def test_who_may_not_read_names_reads_masks(desk: Desk) -> None:
    case = desk.work.filed_case(**PERSON)
    assert desk.say(case, "filing")["当事人"]["名称"] == "合成人"
    masked = desk.say(case, "filing", role="auditor")["当事人"]
    assert masked["名称"] == "合**"
    assert "110105199001010001" not in str(masked)


def test_the_decision_of_a_case_decided_on_the_spot_is_of_its_kind(desk: Desk) -> None:
    case = desk.work.on_spot_case("2026-03-02")
    assert paper_of(desk.file(case), "decision") == "on_spot_decision"
    assert desk.say(case, "decision") == desk.say(case, "on_spot_decision")
    assert desk.say(case, "receipt")["送达"] | {} == {
        "文书": "当场行政处罚决定书",
        "文号": "当罚1号",
        "方式": "当场交付",
        "听证文号": "",
        "电子确认": False,
        "逾期说明": "",
    }


def test_a_closing_form_says_what_each_instance_and_the_agency_itself_decided(desk: Desk) -> None:
    case = desk.work.served_case("2026-03-10")
    for step, on, more in (
        ("sue", "2026-03-12", {}),
        ("end_suit", "2026-06-01", {"outcome": "dismissed"}),
        ("appeal", "2026-06-10", {}),
        ("end_appeal", "2026-08-03", {}),
        ("retry", "2026-08-10", {}),
        ("end_retrial", "2026-09-10", {"judgement": "replaced", "outcome": "changed", "new_fine": "100"}),
        ("revoke", "2026-09-14", {}),
    ):
        desk.work.take(case, step, on, **more)
    said = str(desk.say(case, "closing"))
    for one in ("2026年6月1日驳回", "2026年8月3日维持原判", "2026年9月10日变更", "2026年9月14日自行撤销"):
        assert one in said
