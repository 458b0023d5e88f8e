"""The order to correct 责令改正, and the re-inspection 复查 (Penalty Law art. 28, 33): a line of its own."""

from contracts import forms as ask
from contracts.cases.penalties.officers import OnSite
from contracts.cases.penalties.phases import ACTING, OPEN
from contracts.register import Step

DURING = f"clue, verified, {OPEN}, decided, served"


class CorrectionOrder(OnSite):
    """The party is told what to put right, at once or by a day (Penalty Law art. 28)."""

    demands = ask.text("改正要求", "What is to be put right")
    correct_by = ask.day("改正期限", "By when")
    number = ask.text("文号", "Number of the order", longest=60, required=False)
    ordered_on = ask.happened("责令日期", "Ordered on")
    evidence = ask.evidence("责令改正通知书", "Order")


class Reinspection(OnSite):
    """Two officers look whether it was put right."""

    corrected = ask.flag("已改正", "Put right")
    findings = ask.text("复查情况", "Findings")
    reinspected_on = ask.happened("复查日期", "Looked at on")
    evidence = ask.evidence("复查记录", "Record")


STEPS = (
    Step(
        "order_correction",
        "correction_ordered",
        "责令改正 / Order to correct",
        "new, ordered, looked_at -> ordered",
        CorrectionOrder,
        line="correction",
        during=DURING,
        by=ACTING,
    ),
    Step(
        "reinspect",
        "correction_checked",
        "复查 / Look whether it was put right",
        "ordered, looked_at -> looked_at",
        Reinspection,
        line="correction",
        during=DURING,
        by=ACTING,
    ),
)
