"""What the papers at the end say: closing form, letter of transfer, cover and index of the file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from contracts.cases.penalties.choices import CHANNELS, NOT_PUBLIC, REVOCATIONS, TERMINATIONS
from services.gateway.casefile.fields.execution import DECISION, PAYING
from services.gateway.casefile.fields.issuance import papers_in_file
from services.gateway.casefile.fields.law import LAW
from services.gateway.casefile.fields.matter import MATTER
from services.gateway.casefile.fields.officers import IN_CHARGE_OFFICERS
from services.gateway.casefile.fields.parties import ORGAN, PARTY
from services.gateway.casefile.fields.penalty import EVIDENCE, PENALTY
from services.gateway.casefile.fields.reading import (
    DAY,
    NUMBER,
    FieldItem,
    FieldPart,
    FieldRows,
    PaperReading,
    Piece,
    approval,
    choice,
    date,
    day_if_said,
    person,
    text,
)
from services.gateway.casefile.fields.remedies import result
from services.gateway.casefile.fields.titles import title_of
from services.gateway.casefile.paper import Blank

ABSENT = "—"
OWING = ("refund_owed", "refund_left")
"""What says how much is still to go back: an outcome against the decision, a refund."""


def _execution(one: PaperReading) -> str | Blank:
    case = one.case
    if case.last("serve").get("payable") is False:
        return "无应缴罚款"
    paid = [f"{date(each['paid_on'])}缴纳{each['amount']}元（票据{each['receipt']}）" for each in case.every(*PAYING)]
    paid += [f"{date(each.get('performed_on'))}代履行完毕" for each in case.every("perform")]
    for each in case.every("terminate_enforcement"):
        ground = TERMINATIONS[each["termination_ground"]]
        paid.append(f"{date(each['enforcement_terminated_on'])}终结执行（{ground}）")
    return "；".join([*paid, *_refunds(one)]) or one.lacks("执行情况", "amount", "pay")


def _refunds(one: PaperReading) -> Iterator[str]:
    """What went back to the party, and what is still to go back."""
    for each in one.case.every("refund"):
        yield f"{date(each['refunded_on'])}退还{each['amount']}元（凭证{each['refund_receipt']}）"
    owed = [said for each in one.case.effective for name in OWING if (said := each.data.get(name))]
    if owed and Decimal(owed[-1]):
        yield f"尚未退还{owed[-1]}元"


def _completion(step: str, field: str) -> FieldItem:
    words = {"hold_hearing": "听证情况", "pass_review": "法制审核情况", "discuss": "集体讨论情况"}[step]
    return FieldItem(
        words, lambda one: f"{date(one.case.last(step)[field])}完成" if one.case.has_step(step) else ABSENT
    )


def _remedies(one: PaperReading) -> str:
    ended = one.case.every("end_reconsideration", "end_suit", "end_appeal", "end_retrial")
    outcomes = [f"{date(each['remedy_decided_on'])}{result(each)}" for each in ended]
    own = [f"{date(each['revoked_on'])}自行{REVOCATIONS[each['revocation']]}" for each in one.case.every("revoke")]
    return "；".join([*outcomes, *own]) or ABSENT


def _public(one: PaperReading) -> str | Blank:
    case = one.case
    if case.has_step("withdraw_publication"):
        return f"{date(case.last('withdraw_publication')['publication_withdrawn_on'])}撤回"
    if publication := case.last("publish"):
        return f"{date(publication['published_on'])}在{CHANNELS[publication['channel']]}公开"
    ground = case.last("keep_private").get("ground")
    return f"不予公开：{NOT_PUBLIC[ground]}" if ground else one.lacks("公开情况", "published_on", "publish")


def contents_line(number: int, title: str, paper_number: str, day: str, pages: str) -> dict[str, str]:
    """A line of the index; what has no number or no day has a dash there."""
    return {
        "序号": str(number),
        "名称": title,
        "文号": paper_number or ABSENT,
        "日期": date(day) or ABSENT,
        "页次": pages,
    }


def _contents(one: PaperReading) -> Iterator[dict[str, Any]]:
    """The papers of the file in their order; on which pages each stands is known where the file is put together."""
    for number, each in enumerate(papers_in_file(one.case), 1):
        yield contents_line(number, title_of(one.case, each.paper, each.place), each.number, each.day, "")


CONTENTS = FieldRows(
    "目录",
    "卷内文书",
    {"序号": "序号", "名称": "文书名称", "文号": "文号", "日期": "日期", "页次": "页次；未装订时为空"},
    _contents,
)
FILE = FieldPart(
    "案卷",
    {
        "档案号": text("档案号", "file_number", "archive"),
        "立案日期": day_if_said("立案日期；当场处罚的为空", "filed_on", "file"),
        "结案日期": day_if_said("结案日期；未结案的为空", "closed_on", "close"),
        "归档日期": day_if_said("归档日期；未归档的为空", "archived_on", "archive"),
    },
)
FIELDS: dict[str, tuple[Piece, ...]] = {
    "closing": (
        ORGAN,
        PARTY,
        MATTER,
        IN_CHARGE_OFFICERS,
        DECISION,
        PENALTY,
        DAY,
        FieldPart(
            "结案",
            {
                "执行情况": FieldItem("执行情况", _execution),
                "听证": _completion("hold_hearing", "held_on"),
                "法制审核": _completion("pass_review", "passed_on"),
                "集体讨论": _completion("discuss", "discussed_on"),
                "救济": FieldItem("行政复议、行政诉讼情况", _remedies),
                "公开": FieldItem("决定公开情况", _public),
                "审批意见": approval("同意结案"),
                "审批人": person("审批人", "approved_by"),
            },
        ),
    ),
    "transfer": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        EVIDENCE,
        IN_CHARGE_OFFICERS,
        NUMBER,
        DAY,
        FieldPart(
            "移送",
            {
                "对象": choice("移送对象", "receiver"),
                "接收机关": text("接收机关", "receiver_name"),
                "理由": text("移送理由", "reason"),
                "涉嫌犯罪": FieldItem(
                    "是否因涉嫌犯罪移送（用于条件）",
                    lambda one: one.form.get("receiver") in ("police", "procuratorate"),
                ),
                "发现日期": day_if_said("发现涉嫌犯罪日期；没有的为空", "suspected_on", "suspect_crime"),
            },
        ),
    ),
    "cover": (ORGAN, PARTY, MATTER, IN_CHARGE_OFFICERS, DECISION, PENALTY, FILE),
    "index": (ORGAN, PARTY, MATTER, FILE, CONTENTS),
}
