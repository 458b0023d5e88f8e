"""The hearing notice 听证通知书 (Penalty Law art. 64)."""

from __future__ import annotations

from services.gateway.casefile import statute
from services.gateway.casefile.case import CaseFile, date_or_gap
from services.gateway.casefile.paper import Blank, Paper, Paragraph, Signing, line, need

PUBLIC: dict[bool | None, str] = {True: "公开", False: "不公开"}
ABSENT = "无正当理由拒不出席听证或者未经许可中途退出听证的，视为放弃听证权利，本机关终止听证。"
"""Penalty Law art. 64 (6), as revised in 2021."""


def hearing(case: CaseFile) -> Paper:
    """When, where and before whom the party is heard, and what it may do there."""
    form, request = case.last("notify_hearing"), case.last("request_hearing")
    new = case.new_law(form.get("notified_on"))
    blocks = [
        Paragraph(line(case.party, "："), indented=False),
        Paragraph(
            line(
                f"{case.you}于 ",
                date_or_gap(request.get("requested_on"), "听证申请日期"),
                " 就",
                case.violation,
                f"一案要求听证。依据{statute.LAW}{statute.on(new=new).hearing}的规定，本机关决定于 ",
                date_or_gap(form.get("hearing_on"), "听证日期"),
                " ",
                Blank("听证时间"),
                " 在",
                need(form.get("place"), "听证地点"),
                need(PUBLIC.get(form.get("public")), "是否公开"),
                "举行听证。",
            )
        ),
        Paragraph(line("听证主持人：", need(case.person(form.get("chair")), "听证主持人"), "。")),
        Paragraph(
            line(
                f"{case.you}可以亲自参加听证，也可以委托一至二人代理；认为主持人与本案有直接利害关系的，有权申请回避；",
                "可以陈述、申辩、提出证据和质证。" + (ABSENT if new else ""),
            )
        ),
    ]
    signing = Signing((line(case.organ), line(date_or_gap(form.get("notified_on"), "通知日期")), line("（印章）")))
    return Paper(
        "hearing",
        "听证通知书",
        case.organ,
        (*blocks, signing),
        number=line("文号：", Blank("通知书文号")),
        draft=not case.has_step("notify_hearing"),
    )
