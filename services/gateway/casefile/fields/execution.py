"""What the papers after a decision say: demand, performance by others, demolition, the court (Coercion Law)."""

from __future__ import annotations

from decimal import Decimal

from services.gateway.casefile.case import StepData
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
    choice,
    date,
    day,
    day_if_said,
)
from services.gateway.casefile.fields.remedies import remedies_used
from services.gateway.casefile.paper import Blank

PAYING = ("pay_part", "pay", "collect", "enforce")


def _basis(one: PaperReading) -> tuple[str, StepData]:
    """What is enforced: the decision, or the order to correct where nothing was decided yet."""
    ordered = one.case.last("order_correction")
    if ordered and not one.case.decision:
        return "order_correction", ordered
    return ("decide_on_spot" if one.case.on_spot else "decide"), one.case.decision


def _basis_name(one: PaperReading) -> str:
    return "责令改正通知" if _basis(one)[0] == "order_correction" else "行政处罚决定"


def _decision_number(one: PaperReading) -> str | Blank:
    step, said = _basis(one)
    return str(said.get("number") or "") or one.lacks("决定书文号", "number", step)


def _decided_on(one: PaperReading) -> str | Blank:
    step, said = _basis(one)
    return date(said.get("decided_on") or said.get("ordered_on")) or one.lacks("决定日期", "decided_on", step)


def _served_on(one: PaperReading) -> str | Blank:
    """When it was served: an order to correct on its day."""
    served = one.case.last("serve").get("served_on") or _basis(one)[1].get("ordered_on")
    return date(served) or one.lacks("送达日期", "served_on", "serve")


DECISION = FieldPart(
    "决定",
    {
        "名称": FieldItem("所执行的决定：行政处罚决定，或者责令改正通知", _basis_name),
        "文号": FieldItem("决定书文号", _decision_number),
        "日期": FieldItem("决定日期", _decided_on),
        "送达日期": FieldItem("决定书送达日期", _served_on),
    },
)


def _demanded(one: PaperReading) -> str | Blank:
    said = one.form.get("amount")
    return amounts.yuan(said) if said else one.lacks("催告金额", "amount")


def _is_money(one: PaperReading) -> bool:
    """Whether money is demanded; else something is to be done."""
    return one.step == "demand"


def _duty(one: PaperReading) -> str:
    """What is to be done: what others would perform, or what is to be demolished."""
    if one.step == "demand_demolition":
        structure = one.case.last("announce_demolition").get("structure")
        return f"自行拆除{structure}" if structure else ROOM
    return str(one.case.last("decide_performance").get("duty") or ROOM)


def _term(one: PaperReading) -> str:
    """Until when: as the demand says; before others perform, three working days (Coercion Law art. 51)."""
    if one.step == "demand_performance":
        return "自收到本催告书之日起三日（工作日）内"
    return f"{date(one.form['last_term'])}前" if one.form.get("last_term") else ROOM


def _is_immediate(one: PaperReading) -> bool:
    """Whether others perform at once, which needs no decision that the party did not obey (Coercion Law art. 52)."""
    return one.form.get("performance_ground") == "immediate"


def _performance_articles(one: PaperReading) -> str:
    return "第五十二条" if _is_immediate(one) else "第五十条、第五十一条"


def _total(one: PaperReading) -> Decimal:
    return sum((Decimal(each["amount"]) for each in one.case.every(*PAYING) if each.get("amount")), Decimal(0))


def _paid(one: PaperReading) -> str:
    return amounts.yuan(str(total)) if (total := _total(one)) else ""


def _court(one: PaperReading) -> str | Blank:
    said = one.form.get("court") or one.case.agency(one.day).get("enforcement_court")
    return str(said or "") or one.lacks("申请执行的法院", "court")


def _left(one: PaperReading) -> str | Blank:
    """What is to be enforced: the fine, as remedies have left it, as far as it was not paid."""
    fine = one.case.fine
    return amounts.yuan(str(max(Decimal(fine) - _total(one), Decimal(0)))) if fine else Blank("申请执行金额")


def _budget(one: PaperReading) -> str:
    return amounts.yuan(one.form["cost_estimate"]) if one.form.get("cost_estimate") else ROOM


def _objections(one: PaperReading) -> str:
    """What the party said after the demand, or that it said nothing."""
    said = [str(each["demand_statement"]) for each in one.case.every("hear_on_demand") if each.get("demand_statement")]
    return "；".join(said) or "催告后未提出陈述、申辩"


ENFORCED: tuple[Piece, ...] = (ORGAN, PARTY, MATTER, LAW, REMEDIES, DECISION, NUMBER, DAY)
"""What every paper says by which something is enforced that is no money."""
STRUCTURE = "应当拆除的建筑物、构筑物、设施"
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
                "履行期限": FieldItem("履行期限（非缴款）", _term),
            },
        ),
    ),
    "performance": (
        *ENFORCED,
        FieldPart(
            "代履行",
            {
                "理由": choice("代履行的理由", "performance_ground"),
                "依据": FieldItem("代履行的条款", _performance_articles),
                "立即实施": FieldItem("是否立即实施代履行（用于条件）", _is_immediate),
                "义务": by_hand("当事人应履行的义务", "duty"),
                "方式": by_hand("代履行的方式", "performed_how"),
                "时间": day("代履行的时间", "planned_for"),
                "标的": by_hand("代履行的标的", "duty_object"),
                "费用预算": FieldItem("费用预算，附大写", _budget),
                "代履行人": by_hand("代履行人", "performer"),
            },
        ),
    ),
    "demolition_notice": (
        *ENFORCED,
        FieldPart(
            "拆除",
            {
                "标的": by_hand(STRUCTURE, "structure"),
                "期限": day("自行拆除期限", "demolish_by"),
            },
        ),
    ),
    "enforcement_decision": (
        *ENFORCED,
        FieldPart(
            "强制执行",
            {
                "标的": by_hand(STRUCTURE, "structure", "announce_demolition"),
                "公告期限": day_if_said("公告的自行拆除期限", "demolish_by", "announce_demolition"),
                "催告日期": day_if_said("催告书送达日期", "demolition_demanded_on", "demand_demolition"),
                "依据": by_hand("强制拆除职权依据", "power"),
                "方式": by_hand("强制执行的方式", "demolished_how"),
                "时间": day("强制执行的时间", "planned_for"),
            },
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
                "救济情况": FieldItem("当事人（被申请人）申请行政复议、提起行政诉讼的情况", remedies_used),
                "期限": day_if_said("申请期限", "court_by", "demand"),
                "负责人": FieldItem("机关负责人姓名", lambda _: ROOM),
            },
        ),
    ),
}
