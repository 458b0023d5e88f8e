"""The demand 催告 before anything is enforced, and what the party says to it."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import ACTING, DECIDED, MONEY, OPEN
from contracts.forms import Form
from contracts.register import Step


class Demand(Form):
    """The party is urged in writing 催告 (Coercion Law art. 35, 54)."""

    number = ask.text("催告书文号", "Number of the demand", longest=60, required=False)
    amount = ask.money("催告金额（元）", "Amount demanded, yuan")
    demanded_on = ask.happened("催告书送达日期", "Demand served on")
    evidence = ask.evidence("催告书", "Demand")


class CourtBy(Form):
    """The last day for asking the court, where the time for remedies is known."""

    court_by = ask.day("申请法院执行期限", "Ask the court by", required=False)


class DemandStatement(Form):
    """The party answers the demand (Coercion Law art. 36)."""

    demand_statement = ask.text("陈述申辩", "Statement")
    demand_answered_on = ask.happened("收到日期", "Received on")
    evidence = ask.evidence("陈述申辩材料", "Papers")


class DemandRecheck(Form):
    """It is looked into, and adopted where it holds (Coercion Law art. 36)."""

    demand_result = ask.choice("复核结果", "Result", choices.RECHECKS)
    demand_findings = ask.text("复核意见", "Findings")
    demand_rechecked_on = ask.happened("复核日期", "Rechecked on")


STEPS = (
    Step(
        "demand",
        "demanded",
        "催告 / Demand",
        "new, deferred, demanded -> demanded",
        Demand,
        adds=CourtBy,
        line="payment",
        during=MONEY,
        by=ACTING,
        version=3,
    ),
    Step(
        "hear_on_demand",
        "demand_answered",
        "收到催告后陈述申辩 / Hear the party after a demand",
        "new, rechecked -> heard",
        DemandStatement,
        line="demand_statement",
        during=f"{OPEN}, {DECIDED}",
        by=ACTING,
    ),
    Step(
        "recheck_demand",
        "demand_rechecked",
        "复核催告后陈述申辩 / Recheck after a demand",
        "heard -> rechecked",
        DemandRecheck,
        line="demand_statement",
        during=f"{OPEN}, {DECIDED}",
        by=ACTING,
    ),
)
