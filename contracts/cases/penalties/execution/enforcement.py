"""When nobody pays: the court 申请人民法院强制执行."""

from contracts import forms as ask
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.execution.payment import Outstanding, Paying
from contracts.cases.penalties.phases import MONEY
from contracts.register import Step


class CourtApplication(Late):
    """The court is asked to enforce (Coercion Law art. 53, 54)."""

    number = ask.text("申请书文号", "Number of the application", longest=60, required=False)
    court = ask.text("法院", "Court", longest=80)
    applied_to_court_on = ask.happened("申请日期", "Applied on")
    evidence = ask.evidence("强制执行申请书", "Application")


class Enforcement(Paying):
    """The court has enforced it."""


STEPS = (
    Step(
        "ask_court",
        "court_applied",
        "申请法院强制执行 / Ask the court",
        "demanded -> in_court",
        CourtApplication,
        line="payment",
        during=MONEY,
        by="legal",
        version=3,
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
