"""When steps of service, publication, payment and enforcement are offered."""

from contracts.cases.penalties import register
from services.cases.penalties.execution.demand import DEMANDS, require_heard
from services.cases.penalties.execution.hold import require_begun, require_not_held, require_not_over
from services.cases.penalties.execution.on_site import require_standing
from services.cases.penalties.execution.payment import balance_due
from services.cases.penalties.execution.performance import is_immediate
from services.cases.penalties.execution.refund import confiscated_lists, is_undone
from services.cases.penalties.fines import confiscation, gains_paid, on_spot, outcomes, refundable
from services.cases.penalties.occasions.agreement import agrees
from services.cases.penalties.remedies.pending import require_none_pending
from services.cases.penalties.remedies.standing import CHANGED, UNDONE
from services.chassis.records.record import Record
from services.chassis.records.rules import Rules

rules = Rules(register)
RUNS = require_not_held, require_not_over
"""Enforcement neither stands still nor is over."""


@rules.when("record")
def was_on_spot(case: Record) -> bool:
    """It was decided on the spot (Penalty Law art. 52)."""
    return on_spot(case)


@rules.when("publish")
def stands_as_decided(case: Record) -> bool:
    """What is made public stands as it was decided (Penalty Law art. 48)."""
    return not outcomes(case) & {*UNDONE, CHANGED}


@rules.when("pay", "pay_part", "collect", "defer", "allow_instalments", "enforce")
def is_owed(case: Record) -> bool:
    """Something of the fine is left to pay."""
    return agrees(case, balance_due)


@rules.when("demand")
def may_be_demanded(case: Record) -> bool:
    """Something is left to pay, and enforcement runs (Coercion Law art. 39, 42)."""
    return agrees(case, balance_due, *RUNS)


@rules.when("decide_performance", "demand_performance")
def runs(case: Record) -> bool:
    """Enforcement neither stands still nor is over (Coercion Law art. 39, 40, 42)."""
    return agrees(case, *RUNS)


@rules.when("suspend_enforcement", "agree_on_enforcement")
def may_be_held(case: Record) -> bool:
    """Something is enforced, and stands (Coercion Law art. 39, 42)."""
    return agrees(case, require_standing, require_begun)


@rules.when("ask_court")
def may_go_to_court(case: Record) -> bool:
    """Something is left to pay, no remedy is pending and the party was heard on the demand (Coercion Law art. 53)."""
    return agrees(case, require_none_pending, require_heard, balance_due, *RUNS)


@rules.when("hand_in")
def was_collected(case: Record) -> bool:
    """Cash was collected (Penalty Law art. 71)."""
    return bool(case.all("collect"))


@rules.when("hear_on_demand")
def was_demanded(case: Record) -> bool:
    """Something was demanded that the party can answer (Coercion Law art. 36)."""
    return any(one.step.name in DEMANDS for one in case.effective)


@rules.when("perform")
def may_be_performed(case: Record) -> bool:
    """At once where the law says so, else after a demand that the party was heard on (Coercion Law art. 51, 52)."""
    urged = case.status("performance") == "demanded" and agrees(case, require_standing, require_heard)
    return runs(case) and (urged or is_immediate(case))


@rules.when("announce_demolition", "demand_demolition")
def stands(case: Record) -> bool:
    """Something is left of the decision (Coercion Law art. 40)."""
    return agrees(case, require_standing, *RUNS)


@rules.when("decide_demolition", "demolish")
def may_be_demolished(case: Record) -> bool:
    """The decision stands, no remedy is pending, the party was heard (Coercion Law art. 36, 44)."""
    return agrees(case, require_standing, require_none_pending, require_heard, *RUNS)


@rules.when("refund")
def was_overpaid(case: Record) -> bool:
    """More was paid than what stands, and was not given back yet (Coercion Law art. 41)."""
    return refundable(case) > 0


@rules.when("return_things")
def was_confiscated_in_vain(case: Record) -> bool:
    """Things were confiscated, and nothing is left of their confiscation (Coercion Law art. 41)."""
    return bool(confiscated_lists(case)) and is_undone(case)


@rules.when("pay_gains")
def has_gains_left(case: Record) -> bool:
    """More money was confiscated than was paid in (Penalty Law art. 74)."""
    return confiscation(case) > gains_paid(case)
