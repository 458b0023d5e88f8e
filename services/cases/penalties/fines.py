"""The fine of a case as it stands, how much of it is left to pay, and what was paid too much."""

from decimal import Decimal

from services.cases.penalties.proposal import amount
from services.cases.penalties.remedies.standing import Said, is_gone, outcome_of, standing_outcomes
from services.chassis.records.record import Record

DECISIONS = ("decide", "decide_on_spot")
PAYMENTS = ("pay_part", "pay", "collect", "enforce")


def on_spot(case: Record) -> bool:
    """Whether the case was decided on the spot."""
    return bool(case.all("decide_on_spot"))


def outcomes(case: Record) -> set[str]:
    """What came of the remedies so far, as it stands."""
    return {outcome_of(one) for one in standing_outcomes(case)}


def fine(case: Record, now: Said | None = None) -> Decimal:
    """The fine that was decided, as remedies have left it, `now` among them; 0: none, or not decided, or undone."""
    standing = standing_outcomes(case, now)
    if any(is_gone(one) for one in standing):
        return Decimal(0)
    changed = [Decimal(one["new_fine"]) for one in standing if one.get("new_fine")]
    decided = [amount(entry.data, "fine") for entry in case.effective if entry.step.name in DECISIONS]
    # A fine that a remedy changed takes the place of the one that was decided.
    return (changed or decided or [Decimal(0)])[-1]


def amount_paid(case: Record) -> Decimal:
    """How much of the fine was paid, by whatever way."""
    payments = (entry.data["amount"] for entry in case.effective if entry.step.name in PAYMENTS)
    return sum(map(Decimal, payments), Decimal(0))


def outstanding(case: Record) -> Decimal:
    """How much of the fine is left to pay."""
    return max(Decimal(0), fine(case) - amount_paid(case))


def refundable(case: Record, stands: Decimal) -> Decimal:
    """What was paid beyond a fine that stands, and was not given back yet; of one undone what was paid for delay too.

    Coercion Law art. 41. What was imposed for delay on a fine that was only made smaller is within its own ceiling of
    that smaller fine: beyond it, it goes back.
    """
    late = sum((Decimal(one["late_fine"]) for one in case.all("pay") if one.get("late_fine")), Decimal(0))
    refunded = sum((Decimal(one["amount"]) for one in case.all("refund")), Decimal(0))
    over = max(Decimal(0), amount_paid(case) - stands) + max(Decimal(0), late - stands)
    return max(Decimal(0), over - refunded)
