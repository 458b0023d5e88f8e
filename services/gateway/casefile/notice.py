"""The prior notice 行政处罚事先告知书 (Penalty Law art. 44, 45, 63, 64)."""

from __future__ import annotations

from services.gateway.casefile import statute
from services.gateway.casefile.case import CaseFile, date, date_or_gap
from services.gateway.casefile.paper import Blank, Paper, Paragraph, Signing, TextLine, line, need


def notice(case: CaseFile) -> Paper:
    """What is proposed, why, by which rule, and what the party may do about it, before anything is decided."""
    proposal, form = case.last("propose"), case.last("notify")
    law = statute.on(new=case.new_law(form.get("noticed_on") or proposal.get("proposed_on")))
    rule = case.data.violation
    blocks = [
        Paragraph(line(case.party, "："), indented=False),
        Paragraph(line("经查，", need(case.last("close_inquiry").get("findings"), "查明事实"), "。")),
        Paragraph(
            line(
                "上述行为涉嫌违反了",
                need(rule.get("forbidden_by"), "违反条款"),
                "的规定。依据",
                need(rule.get("penalised_by"), "处罚条款"),
                f"的规定，本机关拟对{case.you}作出如下行政处罚：",
                case.penalty(proposal),
                "。",
            )
        ),
        Paragraph(_defence(case, law)),
    ]
    if proposal.get("hearing_required") or form.get("hearing_told"):
        blocks.append(Paragraph(_hearing(case, law)))
    blocks.append(Paragraph(("联系人：", Blank("联系人"), "；电话：", Blank("电话"), "；地址：", Blank("地址"))))
    signing = Signing((line(case.organ), line(date_or_gap(form.get("noticed_on"), "告知日期")), line("（印章）")))
    return Paper(
        "notice",
        "行政处罚事先告知书",
        case.organ,
        (*blocks, signing),
        number=line("文号：", Blank("告知书文号")),
        draft=not case.has_step("notify"),
    )


def _defence(case: CaseFile, law: statute.Statute) -> TextLine:
    until = date(case.last("notify").get("defence_until"))
    return line(
        f"依据{statute.LAW}{law.notice}的规定，{case.you}可以于 ",
        need(until, "陈述申辩期限"),
        " 前向本机关进行陈述和申辩。本机关不因陈述、申辩而给予更重的处罚。",
    )


def _hearing(case: CaseFile, law: statute.Statute) -> TextLine:
    due = case.due("hearing_request")
    return line(
        f"依据{statute.LAW}{law.hearing}的规定，{case.you}有要求听证的权利。要求听证的，应当在收到本告知书之日起{law.asking}内",
        f"（即 {due} 前）" if due else None,
        f"向本机关提出；{case.you}不承担组织听证的费用。",
    )
