"""What the papers of the inquiry say: records, registered evidence, seizures, the order to correct, the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.gateway.casefile.case import StepData
from services.gateway.casefile.fields.law import LAW, REMEDIES
from services.gateway.casefile.fields.matter import MATTER
from services.gateway.casefile.fields.officers import IN_CHARGE_OFFICERS, ON_SITE_OFFICERS
from services.gateway.casefile.fields.parties import ORGAN, PARTY
from services.gateway.casefile.fields.penalty import EVIDENCE, PENALTY, PROCEDURE, penalty_terms
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
    choice,
    date,
    day,
    day_if_said,
    moment,
    person,
    sentence,
    text,
    yes,
)
from services.gateway.casefile.paper import Blank

SHOWN = ("已出示", "未出示")
COMMON: tuple[Piece, ...] = (ORGAN, PARTY, MATTER, LAW, ON_SITE_OFFICERS, DAY)
DISPOSING: tuple[Piece, ...] = (ORGAN, PARTY, MATTER, LAW, DAY, NUMBER, REMEDIES)
"""What every paper says by which the agency disposes of what it holds."""


def _time(words: str, field: str) -> FieldItem:
    return FieldItem(words, lambda one: moment(one.form.get(field)) or "　　时　　分")


def _record(kind: str) -> FieldPart:
    """What every record of the inquiry says; what was not entered is written by hand."""
    return FieldPart(
        kind,
        {
            "方式": choice("取证方式", "kind"),
            "开始时间": _time("开始时间", "began_at"),
            "结束时间": _time("结束时间", "ended_at"),
            "地点": FieldItem(
                "地点", lambda one: str(one.form.get("site") or one.case.last("find").get("place") or ROOM)
            ),
            "出示证件": FieldItem(
                "是否已出示执法证件", lambda one: yes(one.form.get("shown"), SHOWN) or one.lacks("出示证件", "shown")
            ),
            "内容": by_hand("笔录内容", "content"),
            "被询问人": by_hand("被询问人或者现场负责人", "asked"),
            "与本案关系": by_hand("被询问人与本案关系", "asked_as"),
            "见证人": by_hand("见证人", "witness"),
        },
    )


# --- things that were registered or seized ----------------------------------------------------------------------------
THING = {"名称": "物品名称", "数量": "数量", "状况": "规格、状况"}


def _things(form: StepData) -> Iterator[dict[str, Any]]:
    """The list of things; where none was entered, the words for all of them."""
    listed = form.get("list_of_things") or []
    for one in listed:
        yield {
            "名称": str(one.get("name") or "—"),
            "数量": str(one.get("count") or ""),
            "状况": str(one.get("state") or ""),
        }
    if not listed and form.get("things"):
        yield {"名称": str(form["things"]), "数量": "", "状况": ""}


def _begun(one: PaperReading, step: str, key: str) -> StepData:
    """The step by which a list began that a later step names; the last one where nothing is named yet."""
    begun = one.case.every(step)
    named = [each for each in begun if each.get(key) == one.form.get(key)]
    return (named or begun or [{}])[-1]


def _own_things(one: PaperReading) -> Iterator[dict[str, Any]]:
    gap = one.lacks("物品", "things")
    return iter(list(_things(one.form)) or [{"名称": gap, "数量": "", "状况": ""}])


def _of_list(step: str, key: str) -> FieldRows:
    return FieldRows("物品清单", "物品", THING, lambda one: _things(_begun(one, step, key)))


OWN_THINGS = FieldRows("物品清单", "物品", THING, _own_things)


def _seized_until(one: PaperReading) -> str | Blank:
    """The last day as it was counted when the seizure began: what was extended later has a paper of its own."""
    for each in one.case.data.case.clocks:
        if (each["clock"], each["run"]) == ("seizure", one.form.get("seizure")) and each["reckoned"]:
            return date(str(each["reckoned"]["due"]))
    return Blank("查封（扣押）届满日期")


def _seized_on(one: PaperReading) -> str | Blank:
    return date(_begun(one, "seize", "seizure").get("seized_on")) or Blank("实施日期")


def _seizure_number(one: PaperReading) -> str:
    return str(_begun(one, "seize", "seizure").get("number") or ROOM)


def _of_seizure(**more: FieldItem) -> tuple[Piece, ...]:
    """What a paper says of a seizure that goes on, or ends."""
    items = {
        "编号": text("查封扣押编号", "seizure"),
        "日期": FieldItem("实施日期", _seized_on),
        "决定书文号": FieldItem("查封（扣押）决定书文号", _seizure_number),
    }
    return (*DISPOSING, _of_list("seize", "seizure"), FieldPart("查封扣押", items | more))


def _release_ground(one: PaperReading) -> str:
    if one.form.get("reason"):
        return sentence(one.form["reason"])
    return "处理决定已作出，不再需要查封、扣押" if one.case.has_step("decide") else "不再需要采取查封、扣押措施"


def _is_proposed(one: PaperReading) -> bool:
    """Whether a penalty is proposed; a draft awaits one."""
    return bool(penalty_terms(one)) or not one.is_issued


def _advice(one: PaperReading) -> str | Blank:
    """What the inquiry proposes; a report that proposes no penalty says what else is to be done."""
    said = sentence(one.case.last("close_inquiry").get("advice"))
    return said or ("" if _is_proposed(one) else one.lacks("处理意见", "advice", "close_inquiry"))


FIELDS: dict[str, tuple[Piece, ...]] = {
    "inspection": (*COMMON, _record("笔录")),
    "interview": (*COMMON, _record("笔录")),
    "registration": (
        *COMMON,
        NUMBER,
        OWN_THINGS,
        FieldPart(
            "登记保存",
            {
                "清单编号": text("清单编号", "batch"),
                "地点": by_hand("保存地点", "kept_at"),
                "批准人": person("批准人", "approved_by"),
            },
        ),
    ),
    "registration_disposal": (
        *DISPOSING,
        _of_list("register_evidence", "batch"),
        FieldPart(
            "登记保存",
            {
                "清单编号": text("清单编号", "batch"),
                "日期": FieldItem(
                    "登记保存日期",
                    lambda one: (
                        date(_begun(one, "register_evidence", "batch").get("registered_on")) or Blank("登记保存日期")
                    ),
                ),
                "处理决定": choice("处理决定", "disposal"),
            },
        ),
    ),
    "seizure": (
        *COMMON,
        NUMBER,
        REMEDIES,
        OWN_THINGS,
        FieldPart(
            "查封扣押",
            {
                "编号": text("查封扣押编号", "seizure"),
                "理由": by_hand("查封、扣押的理由", "reason"),
                "依据": by_hand("查封、扣押的依据", "basis"),
                "届满日期": FieldItem("查封、扣押届满日期", _seized_until),
                "地点": by_hand("保管地点", "kept_at"),
                "情况紧急": FieldItem("是否情况紧急当场实施（用于条件）", lambda one: bool(one.form.get("urgent"))),
            },
        ),
    ),
    "seizure_extension": _of_seizure(延长理由=text("延长的理由", "reason"), 延长至=day("延长至", "until")),
    "seizure_lifting": _of_seizure(
        去向=choice("解除后物品去向", "things_went"), 理由=FieldItem("解除理由", _release_ground)
    ),
    "correction_order": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        REMEDIES,
        ON_SITE_OFFICERS,
        DAY,
        NUMBER,
        FieldPart("改正", {"要求": text("改正要求", "demands"), "期限": day("改正期限", "correct_by")}),
    ),
    "inquiry_report": (
        ORGAN,
        PARTY,
        MATTER,
        LAW,
        IN_CHARGE_OFFICERS,
        EVIDENCE,
        PENALTY,
        PROCEDURE,
        DAY,
        FieldPart(
            "调查",
            {
                "终结日期": day_if_said("调查终结日期；没有的为空", "investigated_on", "close_inquiry"),
                "处理意见": FieldItem("调查人员的处理意见；已拟定处罚而没有的为空", _advice),
                "已拟处罚": FieldItem("是否已拟定处罚（用于条件）", _is_proposed),
            },
        ),
    ),
}
