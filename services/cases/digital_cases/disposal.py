"""While a unit has the case: its limit, and what moves it."""

from contracts.cases.digital_cases import register
from contracts.cases.digital_cases.disposal import ENFORCED
from contracts.errors import Refused
from contracts.refusals import NotLonger
from services.cases.digital_cases import limits
from services.cases.digital_cases.locations import check_photos
from services.cases.digital_cases.moments import next_day
from services.cases.digital_cases.responsibility import approver, centre, refuse_own_approval
from services.chassis.base.clock import day_of
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class DisposalNotLonger(NotLonger):
    """A new limit ends later than the one that it moves."""

    zh, field = "新的处置期限应晚于原期限", "dispose_due_at"


class NoPenaltyCase(Refused):
    """A case that became a penalty case names it, and no other does."""

    slug, zh, field = "no-penalty-case", "处置方式为立案查处的须填写行政处罚案件，其他方式不应填写", "penalty_case"


@rules.on("dispatch")
def dispatch(case: Record, form: Data, at: Context) -> Data:
    """The limit begins with each dispatch; closing is due when the check would be."""
    dispatched_on = next_day(case, form, "dispatched_at", at)
    end = limits.end(at.calendar, form["dispatched_at"], case["limit_kind"], case["limit_value"])
    return form | {"dispatched_on": dispatched_on} | limits.due(end, case["check_hours"])


@rules.on("send_back", by=approver)
def send_back(case: Record, form: Data, _at: Context, by: Record | None) -> Data:
    """The centre has it again."""
    return refuse_own_approval(case, form, form["sent_back_on"], by) | centre(case)


@rules.on("refuse_extension", by=approver)
def refuse_extension(case: Record, form: Data, _at: Context, by: Record | None) -> Data:
    """The limit stays as it is."""
    return refuse_own_approval(case, form, form["refused_on"], by)


@rules.on("grant_extension", "defer", by=approver)
def move(case: Record, form: Data, _at: Context, by: Record | None) -> Data:
    """An approval sets a later limit."""
    refuse_own_approval(case, form, form.get("granted_on") or form["deferred_on"], by)
    if form["dispose_due_at"] <= case["dispose_due_at"]:
        raise DisposalNotLonger(form["dispose_due_at"])
    until = day_of(form["dispose_due_at"])
    return form | limits.due(form["dispose_due_at"], case["check_hours"]) | {"until": until}


@rules.on("dispose")
def dispose(case: Record, form: Data, at: Context) -> Data:
    """Whether it is in time is decided to the second; the time taken is in the limit's own clock; the centre checks."""
    if (form["way"] == ENFORCED) != bool(form["penalty_case"]):
        raise NoPenaltyCase(form["penalty_case"])
    disposed_at = form["disposed_at"]
    # The case keeps the hours of the standard it was filed under, though its class be amended since.
    check_due_at = disposed_at + case["check_hours"] * limits.HOUR
    checked = check_photos(form, at) | centre(case)
    return checked | {
        "disposed_on": next_day(case, form, "disposed_at", at),
        "took": limits.duration(at.calendar, case["dispatched_at"], disposed_at, case["limit_kind"]),
        "disposed_in_time": disposed_at <= case["dispose_due_at"],
        "check_due_at": check_due_at,
        "check_due_on": day_of(check_due_at),
    }
