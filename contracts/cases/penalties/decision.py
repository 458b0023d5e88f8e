"""The decision, in the general procedure and on the spot."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.filing import Charge, PowerItem
from contracts.cases.penalties.phases import ACTING, IN_CHARGE, NOTICED
from contracts.cases.penalties.proposal import Tiered
from contracts.forms import Form
from contracts.register import Step


class Decision(Tiered, Late):
    """The penalty is decided (Penalty Law art. 57, 59)."""

    number = ask.text("决定书文号", "Number of the decision", longest=60, required=False)
    rule_applied = ask.choice("适用规定", "Rule applied", choices.RULES_APPLIED, required=False)
    decided_by = ask.myself("决定人", "Decided by")
    demands = ask.text("责令改正要求", "What is to be put right", required=False)
    decided_on = ask.happened("决定日期", "Decided on")
    evidence = ask.evidence("处罚决定书", "Decision")


class TakenOver(Form):
    """Whether it was made before its agency decided here, and a sheet brought it in: its paper is out."""

    taken_over = ask.flag("启用前作出，据表登记", "Made before, taken over from a sheet", required=False)


class Decided(TakenOver):
    """What the decision was measured by."""

    took_days = ask.number("办案天数", "Days since filing")
    late = ask.flag("逾期作出", "Late")
    review_required = ask.flag("应经法制审核", "Legal review needed")


class OnSpotDecision(Charge, Tiered):
    """Decided on the spot, on a numbered form, by two who show their certificates (Penalty Law art. 51, 52)."""

    number = ask.text("决定书编号", "Number of the form", longest=60, required=False)
    shown = ask.flag("已出示执法证件", "Certificates shown")
    told = ask.flag("已告知并听取陈述申辩", "Told and heard")
    place = ask.text("处罚地点", "Place", longest=120, required=False)
    decided_on = ask.happened("决定日期", "Decided on")
    evidence = ask.evidence("当场处罚决定书", "Decision")


class OnSpotDecided(TakenOver, PowerItem):
    """A simple case needs no review."""

    review_required = ask.flag("应经法制审核", "Legal review needed")


ON_SPOT = (
    Step(
        "decide_on_spot",
        "decided_on_spot",
        "当场处罚 / Decide on the spot",
        "clue -> decided",
        OnSpotDecision,
        adds=OnSpotDecided,
        nature="punishes",
        version=4,
        by=ACTING,
        apart_reason="两名执法人员当场作出（行政处罚法 第五十一条） / Two officers decide, by law (art. 51)",
    ),
)
STEPS = (
    Step(
        "decide",
        "decided",
        "处罚决定 / Decide",
        f"{NOTICED} -> decided",
        Decision,
        adds=Decided,
        nature="punishes",
        version=4,
        by=IN_CHARGE,
        apart_from="find, verify, inspect, close_inquiry, propose, pass_review, hold_hearing",
        task="approve: noticed",
        prefills="propose.fine, propose.confiscation, propose.other, propose.tier, propose.tier_reason",
    ),
)
