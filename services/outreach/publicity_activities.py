"""Rules for publicity activities."""

from contracts.outreach.publicity_activities import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.joint import with_one_host

rules = Rules(register)


@rules.on("plan")
def plan(_activity: Record, form: Data, _at: Context) -> Data:
    """A joint activity has one host."""
    return with_one_host(form)
