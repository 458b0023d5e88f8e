"""The penalty, what it rests on, and what came before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.cases.penalties import register
from contracts.cases.penalties.choices import OTHERS
from contracts.cases.penalties.evidence import PROVING
from contracts.forms import fields_of
from services.gateway.casefile.case import StepData
from services.gateway.casefile.fields import amounts
from services.gateway.casefile.fields.reading import (
    FieldItem,
    FieldPart,
    FieldRows,
    PaperReading,
    date,
    day,
    fill,
    title,
)
from services.gateway.casefile.paper import Blank

NAMED = ("inspect", "register_evidence", "seize")
"""The steps that make a record or a list, which is named as one."""
REPORTING = ("close_inquiry", "propose")
"""The steps by which the report of the inquiry is made."""
PENALISING = ("decide", "decide_on_spot")


def penalty_terms(one: PaperReading) -> StepData:
    """The penalty as it was decided; before, as it was proposed."""
    return one.case.last(*PENALISING) or one.case.last("propose")


def penalty_words(form: StepData) -> str:
    """What is to be suffered, in words; nothing where nothing is said."""
    named = {"fine": "罚款人民币", "confiscation": "没收违法所得、非法财物，价值人民币"}
    parts = [words + amounts.yuan(form[field]) for field, words in named.items() if form.get(field)]
    return "；".join([*parts, *([OTHERS[form["other"]]] if form.get("other") else [])])


def _penalty(one: PaperReading) -> str | Blank:
    step = "decide_on_spot" if one.step == "decide_on_spot" else "propose"
    return penalty_words(penalty_terms(one)) or Blank("处罚种类和数额", fill(step, "fine"))


PENALTY = FieldPart(
    "处罚",
    {
        "内容": FieldItem("处罚种类和数额，数额附大写", _penalty),
        "有罚款": FieldItem("是否有罚款（用于条件）", lambda one: bool(penalty_terms(one).get("fine"))),
        "档次": FieldItem("裁量档次；没有的为空", lambda one: str(penalty_terms(one).get("tier") or "")),
        "裁量说明": FieldItem("裁量说明；没有的为空", lambda one: str(penalty_terms(one).get("tier_reason") or "")),
    },
)


def _defence(one: PaperReading) -> str:
    case = one.case
    if case.has_step("hear_party"):
        results = "、".join(filter(None, (title("recheck", "result", each) for each in case.every("recheck"))))
        return f"进行了陈述、申辩，本机关复核后{results or '尚未作出复核结论'}"
    return "明确放弃陈述、申辩" if case.has_step("waive_defence") else "未提出陈述、申辩"


def evidence_of(one: PaperReading) -> list[dict[str, Any]]:
    """What the facts rest on: records of inspections and interviews, lists of what was registered or seized."""
    case = one.case
    return [
        *(
            {"名称": f"{title('inspect', 'kind', each)}笔录", "日期": date(each.get("inspected_on"))}
            for each in case.every("inspect")
        ),
        *(
            {"名称": f"先行登记保存清单（{each['batch']}）", "日期": date(each.get("registered_on"))}
            for each in case.every("register_evidence")
        ),
        *(
            {"名称": f"查封、扣押清单（{each['seizure']}）", "日期": date(each.get("seized_on"))}
            for each in case.every("seize")
        ),
        *_papers(one),
    ]


def _papers(one: PaperReading) -> Iterator[dict[str, Any]]:
    """What else was handed in that the facts may rest on; a report is no evidence of what it says itself."""
    others = {*PROVING} - {*NAMED} - ({"close_inquiry"} if one.step in REPORTING else set())
    for each in one.case.effective:
        if each.step in others and each.data.get("evidence"):
            name = fields_of(register.step(each.step).form)["evidence"].metadata["title"]
            yield {"名称": name, "日期": date(each.occurred_on)}


def _evidence(one: PaperReading) -> str | Blank:
    said = "、".join(f"{each['名称']}（{each['日期']}）" for each in evidence_of(one))
    return said or Blank("证据", fill("inspect", "evidence"))


EVIDENCE = FieldRows("证据清单", "认定事实的证据", {"名称": "证据名称", "日期": "取得日期"}, evidence_of)
PROCEDURE = FieldPart(
    "经过",
    {
        "证据": FieldItem("证据名称和日期，以顿号相连", _evidence),
        "告知日期": day("告知日期", "noticed_on", "notify"),
        "陈述申辩": FieldItem("当事人（你、你单位）陈述申辩和复核的情况", _defence),
        "听证日期": FieldItem("听证日期；未举行的为空", lambda one: date(one.case.last("hold_hearing").get("held_on"))),
        "法制审核": FieldItem("是否经法制审核通过（用于条件）", lambda one: one.case.has_step("pass_review")),
        "集体讨论": FieldItem("是否经集体讨论（用于条件）", lambda one: one.case.has_step("discuss")),
        "改正期限": FieldItem(
            "责令改正的期限；没有的为空", lambda one: date(one.case.last("order_correction").get("correct_by"))
        ),
    },
)
