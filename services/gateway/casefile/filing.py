"""The filing form 立案审批表 (Penalty Law art. 54)."""

from __future__ import annotations

from services.gateway.casefile.case import CaseFile, date, date_or_gap
from services.gateway.casefile.paper import Blank, Paper, Signing, Table, TextLine, line, need


def filing(case: CaseFile) -> Paper:
    """Whether a case is opened: what was found, against whom, by which rule, by whom."""
    clue, charge = case.last("find"), case.charge
    filed_on = charge.get("filed_on")
    rows: tuple[tuple[str, TextLine], ...] = (
        ("案由", line(case.violation)),
        ("案件来源", line(need(case.word("find", "source", clue), "案件来源"))),
        ("线索编号", line(need(clue.get("act"), "线索编号"))),
        ("发现日期", line(date_or_gap(clue.get("found_on"), "发现日期"))),
        *case.about_party(),
        ("案发地点", line(need(clue.get("place"), "案发地点"))),
        ("违法行为日期", _act_period(case)),
        ("简要案情", line(need(clue.get("matter"), "简要案情"))),
        ("核查情况", line(case.last("verify").get("findings") or "—")),
        ("涉嫌违反", line(need(case.data.violation.get("forbidden_by"), "违反条款"))),
        ("处罚依据", line(need(case.data.violation.get("penalised_by"), "处罚条款"))),
        ("权力事项", _power(case)),
        ("承办人员", case.officers(charge, filed_on)),
        ("审批意见", line("同意立案" if filed_on else Blank("审批意见"))),
    )
    signing = Signing(
        (
            line("审批人：", need(case.person(charge.get("approved_by")), "审批人")),
            line(date_or_gap(filed_on, "立案日期")),
        )
    )
    return Paper("filing", "立案审批表", case.organ, (Table(rows), signing), draft=not case.has_step("file"))


def _act_period(case: CaseFile) -> TextLine:
    ended = case.charge.get("act_ended_on")
    return line(date_or_gap(case.charge.get("act_on"), "违法行为日期"), f"至 {date(ended)}" if ended else None)


def _power(case: CaseFile) -> TextLine:
    item = case.data.power_item
    return line(need(f"{item['code']} {item['name']}" if item else None, "权力事项"))
