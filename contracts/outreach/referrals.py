"""What is passed on by one step 转办: a complaint, a call, an emergency or a finding becomes a case, a matter or a
rectification, with all that was said of it, and hears of its end. Who reported it stays where it was reported.
"""

from contracts import forms as ask
from contracts.forms import Form
from contracts.outreach.topics import (
    CASE,
    CATEGORIES,
    MATTER,
    OTHER,
    RECTIFICATION,
    STREET,
    STYLE,
    TARGET_REGISTERS,
    TARGETS,
)
from contracts.words import Words

TARGETS_OF_CALLS = Words({MATTER: "实事 / practical matter"}).with_words(TARGETS)
DONE, UNFOUNDED, DECLINED, MERGED, REOPENED = "done", "unfounded", "declined", "merged", "reopened"
RESULTS = Words(
    {
        DONE: "已办理",
        UNFOUNDED: "经查不属实 / found to be untrue",
        DECLINED: "不予办理",
        MERGED: "并入另一件办理 / merged into another",
        REOPENED: "重新办理，等待结果 / being done again, outcome awaited",
    }
)
FITTING = {RECTIFICATION: STYLE, CASE: STREET}
"""Problems of style are rectified, those of the street become cases; what is neither may become either."""


def is_fitting(target: str, category: str) -> bool:
    """Whether what is of a category may become a case, or a rectification."""
    return category == OTHER or category in FITTING[target]


class Referral(Form):
    """It is passed on; of what was said already nothing is typed again."""

    referred_on = ask.happened("转办日期", "Passed on on")
    target = ask.choice("转为", "Becomes", TARGETS)
    category = ask.choice(
        "问题类别（不填的按原类别）", "Category, where it is not that of before", CATEGORIES, required=False
    )
    responsible_unit = ask.unit("责任单位", "Responsible unit", required=False)


class MatterReferral(Referral):
    """What may become a matter of a community too."""

    target = ask.choice("转为", "Becomes", TARGETS_OF_CALLS)
    community = ask.text("社区（转实事的须填）", "Community, of what becomes a matter", longest=40, required=False)


class HandOver(Referral):
    """It is passed on where an older step converts: headings of sheets that mean that one go on to mean it."""

    referred_on = ask.happened("转出日期", "Handed over on")
    target = ask.choice("转出为", "Handed over as", TARGETS)
    responsible_unit = ask.unit("转出责任单位", "Unit it is handed over to", required=False)


class MatterHandOver(HandOver):
    """So is what may become a matter of a community too."""

    target = ask.choice("转出为", "Handed over as", TARGETS_OF_CALLS)
    community = ask.text("社区（转实事的须填）", "Community, of what becomes a matter", longest=40, required=False)


class PassedOn(Form):
    """What whoever takes it over has to know."""

    summary = ask.text("问题摘要", "Summary")
    concerns = ask.record("outreach.managed_objects", "管理对象", "Managed object", required=False)


class HandedOver(PassedOn):
    """So they do, with the papers that came with it; nothing of who said it."""

    papers = ask.evidence("随转材料", "Papers that go with it")


class Ending(Form):
    """What came of the case, the matter or the rectification."""

    heard_on = ask.happened("得知日期", "Heard on")
    result = ask.choice("转办结果", "Outcome of what it became", RESULTS)
    outcome_text = ask.text("转办办理情况", "What was done there")
    handled_as = ask.code(
        "所转记录编号",
        "Id of the record that it became",
        required=False,
        metadata=ask.named_by("target", TARGET_REGISTERS),
    )


class Took(Form):
    """The days from the report to the end; nothing of an end that is told otherwise since: the first one counts."""

    took_days = ask.number("自报告至办结用时（天）", "Days from the report to the end", required=False)
