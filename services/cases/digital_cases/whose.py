"""Whose a case is: the centre's that took it in, or the unit's that disposes of it and neither checks nor approves."""

from contracts.cases.digital_cases import register
from contracts.errors import Refused
from services.chassis.desk import Find
from services.chassis.record import Data, Moment, Record

DISPATCH = register.step("dispatch")


class OwnApproval(Refused):
    """What delays or ends a case is not approved by somebody of the unit that disposes of it."""

    slug, zh, field = "own-approval", "批准人不得为处置单位人员", "approved_by"


def centre(case: Record) -> Data:
    """The case lies with the unit that took it in: it checks, closes, dispatches again (domain.md 4.2)."""
    return {"unit": case.standing[0].unit}


def disposer(case: Record) -> Data:
    """The case lies with the unit to which it was last dispatched; before that, where it lay."""
    return {"unit": next((one.unit for one in reversed(case.standing) if one.step is DISPATCH), case.unit)}


def approver(_case: Record, form: Data, find: Find) -> Record | None:
    """Who approves, where that is said."""
    named = form["approved_by"]
    return find.record("training.people", named) if named else None


def approved(case: Record, form: Data, at: Moment, by: Record | None) -> Data:
    """A form that nobody of the disposing unit approved (domain.md 4.1). Raises OwnApproval."""
    dispatched = any(one.step is DISPATCH for one in case.standing)
    if by and dispatched and by.unit_on(at.today) == disposer(case)["unit"]:
        raise OwnApproval(by.id)
    return form
