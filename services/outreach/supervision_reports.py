"""Rules for the reports of social supervisors."""

from contracts.errors import Refused
from contracts.outreach.supervision_reports import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.conversion import conversion_data
from services.outreach.supervisors import in_office

rules = Rules(register)


class NotInOffice(Refused):
    """The supervisor was not in office on that day: before the term, after it, or resigned."""

    slug, zh, field = "not-in-office", "该监督员当日不在聘期内", "supervisor"


def reporter(_report: Record, form: Data, lookup: Lookup) -> Record:
    """The supervisor who reports."""
    return lookup.record("outreach.supervisors", form["supervisor"])


@rules.on("receive", supervisor=reporter)
def receive(_report: Record, form: Data, _at: Context, supervisor: Record) -> Data:
    """Only who is engaged on that day supervises."""
    if not in_office(supervisor, form["received_on"]):
        raise NotInOffice(supervisor.id)
    return form


@rules.on("convert")
def convert(report: Record, form: Data, _at: Context) -> Data:
    """What the cases service hears: the target, its category, a summary that names nobody, the unit."""
    return conversion_data(report, form)
