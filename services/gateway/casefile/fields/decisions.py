"""What review, discussion and the decisions say (Penalty Law art. 33, 51, 52, 57 to 59)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.cases.penalties.choices import EXEMPTIONS
from services.gateway.casefile import statute
from services.gateway.casefile.fields.law import LAW, REMEDIES
from services.gateway.casefile.fields.matter import MATTER
from services.gateway.casefile.fields.officers import IN_CHARGE_OFFICERS
from services.gateway.casefile.fields.parties import ORGAN, PARTY
from services.gateway.casefile.fields.penalty import EVIDENCE, PENALTY, PROCEDURE
from services.gateway.casefile.fields.reading import (
    DAY,
    NUMBER,
    ROOM,
    FieldItem,
    FieldPart,
    FieldRows,
    PaperReading,
    Piece,
    by_hand,
    date,
    fill,
    person,
    person_by_hand,
    sentence,
    text,
    title,
    yes,
)
from services.gateway.casefile.paper import Blank

POINTS = {
    "body_ok": "主体是否合法",
    "authority_ok": "执法权限是否合法",
    "procedure_ok": "执法程序是否合法",
    "facts_ok": "案件事实是否清楚、证据是否充分",
    "law_ok": "适用法律、法规、规章是否准确",
    "discretion_ok": "裁量是否适当",
    "form_ok": "执法文书是否完备、规范",
}
DECIDED: tuple[Piece, ...] = (
    ORGAN,
    PARTY,
    MATTER,
    LAW,
    IN_CHARGE_OFFICERS,
    PENALTY,
    EVIDENCE,
    PROCEDURE,
    REMEDIES,
    NUMBER,
    DAY,
)


def _points(one: PaperReading) -> Iterator[dict[str, Any]]:
    """The points of the review; of a return nobody says which of them failed."""
    return ({"要点": words, "结论": yes(one.form.get(field), ("是", "否"))} for field, words in POINTS.items())


def _participants(one: PaperReading) -> Iterator[dict[str, Any]]:
    """Who discussed, as far as they were entered by name."""
    for each in one.form.get("opinions") or []:
        yield {"姓名": one.case.person(each.get("person")) or "—", "意见": sentence(each.get("opinion"))}


def _exempting(one: PaperReading) -> str:
    ground = one.form.get("ground")
    return statute.exemption(ground, one.law_day) if ground else ""


def _corrected_on(one: PaperReading) -> str:
    """When it was put right, as the exemption says."""
    return date(one.form.get("corrected_on"))


def _seen_corrected_on(one: PaperReading) -> str:
    """When a re-inspection found it put right: it may have been so for days."""
    seen = [each for each in one.case.every("reinspect") if each.get("corrected")]
    return date(seen[-1].get("reinspected_on")) if seen else ""


def _spot(one: PaperReading) -> str | Blank:
    """Where it was decided on the spot: as the decision says, else where the act was found."""
    said = one.form.get("place") or one.case.last("find").get("place")
    return str(said) if said else Blank("处罚地点", fill("decide_on_spot", "place") or fill("find", "place"))


def _rule_applied(one: PaperReading) -> str:
    return title("decide", "rule_applied", one.form)


def _demands(one: PaperReading) -> str:
    """What is to be put right: as the decision says, else the last order to correct (Penalty Law art. 28)."""
    return sentence(one.form.get("demands") or one.case.last("order_correction").get("demands"))


FIELDS: dict[str, tuple[Piece, ...]] = {
    "review_opinion": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        IN_CHARGE_OFFICERS,
        PENALTY,
        DAY,
        FieldRows("审核要点", "审核要点", {"要点": "审核要点", "结论": "是或者否"}, _points),
        FieldPart(
            "审核",
            {
                "文号": by_hand("审核意见书文号", "number"),
                "结论": FieldItem(
                    "审核结论", lambda one: "" if not one.is_issued else "通过" if one.step == "pass_review" else "退回"
                ),
                "意见": text("审核意见", "opinion"),
                "审核人": person("审核人", "reviewer"),
            },
        ),
    ),
    "discussion": (
        ORGAN,
        PARTY,
        MATTER,
        IN_CHARGE_OFFICERS,
        PENALTY,
        PROCEDURE,
        DAY,
        FieldRows("参加人员", "参加人员", {"姓名": "姓名", "意见": "发表的意见"}, _participants),
        FieldPart(
            "讨论",
            {
                "地点": by_hand("讨论地点", "place"),
                "主持人": person("主持人", "chair"),
                "人数": FieldItem("参加人数", lambda one: str(one.form.get("attendance") or ROOM)),
                "汇报人": person_by_hand("汇报人", "reporter"),
                "记录员": person_by_hand("记录员", "recorder"),
                "结论": text("讨论结论", "conclusion"),
            },
        ),
    ),
    "on_spot_decision": (
        *DECIDED,
        FieldPart(
            "现场",
            {
                "地点": FieldItem("处罚地点", _spot),
                "当场收缴": FieldItem("是否当场收缴罚款（用于条件）", lambda one: one.whole.has_step("collect")),
            },
        ),
    ),
    "decision": (
        *DECIDED,
        FieldPart(
            "决定",
            {
                "适用规定": FieldItem("适用规定；未选择的为空", _rule_applied),
                "改正要求": FieldItem("责令改正的要求；没有的为空", _demands),
            },
        ),
    ),
    "exemption": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        EVIDENCE,
        PROCEDURE,
        REMEDIES,
        NUMBER,
        DAY,
        FieldPart(
            "不予处罚",
            {
                "情形": FieldItem(
                    "不予处罚情形",
                    lambda one: EXEMPTIONS.get(one.form.get("ground", ""), "") or one.lacks("不予处罚情形", "ground"),
                ),
                "条款": FieldItem("不予处罚的条款；当时没有的为空", _exempting),
                "教育": text("教育情况", "education"),
                "改正日期": FieldItem("改正日期；没有的为空", _corrected_on),
                "复查日期": FieldItem("复查认定已改正的日期；没有的为空", _seen_corrected_on),
            },
        ),
    ),
}
