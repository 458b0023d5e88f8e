"""Fine and confiscation of a case as they stand, what is left to pay, and what was taken too much."""

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
    return _as_it_stands(case, "fine", now)


def confiscation(case: Record, now: Said | None = None) -> Decimal:
    """What was decided to be confiscated, as remedies have left it, `now` among them; 0: nothing, or undone."""
    return _as_it_stands(case, "confiscation", now)


def _as_it_stands(case: Record, of: str, now: Said | None) -> Decimal:
    standing = standing_outcomes(case, now)
    if any(is_gone(one) for one in standing):
        return Decimal(0)
    changed = [Decimal(one[f"new_{of}"]) for one in standing if one.get(f"new_{of}")]
    decided = [amount(entry.data, of) for entry in case.effective if entry.step.name in DECISIONS]
    # An amount that a remedy changed takes the place of the one that was decided.
    return (changed or decided or [Decimal(0)])[-1]


def fines_by_place(case: Record) -> list[tuple[int, Decimal]]:
    """The fine as it stood from each place of the case on at which it changed: what its papers print."""
    stood, changes = Decimal(0), []
    for place in sorted(one.place for one in case.effective if one.place):
        if (now := fine(case.before(place + 1))) != stood:
            changes.append((place, now))
            stood = now
    return changes


def amount_paid(case: Record) -> Decimal:
    """How much of the fine was paid, by whatever way."""
    payments = (entry.data["amount"] for entry in case.effective if entry.step.name in PAYMENTS)
    return sum(map(Decimal, payments), Decimal(0))


def outstanding(case: Record) -> Decimal:
    """How much of the fine is left to pay."""
    return max(Decimal(0), fine(case) - amount_paid(case))


def gains_paid(case: Record) -> Decimal:
    """How much of what was confiscated was paid in."""
    return sum((Decimal(one["gains"]) for one in case.all("pay_gains")), Decimal(0))


def refundable(case: Record, now: Said | None = None) -> Decimal:
    """What was taken beyond what stands, `now` among it, and was not given back yet: of fine, delay and gains.

    Coercion Law art. 41. What was imposed for delay on a fine that was only made smaller is within its own ceiling of
    that smaller fine: beyond it, it goes back.
    """
    stands = fine(case, now)
    late = sum((Decimal(one["late_fine"]) for one in case.all("pay") if one.get("late_fine")), Decimal(0))
    refunded = sum((Decimal(one["amount"]) for one in case.all("refund")), Decimal(0))
    over = max(Decimal(0), amount_paid(case) - stands) + max(Decimal(0), late - stands)
    over += max(Decimal(0), gains_paid(case) - confiscation(case, now))
    return max(Decimal(0), over - refunded)
