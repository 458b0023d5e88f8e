"""Provisions 办案规定: what the law leaves to a province, a ministry or the bureau, with its text and its days.

Nothing of it applies until it is entered here: no amount and no extension is built in.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

AMOUNTS = Words(
    {
        "hearing_fine_person": "听证标准：对公民罚款（元） / hearing: fine on a person (yuan)",
        "hearing_fine_organisation": "听证标准：对法人或者其他组织罚款（元） / hearing: fine on an organisation (yuan)",
        "hearing_confiscation": "听证标准：没收金额或价值（元） / hearing: amount or value confiscated (yuan)",
    }
)
DAYS = Words(
    {
        "verification": "线索核查期限（日） / time to verify a clue (days)",
        "verification_extension": "线索核查延长（日） / extension of verifying a clue (days)",
        "filing": "立案期限，自发现线索起（日） / time to file a case after the clue (days)",
        "decision_extension": "办案期限延长（日） / extension of handling a case (days)",
        "decision_second_extension": "办案期限经集体讨论再延长（日） / further extension, after discussion (days)",
    }
)
PAUSE = "decision_pause"
BUSINESS, OTHER_ACTS, ALL_ACTS = "business", "other", "all"
ACTS = Words(
    {
        ALL_ACTS: "不区分 / any act",
        BUSINESS: "经营活动中的违法行为 / acts in business",
        OTHER_ACTS: "非经营活动中的违法行为 / acts outside business",
    }
)
"""To which acts an amount applies, where a province tells them apart."""
KINDS = AMOUNTS.with_words(DAYS).with_words(Words({PAUSE: "不计入办案期限的期间 / time that does not count"}))


class Adoption(Form):
    """A provision holds from this day on."""

    unit = ask.unit("录入单位", "Unit")
    kind = ask.choice("规定事项", "What it regulates", KINDS)
    amount = ask.money("金额（元）", "Amount, yuan", required=False)
    days = ask.number("天数", "Days", least=1, most=365, required=False)
    division = ask.code("适用行政区划（省、市、区县代码）", "Division: province, city or district", required=False)
    acts = ask.choice("适用违法行为", "To which acts it applies", ACTS, required=False)
    basis = ask.text("依据（文号、条款）", "Basis: paper and article", longest=200)
    wording = ask.text("依据原文", "Its wording")
    in_force_on = ask.happened("生效日期", "In force on", decreed=True)
    evidence = ask.evidence("依据文件", "Paper")


class Repeal(Reason):
    """It holds no longer: this day is the first without it."""

    repealed_on = ask.happened("失效日期", "Repealed on", decreed=True)


register = Register(
    "cases.provisions",
    "办案规定",
    "Provisions",
    keys="kind",
    finds="kind",
    offered="in_force",
    words={"in_force": "现行有效", "repealed": "已失效 / no longer in force", "voided": "已作废"},
    steps=(
        Step("adopt", "adopted", "录入生效 / Adopt", "new -> in_force", Adoption, by="legal"),
        Step("repeal", "repealed", "失效 / Repeal", "in_force -> repealed", Repeal, by="legal"),
        Step("void", "voided", "作废 / Void", "in_force, repealed -> voided", Reason, voids=True, by="legal"),
    ),
)
