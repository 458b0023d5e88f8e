"""Rules for checks of the three focuses."""

from contracts.cases.norm_checks import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


@rules.on("check")
def check(_check: Record, form: Data, _at: Context) -> Data:
    """A check is passed when every point of it is (M-B3-7)."""
    failed = sum(not finding["passed"] for finding in form["findings"])
    return form | {"passed": not failed, "failed": failed}
