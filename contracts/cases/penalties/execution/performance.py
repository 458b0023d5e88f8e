"""Performance by others 代履行: what the party was to clear away or restore is done at its cost."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.execution.on_site import Execution, Stop
from contracts.cases.penalties.phases import ACTING, DECIDED, HEADS, OPEN
from contracts.forms import Form
from contracts.register import Step

DURING = f"{OPEN}, {DECIDED}"


class Performance(Form):
    """The decision has all that the law asks of it (Coercion Law art. 50, 51); in an emergency at once (art. 52)."""

    number = ask.text("代履行决定书文号", "Number of the decision", longest=60, required=False)
    performance_ground = ask.choice("代履行情形", "Ground", choices.PERFORMANCE_GROUNDS)
    duty = ask.text("当事人应履行的义务", "What the party was to do")
    duty_by = ask.day("义务履行期限", "To be done by", required=False)
    urged_on = ask.day("催告书送达日期", "Demand served on", required=False)
    duty_object = ask.text("标的", "What it is done to")
    performed_how = ask.text("代履行方式", "How")
    planned_for = ask.day("代履行时间", "Planned for")
    cost_estimate = ask.money("费用预算（元）", "Estimated cost, yuan")
    performer = ask.text("代履行人", "Who performs", longest=120)
    disinterested = ask.flag("代履行人与本案无利害关系", "Who performs has no interest in the case")
    approved_by = ask.myself("批准人", "Approved by")
    performance_decided_on = ask.happened("决定书送达日期", "Decision served on")
    evidence = ask.evidence("代履行决定书", "Decision")


class PerformanceDemand(Form):
    """Three working days before, the party is urged once more (Coercion Law art. 51)."""

    number = ask.text("催告书文号", "Number of the demand", longest=60, required=False)
    performance_demanded_on = ask.happened("催告书送达日期", "Demand served on")
    evidence = ask.evidence("催告书", "Demand")


class PerformFrom(Form):
    """From when others may perform."""

    perform_from = ask.day("可以代履行之日", "May be performed from")


class Performed(Execution):
    """Others perform, an officer of the agency looks on, all sign (Coercion Law art. 51)."""

    cost = ask.money("实际费用（元）", "Cost, yuan")
    party_present = ask.flag("当事人在场", "The party was there")
    party_told_on = ask.day("事后通知当事人日期", "Party told afterwards on", required=False)
    performed_on = ask.happened("代履行日期", "Performed on")
    evidence = ask.evidence("执行文书、影像", "Record and pictures")


class PerformanceStop(Stop):
    """The party has done it, or there is nothing to be done any more (Coercion Law art. 40, 51)."""

    performance_stopped_on = ask.happened("日期", "Stopped on")


STEPS = (
    Step(
        "decide_performance",
        "performance_decided",
        "代履行决定 / Decide performance by others",
        "new, performed, stopped -> decided",
        Performance,
        line="performance",
        during=DURING,
        by=HEADS,
        apart_from="inspect, close_inquiry",
        version=2,
    ),
    Step(
        "demand_performance",
        "performance_demanded",
        "代履行前催告 / Demand before performance",
        "decided -> demanded",
        PerformanceDemand,
        adds=PerformFrom,
        line="performance",
        during=DURING,
        by=ACTING,
    ),
    Step(
        "perform",
        "duty_performed",
        "代履行 / Perform",
        "decided, demanded -> performed",
        Performed,
        line="performance",
        during=DURING,
        by=ACTING,
    ),
    Step(
        "stop_performance",
        "performance_stopped",
        "停止代履行 / Stop performance by others",
        "decided, demanded -> stopped",
        PerformanceStop,
        line="performance",
        during=DURING,
        by=ACTING,
    ),
)
