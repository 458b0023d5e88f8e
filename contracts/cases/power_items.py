"""Power items 行政权力事项: what the bureau may do, with basis, body and versions (F021)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "penalty": "行政处罚 / administrative penalty",
        "coercion": "行政强制 / administrative coercion",
        "permit": "行政许可 / administrative licence",
        "inspection": "行政检查 / administrative inspection",
        "other": "其他",
    }
)


class Content(Form):
    """What a version of an item says."""

    name = ask.text("事项名称", "Item", longest=200)
    kind = ask.choice("权力类型", "Kind of power", KINDS)
    basis = ask.text("法定依据", "Legal basis: laws and articles")
    body = ask.unit("实施主体", "Executing body")
    entrusted = ask.flag("受委托事项", "Entrusted matter")
    entrusted_by = ask.text("委托机关", "Entrusting body", longest=80, required=False)
    note = ask.text("备注", "Note", required=False)


class Draft(Content):
    """An item is drafted for the list."""

    code = ask.code("事项编码", "Item code")
    unit = ask.unit("编制单位", "Drafting unit")
    drafted_on = ask.happened("起草日期", "Drafted on")


class Review(Form):
    """The legal section has looked at it."""

    reviewed_on = ask.happened("审核日期", "Reviewed on")
    evidence = ask.evidence("审核意见", "Opinion")


class Entry(Form):
    """It comes into force."""

    in_force_on = ask.happened("生效日期", "In force on", decreed=True)
    evidence = ask.evidence("批准文件", "Approval")


class Amendment(Content):
    """A new version: what it says from this day on."""

    amended_on = ask.happened("修订生效日期", "Amended on", decreed=True)
    evidence = ask.evidence("修订文件", "Amending paper")


class Version(Form):
    """Which version of the item it is."""

    version_number = ask.number("版本号", "Version", least=1)


class Repeal(Reason):
    """It is in force no longer: this day is the first without it."""

    repealed_on = ask.happened("废止日期", "Repealed on", decreed=True)
    evidence = ask.evidence("废止文件", "Repealing paper")


register = Register(
    "cases.power_items",
    "行政权力事项",
    "Power items",
    keys="kind, entrusted",
    identity="code",
    offered="drafted, reviewed, in_force",
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
