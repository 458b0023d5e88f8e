"""When remedies, and what follows from them, are offered."""

from contracts.cases.penalties import register
from services.cases.penalties.fines import outcomes
from services.cases.penalties.occasions.agreement import agrees
from services.cases.penalties.remedies.reconsideration import require_unextended
from services.cases.penalties.remedies.standing import leaves_nothing
from services.cases.penalties.remedies.windows import WITHDRAWN, is_before_court, reconsideration_first, remedies
from services.chassis.records.record import Record
from services.chassis.records.rules import Rules

rules = Rules(register)


@rules.when("ask_reconsideration")
def no_court_has_it(case: Record) -> bool:
    """No court has accepted the matter (Reconsideration Law art. 29)."""
    return not is_before_court(case)


@rules.when("extend_reconsideration")
def may_take_longer(case: Record) -> bool:
    """It is no simple procedure, and was not extended yet (Reconsideration Law art. 62)."""
    return agrees(case, require_unextended)


@rules.when("sue")
def may_go_to_court_itself(case: Record) -> bool:
    """A decision on the spot was reconsidered first, where the law asks it (Reconsideration Law art. 23)."""
    served = case.get("served_on")
    reviewed = any(one.line == "reconsideration" and one.result not in WITHDRAWN for one in remedies(case))
    return reviewed or served is None or not reconsideration_first(case, served)


@rules.when("appeal")
def may_be_appealed(case: Record) -> bool:
    """The suit was neither withdrawn nor ended (Litigation Law art. 85)."""
    return any(one["outcome"] not in WITHDRAWN for one in case.all("end_suit")[-1:])


@rules.when("revoke")
def is_left(case: Record) -> bool:
    """Something is left of the decision (Penalty Law art. 75)."""
    return not leaves_nothing(case)


@rules.when("settle_anew")
def was_told_to_redo(case: Record) -> bool:
    """The agency was told to decide anew (Reconsideration Law art. 64, Litigation Law art. 70)."""
    return "redone" in outcomes(case)
