"""When steps are offered up to the decision."""

from contracts.cases.penalties import register
from services.cases.penalties import time_limits
from services.cases.penalties.grounds.hand_over import decision_run, require_reported
from services.cases.penalties.grounds.told_charge import changed_since_notice
from services.cases.penalties.hearing import has_right_to_hearing
from services.cases.penalties.notice import pending_rechecks, since_proposal
from services.cases.penalties.occasions.agreement import agrees
from services.chassis.records.record import Record
from services.chassis.records.rules import Rules

rules = Rules(register)
HELD = ("held", "testing")


@rules.when("extend_verification")
def verification_runs(case: Record) -> bool:
    """The clue is verified in a time that a provision sets."""
    return time_limits.run_of(case, "verification") is not None


@rules.when("extend", "suspend")
def decision_is_due(case: Record) -> bool:
    """The case is decided in a time that the law sets, also after it came back: before 2021 it set none (art. 60)."""
    return decision_run(case) is not None


@rules.when("approve_transfer", "reject_transfer")
def crime_is_reported(case: Record) -> bool:
    """A suspected crime waits for the word of the person in charge."""
    return agrees(case, require_reported)


@rules.when("report_seizure")
def was_urgent(case: Record) -> bool:
    """Something is seized that was seized in an emergency (Coercion Law art. 19)."""
    return any(one["urgent"] and case.status("seizure", one["seizure"]) in HELD for one in case.all("seize"))


@rules.when("extend_seizure")
def extends_once(case: Record) -> bool:
    """Something is seized whose time was not extended yet (Coercion Law art. 25)."""
    extended = {one["seizure"] for one in case.all("extend_seizure")}
    held = (one["seizure"] for one in case.all("seize") if case.status("seizure", one["seizure"]) == "held")
    return any(one not in extended for one in held)


@rules.when("notify")
def has_something_to_tell(case: Record) -> bool:
    """The party was not told yet, or something of it was corrected since (art. 44)."""
    return case.status() == "proposed" or bool(changed_since_notice(case))


@rules.when("recheck")
def waits_for_recheck(case: Record) -> bool:
    """The party stated something that nobody has looked into yet (art. 45)."""
    return pending_rechecks(case) > 0


@rules.when("request_hearing")
def may_ask_for_hearing(case: Record) -> bool:
    """The party was told of its right, and has neither used nor given it up (art. 63, 64)."""
    return time_limits.limit(case, "hearing_request") is not None


@rules.when("waive_hearing")
def may_give_up_hearing(case: Record) -> bool:
    """The party was told of its right (art. 63)."""
    return has_right_to_hearing(case)


@rules.when("decide")
def was_told(case: Record) -> bool:
    """The party was told of what is proposed now (art. 44, 62)."""
    return bool(since_proposal(case, "notify"))
