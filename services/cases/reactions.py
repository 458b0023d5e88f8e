"""What the cases service does when it hears of others' events."""

from __future__ import annotations

from contracts.cases.rectifications import OPINION, SERVICE_CALL, SUPERVISION_REPORT
from contracts.envelope import Event
from contracts.outreach.topics import CASE, RECTIFICATION
from services.cases.referrals import BEFORE, moment
from services.chassis.handling.reactions import Reactions
from services.chassis.records.command import CommandRequest
from services.chassis.records.lookup import Lookup

SOURCES = {
    "outreach.opinions": OPINION,
    "outreach.supervision_reports": SUPERVISION_REPORT,
    "outreach.service_calls": SERVICE_CALL,
}


def rectify(event: Event, _lookup: Lookup) -> CommandRequest | None:
    """An opinion, a supervisor's report or a call that was passed on as a rectification raises one (F057, M-A1-5)."""
    conversion = event.data
    if conversion["target"] != RECTIFICATION:
        return None
    papers = conversion.get("papers")
    form = ({"evidence": papers} if papers else {}) | {
        "unit": conversion["responsible_unit"],
        "category": conversion["category"],
        "problem": conversion["summary"],
        "source_kind": SOURCES[event.register],
        "source": event.subject,
        "raised_on": event.occurredon.isoformat(),
    }
    return CommandRequest("cases.rectifications", "raise", form)


def report(event: Event, _lookup: Lookup) -> CommandRequest | None:
    """One that was passed on as a case is reported as such; class and place are for the centre to complete."""
    conversion = event.data
    if conversion["target"] != CASE:
        return None
    concerns, papers = conversion.get("concerns"), conversion.get("papers")
    more = ({"object": concerns} if concerns else {}) | (
        {"photos": [{"kind": BEFORE, "photo": papers}]} if papers else {}
    )
    form = more | {
        "unit": conversion["responsible_unit"],
        "source": SOURCES[event.register],
        "source_record": event.subject,
        "category": conversion["category"],
        "problem": conversion["summary"],
        "reported_at": moment(event).isoformat(),
    }
    return CommandRequest("cases.digital_cases", "report", form)


reactions = Reactions(
    ("outreach.opinions.converted.v1", rectify),
    ("outreach.opinions.converted.v1", report),
    ("outreach.supervision_reports.converted.v1", rectify),
    ("outreach.supervision_reports.converted.v1", report),
    ("outreach.opinions.referred.v1", rectify),
    ("outreach.opinions.referred.v1", report),
    ("outreach.supervision_reports.referred.v1", rectify),
    ("outreach.supervision_reports.referred.v1", report),
    ("outreach.service_calls.referred.v1", rectify),
    ("outreach.service_calls.referred.v1", report),
)
