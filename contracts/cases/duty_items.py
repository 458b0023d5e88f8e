"""Responsibility items 责任事项: what the bureau answers for, with basis, body and versions (F022)."""

from contracts import forms as ask
from contracts.cases.power_items import Entry, Repeal, Review, Version
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.people import POSTS


class Content(Form):
    """What a version of an item says."""

    name = ask.text("责任事项", "Responsibility", longest=200)
    basis = ask.text("依据", "Basis: laws, articles, papers")
    body = ask.unit("责任主体", "Who answers for it")
    post = ask.choice("责任岗位", "Post that answers for it", POSTS, required=False)
    power_items = ask.records("cases.power_items", "对应权力事项", "Power items that it goes with", most=300)
    accountability = ask.text("追责情形", "When somebody is held to account", required=False)
    note = ask.text("备注", "Note", required=False)


class Draft(Content):
    """An item is drafted for the list."""

    code = ask.code("责任事项编码", "Item code")
    unit = ask.unit("编制单位", "Drafting unit")
    drafted_on = ask.happened("起草日期", "Drafted on")


class Amendment(Content):
    """A new version: what it says from this day on."""

    amended_on = ask.happened("修订生效日期", "Amended on", decreed=True)
    evidence = ask.evidence("修订文件", "Amending paper")


register = Register(
    "cases.duty_items",
    "责任事项",
    "Responsibility items",
    keys="body",
    identity="code",
    words={"drafted": "已起草", "reviewed": "已审核", "in_force": "现行有效", "repealed": "已废止", "voided": "已作废"},
    steps=(
        Step("draft", "drafted", "起草 / Draft", "new -> drafted", Draft, by="legal"),
        Step(
            "review",
            "reviewed",
            "审核 / Review",
            "drafted -> reviewed",
            Review,
            by="legal",
            apart_from="draft",
            task="approve",
        ),
        Step("enact", "enacted", "生效 / Bring into force", "reviewed -> in_force", Entry, adds=Version, by="legal"),
        Step("amend", "amended", "修订 / Amend", "in_force", Amendment, adds=Version, by="legal"),
        Step("repeal", "repealed", "废止 / Repeal", "in_force -> repealed", Repeal, by="legal"),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "drafted, reviewed, in_force, repealed -> voided",
            Reason,
            voids=True,
            by="legal",
        ),
    ),
)
