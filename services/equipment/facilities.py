"""Rules for public service facilities."""

from contracts.equipment.facilities import register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class DefectUnsaid(Refused):
    """A check that fails says what is wrong."""

    slug, zh, field = "defect-unsaid", "检查不合格须填写存在问题", "defect"


@rules.on("check")
def check(_facility: Record, form: Data, _at: Context) -> Data:
    """A failed check names the defect (M-S4-8)."""
    if not (form["passed"] or form["defect"]):
        raise DefectUnsaid
    return form
