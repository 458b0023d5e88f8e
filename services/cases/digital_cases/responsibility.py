"""Whose a case is: the centre's that took it in, or the unit's that disposes of it and neither checks nor approves."""

import datetime as dt

from contracts.cases.digital_cases import register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record

DISPATCH = register.step("dispatch")


class OwnApproval(Refused):
    """What delays or ends a case is not approved by somebody of the unit that disposes of it."""

    slug, zh, field = "own-approval", "批准人不得为处置单位人员", "approved_by"


class OwnCheck(Refused):
    """Nobody of the unit that disposed of a case checks it."""

    slug, zh, field = "own-check", "核查人不得为处置单位人员", "checker"


def centre(case: Record) -> Data:
    """The case lies with the unit that took it in: it checks, closes, dispatches again."""
    return {"unit": case.effective[0].unit}


def disposer(case: Record) -> Data:
    """The case lies with the unit to which it was last dispatched; before that, where it lay."""
    return {"unit": next((one.unit for one in reversed(case.effective) if one.step.name == DISPATCH.name), case.unit)}


def approver(_case: Record, form: Data, lookup: Lookup) -> Record | None:
    """Who approves, where that is said."""
    return _person(lookup, form["approved_by"])


def checker(_case: Record, form: Data, lookup: Lookup) -> Record | None:
    """Who checks, where that is said."""
    return _person(lookup, form["checker"])


def _person(lookup: Lookup, code: str | None) -> Record | None:
    return lookup.record("training.people", code) if code else None


def refuse_own_approval(case: Record, form: Data, day: dt.date, by: Record | None) -> Data:
    """A form that nobody who was of the disposing unit on that day approved. Raises OwnApproval."""
    if _disposes(case, day, by):
        raise OwnApproval(form["approved_by"])
    return form


def refuse_own_check(case: Record, form: Data, day: dt.date, by: Record | None) -> Data:
    """A form that nobody who was of the disposing unit on that day checked. Raises OwnCheck."""
    if _disposes(case, day, by):
        raise OwnCheck(form["checker"])
    return form


def _disposes(case: Record, day: dt.date, person: Record | None) -> bool:
    """Whether a person was of the unit to which the case was dispatched."""
    # Before the first dispatch nobody disposes of it, and whoever approves is of no such unit.
    dispatched = any(one.step.name == DISPATCH.name for one in case.effective)
    return bool(person and dispatched and person.unit_on(day) == disposer(case)["unit"])
