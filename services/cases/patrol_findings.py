"""Rules for what patrols find."""

from __future__ import annotations

from contracts.cases.digital_cases.intake import PATROL
from contracts.cases.patrol_findings import register
from contracts.cases.rectifications import FINDING
from contracts.envelope import Event
from contracts.errors import Refused
from contracts.refusals import UnitOfBasis
from services.cases.digital_cases.locations import check_photos, check_point
from services.cases.referrals import Report, fields_of, referral_data, request_for
from services.chassis.records.business_days import business_day_in
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import as_it_stood, hears_end, keep_link
from services.chassis.records.finding.decided_before import DecidedBefore
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
PATROLS = "cases.patrols"
CARRIED = ("case_class", "street", "community", "grid", "place", "longitude", "latitude", "datum")
"""What a case takes over of a finding, beside the problem and its photographs."""


class BeforePatrol(Refused):
    """A patrol finds what it finds after it has set off."""

    slug, zh, field = "before-patrol", "发现时间早于巡查出发时间", "found_at"


def patrol_of(_finding: Record, form: Data, lookup: Lookup) -> Record:
    """The patrol that found it."""
    return lookup.record(PATROLS, form["patrol"])


@rules.on("find", patrol=patrol_of)
def find(_finding: Record, form: Data, at: Context, patrol: Record) -> Data:
    """It belongs to the patrol's unit and to the business day on which it was seen."""
    if form["unit"] != patrol.unit:
        raise UnitOfBasis(patrol.unit)
    if form["found_at"] < patrol["set_off_at"]:
        raise BeforePatrol(form["found_at"])
    return check_photos(check_point(form), at) | {"found_on": business_day_in(form, "found_at", at)}


@rules.on("refer", before=as_it_stood)
def refer(finding: Record, form: Data, _at: Context, before: DecidedBefore | None) -> Data:
    """It is passed on as what it was found to be, unless a person says otherwise."""
    return keep_link(referral_data(finding, form, finding["category"]), before)


@rules.causes("refer")
def pass_on(event: Event, lookup: Lookup) -> CommandRequest:
    """The case or the rectification that it becomes, with place, class and photographs (F120)."""
    finding = lookup.record(register.name, event.subject)
    more, photos = fields_of(finding, *CARRIED), finding.get("photos", [])
    return request_for(event, Report(PATROL, FINDING, finding["problem"], more, photos=photos))


hears_end(rules)


@rules.causes("hear")
def tell_patrol(event: Event, lookup: Lookup) -> CommandRequest | None:
    """The patrol hears of it too, and of what came of it otherwise since."""
    patrol = lookup.record(PATROLS, event.data["of"]["patrol"])
    if patrol.voided:
        return None
    day = max(event.occurredon, *(one.on for one in patrol.effective))
    form = {name: event.data[name] for name in ("result", "outcome_text", "handled_as")}
    return CommandRequest(
        PATROLS, "hear_back", form | {"finding": event.subject, "heard_on": day.isoformat()}, patrol.id
    )
