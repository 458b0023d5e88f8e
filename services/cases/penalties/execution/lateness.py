"""How late a payment is, and what may be imposed for it: of parts that were allowed, each from its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import accumulate

from services.cases.penalties.fines import PAYMENTS, fine
from services.cases.penalties.remedies.pending import remedy_periods
from services.chassis.records.calendar import DAY
from services.chassis.records.record import Record, Revision

RATE, FEN = Decimal("0.03"), Decimal("0.01")
"""Three per cent of the fine for each day (art. 72; old law art. 51).

The old Penalty Law set no ceiling; the Coercion Law does since 2012 (art. 45): never more than the fine, under both.
"""
AGREED = "agreed"
KEPT = (AGREED, "fulfilled")
"""While an agreement on enforcement is kept, the late fine that it waived is not imposed (Coercion Law art. 42)."""
PLANS = ("defer", "allow_instalments")
TO_THE_LAST = 1
"""By the first version of the step that allows parts the period ended with the last of them."""


@dataclass(frozen=True)
class Part:
    """A part of a fine that falls due for itself; `left` is what was not paid of it."""

    due: dt.date
    amount: Decimal
    left: Decimal
    covered_on: dt.date | None


def parts(case: Record, more: Decimal = Decimal(0)) -> list[Part]:
    """The parts that are allowed now, as payments since the approval, and one of `more`, cover them; none: no plan."""
    plans = [entry for entry in case.effective if entry.step.name in PLANS]
    if not plans or plans[-1].step.name == "defer":
        return []
    since = case.effective[case.effective.index(plans[-1]) :]
    payments = [(one.on, Decimal(one.data["amount"])) for one in since if one.step.name in PAYMENTS]
    return list(_cover(plans[-1], [*payments, (dt.date.max, more)]))


def _cover(plan: Revision, payments: list[tuple[dt.date, Decimal]]) -> Iterator[Part]:
    """Payments cover the parts in their order."""
    paid = list(accumulate(amount for _, amount in payments))
    total = Decimal(0)
    for one in plan.data["instalments"]:
        amount = Decimal(one["amount"])
        total += amount
        covered = next((on for (on, _), so_far in zip(payments, paid, strict=True) if so_far >= total), None)
        yield Part(one["due_on"], amount, min(amount, max(Decimal(0), total - paid[-1])), covered)


def next_part(case: Record, amount: Decimal) -> dt.date | None:
    """When the first part is due that a payment of this amount leaves uncovered; None: no parts are allowed now."""
    return next((one.due for one in parts(case, amount) if one.left), None)


def late_days(case: Record, day: dt.date) -> int:
    """The days from the last one for payment to this day, without those of remedies (art. 72, 73)."""
    due = case.due("payment")
    return 0 if due is None else _days_after(case, due, day)


def _days_after(case: Record, due: dt.date, day: dt.date) -> int:
    days = (due + number * DAY for number in range(1, (day - due).days + 1))
    frozen = list(remedy_periods(case))
    return sum(not any(first <= one <= last for first, last in frozen) for one in days)


def late_fine_most(fine: Decimal, days: int) -> Decimal:
    """Three per cent a day, no more than the fine itself; fractions of a fen are dropped (art. 72)."""
    return min(fine, fine * RATE * days).quantize(FEN, ROUND_DOWN)


def late_fine_most_on(case: Record, day: dt.date) -> Decimal:
    """The most that may be imposed for delay by a day, without what an agreement that is kept has waived."""
    waived = [Decimal(one["late_fine_waived"] or 0) for one in case.all("agree_on_enforcement")[-1:]]
    kept = sum(waived, Decimal(0)) if case.status("enforcement") in KEPT else Decimal(0)
    return max(Decimal(0), _late_fine_most_by_law(case, day) - kept)


def _late_fine_most_by_law(case: Record, day: dt.date) -> Decimal:
    """Of a part that was missed, for its own days on its own amount; else the whole fine, from the last day for it."""
    plan = _parts_by_themselves(case)
    if not plan:
        return late_fine_most(fine(case), late_days(case, day))
    late = (late_fine_most(one.amount, _days_after(case, one.due, min(day, one.covered_on or day))) for one in plan)
    return min(fine(case), sum(late, Decimal(0)))


def _parts_by_themselves(case: Record) -> list[Part]:
    """The parts that are allowed now; none too where the period ends with the last of them."""
    plans = [entry for entry in case.effective if entry.step.name == "allow_instalments"]
    return [] if plans and plans[-1].step.version == TO_THE_LAST else parts(case)


def overdue(case: Record, day: dt.date) -> Decimal | None:
    """How much of the parts is due by a day and not paid; None: no parts are allowed, and all of the fine is due."""
    plan = _parts_by_themselves(case)
    return sum((one.left for one in plan if one.due < day), Decimal(0)) if plan else None
