"""The fine of a case as it stands, and how much of it is left to pay."""

from decimal import Decimal

from services.cases.penalties.proposal import amount
from services.chassis.records.record import Record

DECISIONS = ("decide", "decide_on_spot")
REMEDIES = ("end_reconsideration", "end_suit")
PAYMENTS = ("pay_part", "pay", "collect", "enforce")
UNDONE = ("revoked", "unlawful", "invalid")


def outcomes(case: Record) -> set[str]:
    """What came of the remedies so far."""
    return {entry.data["outcome"] for entry in case.effective if entry.step.name in REMEDIES}


def fine(case: Record) -> Decimal:
    """The fine that was decided, as remedies have left it; 0: none, or not decided, or undone."""
    if outcomes(case) & set(UNDONE):
        return Decimal(0)
    outcome_data = [entry.data for entry in case.effective if entry.step.name in (*DECISIONS, *REMEDIES)]
    changed = [Decimal(one["new_fine"]) for one in outcome_data if one.get("new_fine")]
    decided = [amount(one, "fine") for one in outcome_data if "fine" in one]
    # A fine that a remedy changed takes the place of the one that was decided.
    return (changed or decided or [Decimal(0)])[-1]


def outstanding(case: Record) -> Decimal:
    """How much of the fine is left to pay."""
    paid = (entry.data["amount"] for entry in case.effective if entry.step.name in PAYMENTS)
    return max(Decimal(0), fine(case) - sum(map(Decimal, paid)))
