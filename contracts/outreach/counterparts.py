"""Whom the bureau is paired with and visits 结对走访对象: communities, enterprises, households."""

from contracts import forms as ask
from contracts.forms import Form
from contracts.words import Words

KINDS = Words({"community": "社区", "enterprise": "企业", "household": "困难户 / household in difficulty"})
PROGRAMMES = Words(
    {
        "three_solutions": "三解三促 / Three Solutions, Three Promotions",
        "three_entries": "城管三进 / Three Entries of Urban Management",
        "one_to_one": "一帮一、献爱心 / One to One, a Gift of Care",
        "grand_visit": "大走访 / Grand Visit",
    }
)
DIFFICULTIES = Words(
    {
        "environment": "环境卫生 / cleanliness around",
        "order": "街面秩序 / order in the street",
        "facilities": "公共设施 / public facilities",
        "permits": "审批办证 / permits",
        "business": "经营困难 / business",
        "income": "生活困难 / livelihood",
        "health": "疾病残疾 / illness and disability",
        "other": "其他",
    }
)


class Difficulty(Form):
    """One kind of thing that troubles a counterpart."""

    difficulty = ask.choice("自身困难", "Difficulty", DIFFICULTIES)


class Counterpart(Form):
    """One counterpart; what says who a household is stays with the owner."""

    counterpart_kind = ask.choice("对象类别", "Counterpart kind", KINDS, required=False)
    community = ask.text("社区", "Community", longest=40, required=False)
    enterprise = ask.text("企业", "Enterprise", longest=80, required=False)
    uscc = ask.text("统一社会信用代码", "Unified social credit code", longest=40, required=False)
    household = ask.code("困难户编号", "Household code", required=False)
    householder = ask.private("困难户姓名和住址", "Household's name and address", required=False)


class Identified(Form):
    """What a counterpart is counted by: a community's name, an enterprise's credit code, a household's code."""

    counterpart = ask.text("结对走访对象", "Counterpart", longest=80)
