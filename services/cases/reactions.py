"""What the cases service does when it hears of others' events."""

from __future__ import annotations

import datetime as dt

from contracts.cases.rectifications import OPINION, SUPERVISION_REPORT
from contracts.envelope import Event
from contracts.outreach.opinions import CASE, RECTIFICATION
from services.chassis.base.clock import SHANGHAI
from services.chassis.handling.reactions import CommandRequest, Reactions
from services.chassis.records.lookup import Lookup

SKEW = dt.timedelta(minutes=5)
"""How far the clocks of two services may be apart."""
SOURCES = {"outreach.opinions": OPINION, "outreach.supervision_reports": SUPERVISION_REPORT}


def rectify(event: Event, _lookup: Lookup) -> CommandRequest | None:
    """An opinion or a supervisor's report that was converted into a rectification raises one (F057, M-A1-5)."""
    conversion = event.data
    if conversion["target"] != RECTIFICATION:
        return None
    form = {
        "unit": conversion["responsible_unit"],
        "category": conversion["category"],
        "problem": conversion["summary"],
        "source_kind": SOURCES[event.register],
        "source": event.subject,
        "raised_on": event.occurredon.isoformat(),
    }
    return CommandRequest("cases.rectifications", "raise", form)


def report(event: Event, _lookup: Lookup) -> CommandRequest | None:
    """One that was converted into a case is reported as such; class and place are for the centre to complete."""
    conversion = event.data
    if conversion["target"] != CASE:
        return None
    form = {
        "unit": conversion["responsible_unit"],
        "source": SOURCES[event.register],
        "source_record": event.subject,
        "category": conversion["category"],
        "problem": conversion["summary"],
        "reported_at": _moment(event).isoformat(),
    }
    return CommandRequest("cases.digital_cases", "report", form)


def _moment(event: Event) -> dt.datetime:
    """When it happened as nearly as it is known: when it was recorded, on the day for which it was recorded."""
    # The event has a day and the moment of its recording; a late entry was recorded on another day than it happened.
    first, last = (dt.datetime.combine(event.occurredon, time, SHANGHAI) for time in (dt.time(), dt.time(23, 59, 59)))
    return max(first, min(event.time - SKEW, last))


reactions = Reactions(
    ("outreach.opinions.converted.v1", rectify),
    ("outreach.opinions.converted.v1", report),
    ("outreach.supervision_reports.converted.v1", rectify),
    ("outreach.supervision_reports.converted.v1", report),
)
