"""What the case is about: the clue, the act, the rules that it breaks, the facts that were established."""

from __future__ import annotations

from services.gateway.casefile.fields.reading import (
    VIOLATION_TYPE,
    FieldItem,
    FieldPart,
    PaperReading,
    choice,
    date,
    day,
    fill,
    sentence,
    text,
)
from services.gateway.casefile.paper import Blank, Fill


def _violation(words: str, field: str) -> FieldItem:
    def read(one: PaperReading) -> str | Blank:
        known = one.case.data.violation
        return str(known.get(field) or "") or Blank(words, VIOLATION_TYPE if known else _charge_fill(one, "violation"))

    return FieldItem(words, read)


def _charge_fill(one: PaperReading, field: str) -> Fill | None:
    return fill("decide_on_spot" if one.case.on_spot else "file", field)


def _of_charge(words: str, field: str, *, needed: bool = True) -> FieldItem:
    def read(one: PaperReading) -> str | Blank:
        return date(one.case.charge.get(field)) or (Blank(words, _charge_fill(one, field)) if needed else "")

    return FieldItem(words, read)


def _filed_on(one: PaperReading) -> str | Blank:
    if one.case.on_spot:
        return "当场处罚，不另立案"
    return date(one.case.charge.get("filed_on")) or Blank("立案日期", fill("file", "filed_on"))


def _power_item(one: PaperReading) -> str:
    item = one.case.data.power_item
    return f"{item['code']} {item['name']}" if item else "—"


def facts_of(one: PaperReading) -> str:
    """What the inquiry found, said at its end or with the proposal; on the spot what was seen there; else nothing."""
    said = [each["findings"] for each in one.case.every("close_inquiry", "propose") if each.get("findings")]
    seen = str(one.case.last("find").get("matter") or "") if one.case.on_spot else ""
    return sentence(said[-1] if said else seen)


def _facts(one: PaperReading) -> str | Blank:
    return facts_of(one) or Blank("查明事实", fill("close_inquiry", "findings"))


MATTER = FieldPart(
    "案件",
    {
        "案由": _violation("案由", "name"),
        "线索编号": text("线索编号", "act", "find"),
        "来源": choice("案件来源", "source", "find"),
        "发现日期": day("发现日期", "found_on", "find"),
        "地点": text("案发地点", "place", "find"),
        "简要案情": text("简要案情", "matter", "find"),
        "核查情况": FieldItem("线索核查情况", lambda one: sentence(one.case.last("verify").get("findings")) or "—"),
        "行为日期": _of_charge("违法行为日期", "act_on"),
        "行为终了日期": _of_charge("违法行为终了日期；未持续的为空", "act_ended_on", needed=False),
        "立案日期": FieldItem("立案日期", _filed_on),
        "承办单位": FieldItem("承办单位", lambda one: one.case.unit(one.case.data.case.unit) or "—"),
        "权力事项": FieldItem("权力事项编码和名称", _power_item),
        "违反条款": _violation("违反条款", "forbidden_by"),
        "处罚条款": _violation("处罚条款", "penalised_by"),
        "查明事实": FieldItem("查明事实", _facts),
    },
)
