"""What the papers after a decision say: demand, performance by others, demolition, the court (Coercion Law)."""

from __future__ import annotations

from decimal import Decimal

from services.gateway.casefile.fields import amounts
from services.gateway.casefile.fields.law import LAW, REMEDIES
from services.gateway.casefile.fields.matter import MATTER
from services.gateway.casefile.fields.officers import IN_CHARGE_OFFICERS
from services.gateway.casefile.fields.parties import ORGAN, PARTY
from services.gateway.casefile.fields.penalty import PENALTY
from services.gateway.casefile.fields.reading import (
    DAY,
    NUMBER,
    ROOM,
    FieldItem,
    FieldPart,
    PaperReading,
    Piece,
    by_hand,
    date,
    day,
    day_if_said,
)
from services.gateway.casefile.paper import Blank

PAYING = ("pay_part", "pay", "collect", "enforce")


def _decision_number(one: PaperReading) -> str | Blank:
    step = "decide_on_spot" if one.case.on_spot else "decide"
    return str(one.case.decision.get("number") or "") or one.lacks("决定书文号", "number", step)


def _decided_on(one: PaperReading) -> str | Blank:
    return date(one.case.decision.get("decided_on")) or one.lacks("决定日期", "decided_on", "decide")


def _served_on(one: PaperReading) -> str | Blank:
    return date(one.case.last("serve").get("served_on")) or one.lacks("送达日期", "served_on", "serve")


DECISION = FieldPart(
    "决定",
    {
        "文号": FieldItem("处罚决定书文号", _decision_number),
        "日期": FieldItem("处罚决定日期", _decided_on),
        "送达日期": FieldItem("处罚决定书送达日期", _served_on),
    },
)


def _demanded(one: PaperReading) -> str | Blank:
    said = one.form.get("amount")
    return amounts.yuan(said) if said else one.lacks("催告金额", "amount")


def _is_money(one: PaperReading) -> bool:
    """Whether money is demanded; else something is to be done."""
    return one.step == "demand"


def _duty(one: PaperReading) -> str | Blank:
    """What is to be done: as the decision on the performance says, or the notice to demolish."""
    said = one.form.get("duty") or one.case.last("decide_performance").get("object")
    return str(said or one.case.last("announce_demolition").get("object") or ROOM)


def _total(one: PaperReading) -> Decimal:
    return sum((Decimal(each["amount"]) for each in one.case.every(*PAYING) if each.get("amount")), Decimal(0))


def _paid(one: PaperReading) -> str:
    return amounts.yuan(str(total)) if (total := _total(one)) else ""


def _court(one: PaperReading) -> str | Blank:
    said = one.form.get("court") or one.case.agency(one.day).get("enforcement_court")
    return str(said or "") or one.lacks("申请执行的法院", "court")


def _left(one: PaperReading) -> str | Blank:
    """What is to be enforced: the fine as far as it was not paid."""
    fine = one.case.decision.get("fine")
    return amounts.yuan(str(max(Decimal(fine) - _total(one), Decimal(0)))) if fine else Blank("申请执行金额")


def _budget(one: PaperReading) -> str:
    return amounts.yuan(one.form["cost"]) if one.form.get("cost") else ROOM


def _objections(one: PaperReading) -> str:
    """What the party said after the demand, or that it said nothing."""
    said = [str(each["statement"]) for each in one.case.every("hear_on_demand") if each.get("statement")]
    return "；".join(said) or "催告后未提出陈述、申辩"


FIELDS: dict[str, tuple[Piece, ...]] = {
    "demand": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        DECISION,
        PENALTY,
        NUMBER,
        DAY,
        FieldPart(
            "催告",
            {
                "是金钱": FieldItem("是否催告缴款（用于条件）", _is_money),
                "金额": FieldItem("催告金额，附大写", _demanded),
                "义务": FieldItem("应当履行的义务（非缴款）", _duty),
                "履行期限": by_hand("履行期限", "perform_by"),
            },
        ),
    ),
    "performance": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        REMEDIES,
        DECISION,
        NUMBER,
        DAY,
        FieldPart(
            "代履行",
            {
                "理由": by_hand("代履行的理由", "reason"),
                "依据": by_hand("代履行的依据", "basis"),
                "方式": by_hand("代履行的方式", "manner"),
                "时间": by_hand("代履行的时间", "perform_on"),
                "标的": by_hand("代履行的标的", "object"),
                "费用预算": FieldItem("费用预算，附大写", _budget),
                "代履行人": by_hand("代履行人", "performer"),
            },
        ),
    ),
    "demolition_notice": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        REMEDIES,
        DECISION,
        NUMBER,
        DAY,
        FieldPart(
            "拆除",
            {"标的": by_hand("应当拆除的建筑物、构筑物、设施", "object"), "期限": day("自行拆除期限", "demolish_by")},
        ),
    ),
    "court_application": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        DECISION,
        PENALTY,
        IN_CHARGE_OFFICERS,
        NUMBER,
        DAY,
        FieldPart(
            "申请",
            {
                "法院": FieldItem("申请执行的法院", _court),
                "催告日期": day("催告书送达日期", "demanded_on", "demand"),
                "已缴": FieldItem("已缴金额，附大写；没有的为空", _paid),
                "金额": FieldItem("申请执行的罚款余额，附大写", _left),
                "当事人意见": FieldItem("当事人的意见", _objections),
                "期限": day_if_said("申请期限", "court_by", "demand"),
                "负责人": FieldItem("机关负责人姓名", lambda _: ROOM),
            },
        ),
    ),
}
