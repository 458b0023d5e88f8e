"""When nobody pays: the demand, and the court."""

from contracts import forms as ask
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.execution.payment import Outstanding, Paying
from contracts.cases.penalties.phases import ACTING, MONEY
from contracts.forms import Form
from contracts.register import Step


class Demand(Form):
    """The party is urged in writing 催告 (Coercion Law art. 35, 54)."""

    amount = ask.money("催告金额（元）", "Amount demanded, yuan")
    demanded_on = ask.happened("催告书送达日期", "Demand served on")
    evidence = ask.evidence("催告书", "Demand")


class CourtBy(Form):
    """The last day for asking the court, where the time for remedies is known."""

    court_by = ask.day("申请法院执行期限", "Ask the court by", required=False)


class CourtApplication(Late):
    """The court is asked to enforce (Coercion Law art. 53, 54)."""

    court = ask.text("法院", "Court", longest=80)
    applied_to_court_on = ask.happened("申请日期", "Applied on")
    evidence = ask.evidence("强制执行申请书", "Application")


class Enforcement(Paying):
    """The court has enforced it."""


STEPS = (
    Step(
        "demand",
        "demanded",
        "催告 / Demand",
        "new, deferred -> demanded",
        Demand,
        adds=CourtBy,
        line="payment",
        during=MONEY,
        by=ACTING,
    ),
    Step(
        "ask_court",
        "court_applied",
        "申请法院强制执行 / Ask the court",
        "demanded -> in_court",
        CourtApplication,
        line="payment",
        during=MONEY,
        by="legal",
    ),
    Step(
        "enforce",
        "enforced",
        "法院执行到位 / Enforced",
        "in_court -> paid",
        Enforcement,
        adds=Outstanding,
        line="payment",
        during=MONEY,
        nature="punishes",
        by="legal",
    ),
)
