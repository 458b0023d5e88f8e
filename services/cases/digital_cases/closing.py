"""Check, rework, and how a case ends."""

from contracts.cases.digital_cases import register
from contracts.errors import Refused
from services.cases.digital_cases.locations import check_photos
from services.cases.digital_cases.moments import next_day
from services.cases.digital_cases.responsibility import (
    approver,
    checker,
    disposer,
    refuse_own_approval,
    refuse_own_check,
)
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
PASS, NOT_PASS, UNABLE = "pass", "not_pass", "unable"


class CheckedAlready(Refused):
    """Only a check that could not be made is made again."""

    slug, zh = "checked-already", "已有核查结论，不再重复核查"


class NotPassed(Refused):
    """A case whose check was not passed goes back to its unit."""

    slug, zh = "not-passed", "核查未通过，应返工"


class Passed(Refused):
    """What passed its check is not done again."""

    slug, zh = "passed", "核查已通过，不需返工"


class Undecided(Refused):
    """Where no check was possible, a supervisor decides, by name."""

    slug, zh, field = "undecided", "无法核查的，由值班长决定，须填写决定人", "approved_by"


@rules.on("check", by=checker)
def check(case: Record, form: Data, at: Context, by: Record | None) -> Data:
    """The supervision centre looks within the check's limit."""
    if case.status() == "checked" and case["result"] != UNABLE:
        raise CheckedAlready(case["result"])
    in_time = form["checked_at"] <= case["check_due_at"]
    day = next_day(case, form, "checked_at", at)
    checked = check_photos(refuse_own_check(case, form, day, by), at)
    return checked | {"checked_on": day, "checked_in_time": in_time}


@rules.on("rework", by=approver)
def rework(case: Record, form: Data, _at: Context, by: Record | None) -> Data:
    """The unit does it again; its limit goes on as it was."""
    if case["result"] == PASS:
        raise Passed
    decided = _require_decider(case, refuse_own_approval(case, form, form["reworked_on"], by))
    return decided | {"dispose_due_on": case["dispose_due_on"]} | disposer(case)


@rules.on("close", by=approver)
def close(case: Record, form: Data, at: Context, by: Record | None) -> Data:
    """The outcome goes back to whoever reported it: without names."""
    if case["result"] == NOT_PASS:
        raise NotPassed
    day = next_day(case, form, "closed_at", at)
    checked = _require_decider(case, refuse_own_approval(case, form, day, by)) | disposer(case)
    return checked | {"closed_on": day, "closed_in_time": form["closed_at"] <= case["close_due_at"]}


@rules.on("force_close", by=approver)
def force_close(case: Record, form: Data, _at: Context, by: Record | None) -> Data:
    """The reason goes back to whoever reported it: without names."""
    return refuse_own_approval(case, form, form["forced_on"], by) | disposer(case)


@rules.on("void", by=approver)
def void(case: Record, form: Data, _at: Context, by: Record | None) -> Data:
    """So does the reason why it was none."""
    return refuse_own_approval(case, form, form["voided_on"], by)


def _require_decider(case: Record, form: Data) -> Data:
    if case["result"] == UNABLE and not form["approved_by"]:
        raise Undecided
    return form
