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
    FieldItem,
    FieldPart,
    FieldRows,
    PaperReading,
    Piece,
    by_hand,
    optional,
    person,
    text,
    yes,
)

POINTS = {
    "body_ok": "主体是否合法",
    "authority_ok": "是否超越执法权限",
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
    for each in one.form.get("participants") or []:
        entry = each if isinstance(each, dict) else {"person": each}
        yield {"姓名": one.case.person(entry.get("person")) or "—", "意见": str(entry.get("opinion") or "")}


def _exempting(one: PaperReading) -> str:
    ground = one.form.get("ground")
    return statute.exemption(ground, one.law_day) if ground else ""


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
                "人数": FieldItem("参加人数", lambda one: str(one.form.get("attendance") or "")),
                "记录员": by_hand("记录员", "recorder"),
                "结论": text("讨论结论", "conclusion"),
            },
        ),
    ),
    "on_spot_decision": (
        *DECIDED,
        FieldPart(
            "现场", {"当场收缴": FieldItem("是否当场收缴罚款（用于条件）", lambda one: one.case.has_step("collect"))}
        ),
    ),
    "decision": (*DECIDED, FieldPart("决定", {"适用规定": optional("适用规定；未选择的为空", "rule_applied")})),
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
            },
        ),
    ),
}
