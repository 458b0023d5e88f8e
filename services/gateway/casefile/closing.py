"""The closing form 结案审批表."""

from __future__ import annotations

from contracts.cases.penalties.choices import CHANNELS, NOT_PUBLIC, REMEDY_OUTCOMES
from services.gateway.casefile.case import CaseFile, date, date_or_gap
from services.gateway.casefile.paper import Blank, Paper, Signing, Table, TextLine, line, need

PAYMENTS = ("pay_part", "pay", "collect", "enforce")


def closing(case: CaseFile) -> Paper:
    """Whether a case is closed: what was decided, whether it was served, performed and made public."""
    form, decided = case.last("close"), case.decision
    rows: tuple[tuple[str, TextLine], ...] = (
        ("案由", line(case.violation)),
        ("当事人", line(case.party)),
        (
            "立案日期",
            line("当场处罚，不另立案" if case.on_spot else date_or_gap(case.charge.get("filed_on"), "立案日期")),
        ),
        ("决定书文号", line(need(decided.get("number"), "决定书文号"))),
        ("决定日期", line(date_or_gap(decided.get("decided_on"), "决定日期"))),
        ("处罚内容", line(case.penalty(decided))),
        ("送达日期", line(date_or_gap(case.last("serve").get("served_on"), "送达日期"))),
        ("执行情况", line(_execution(case) or Blank("执行情况"))),
        ("听证", line(_completion(case, "hold_hearing", "held_on"))),
        ("法制审核", line(_completion(case, "pass_review", "passed_on"))),
        ("行政复议、行政诉讼", line(_remedies(case))),
        ("决定公开", line(_public(case) or Blank("公开情况"))),
        ("承办人员", case.officers(case.charge, form.get("closed_on"))),
        ("审批意见", line("同意结案") if form else (Blank("审批意见"),)),
        ("档案号", line(case.last("archive").get("file_number") or "—")),
    )
    signing = Signing(
        (
            line("审批人：", need(case.person(form.get("approved_by")), "审批人")),
            line(date_or_gap(form.get("closed_on"), "结案日期")),
        )
    )
    return Paper("closing", "结案审批表", case.organ, (Table(rows), signing), draft=not form)


def _execution(case: CaseFile) -> str | None:
    if case.last("serve").get("payable") is False:
        return "无应缴罚款"
    paid = [f"{date(one['paid_on'])} 缴纳 {one['amount']} 元（票据 {one['receipt']}）" for one in case.every(*PAYMENTS)]
    return "；".join(paid) or None


def _completion(case: CaseFile, step: str, day: str) -> str:
    return f"{date(case.last(step)[day])} 完成" if case.has_step(step) else "—"


def _remedies(case: CaseFile) -> str:
    outcomes = [
        f"{date(one['remedy_decided_on'])} {REMEDY_OUTCOMES[one['outcome']]}"
        for one in case.every("end_reconsideration", "end_suit")
    ]
    return "；".join(outcomes) or "—"


def _public(case: CaseFile) -> str | None:
    if case.has_step("withdraw_publication"):
        return f"{date(case.last('withdraw_publication')['publication_withdrawn_on'])} 撤回"
    if publication := case.last("publish"):
        return f"{date(publication['published_on'])} 在{CHANNELS[publication['channel']]}公开"
    ground = case.last("keep_private").get("ground")
    return f"不予公开：{NOT_PUBLIC[ground]}" if ground else None
