"""Rules for the reports of social supervisors."""

from contracts.errors import Refused
from contracts.outreach.supervision_reports import register
from services.chassis.records.finding.caused_steps import as_it_stood, hears_end, keep_link
from services.chassis.records.finding.decided_before import DecidedBefore
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.conversion import conversion_data
from services.outreach.referrals import referral_data
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


@rules.on("refer", before=as_it_stood)
def refer(report: Record, form: Data, _at: Context, before: DecidedBefore | None) -> Data:
    """It becomes what its category fits, with what the supervisor saw and the papers of the report (F120)."""
    data = keep_link(referral_data(report, form), before)
    return data | {"summary": report["matter"], "papers": report.get("evidence", [])}


hears_end(rules)
