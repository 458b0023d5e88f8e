"""What is passed on by one step, and hears of its end: the same for complaints, emergencies and what patrols find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from contracts.cases.digital_cases.intake import COMPLAINT, EMERGENCY, PATROL
from contracts.cases.penalties import register as penalties
from contracts.cases.rectifications import DIGITAL_CASE, FINDING
from contracts.envelope import Event
from contracts.outreach.referrals import DECLINED, DONE, UNFOUNDED, is_fitting
from contracts.outreach.topics import CASE
from contracts.refusals import OtherCategory
from services.chassis.base.clock import SHANGHAI
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import HEAR, outcome_form
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record

SKEW = dt.timedelta(minutes=5)
"""How far the clocks of two services may be apart."""
BEFORE = "before"
"""What was seen before anybody disposed of it."""
LONGEST = 2000
"""How much of a problem a rectification holds."""
CITY_CASES = "cases.digital_cases"
COMPLAINTS, EMERGENCIES, FINDINGS = "cases.complaints", "cases.emergencies", "cases.patrol_findings"
WAITING = {COMPLAINT: COMPLAINTS, EMERGENCY: EMERGENCIES, PATROL: FINDINGS, FINDING: FINDINGS, DIGITAL_CASE: CITY_CASES}
"""Where what was passed on waits for its outcome, by the source that cases and rectifications name."""


@dataclass(frozen=True)
class Report:
    """What was reported, as a case or a rectification takes it over.

    case, rectification  how these call where it came from
    more                 what a case has besides: place, class, points
    papers               photographs and other papers by their hashes
    photos               photographs with their points, as they were handed in
    """

    case: str
    rectification: str
    problem: str
    more: Data = field(default_factory=dict)
    papers: Iterable[str] = ()
    photos: Iterable[Data] = ()


def referral_data(record: Record, form: Data, category: str) -> Data:
    """A referral with what it leaves to the record: category and unit. Raises OtherCategory."""
    chosen = form["category"] or category
    if not is_fitting(form["target"], chosen):
        raise OtherCategory(chosen)
    return form | {"category": chosen, "responsible_unit": form["responsible_unit"] or record.unit}


def request_for(event: Event, report: Report) -> CommandRequest:
    """The case that is reported, or the rectification that is raised, with all that was said."""
    said = event.data
    about = {"unit": said["responsible_unit"], "category": said["category"]}
    papers = list(report.papers)
    if said["target"] != CASE:
        proof = [*papers, *(one for photo in report.photos for one in photo["photo"])]
        place = {"place": report.more["place"]} if report.more.get("place") else {}
        problem = {"problem": report.problem[:LONGEST], "raised_on": event.occurredon.isoformat()} | place
        source = {"source_kind": report.rectification, "source": event.subject, "evidence": list(dict.fromkeys(proof))}
        return CommandRequest("cases.rectifications", "raise", about | problem | source)
    photos = [*report.photos, *([{"kind": BEFORE, "photo": papers}] if papers else [])]
    source = {"source": report.case, "source_record": event.subject, "reported_at": moment(event).isoformat()}
    form = about | report.more | source | {"problem": report.problem, "photos": as_wire(photos)}
    return CommandRequest("cases.digital_cases", "report", form)


def moment(event: Event) -> dt.datetime:
    """When it happened as nearly as it is known: when it was recorded, on the day for which it was recorded."""
    # The event has a day and the moment of its recording; a late entry was recorded on another day than it happened.
    first, last = (dt.datetime.combine(event.occurredon, time, SHANGHAI) for time in (dt.time(), dt.time(23, 59, 59)))
    return max(first, min(event.time - SKEW, last))


def fields_of(record: Record, *names: str) -> Data:
    """What a record says of some fields, where it says anything."""
    return {name: record.get(name) for name in names if record.get(name) is not None}


def as_wire(value: Any) -> Any:
    """What was handed in, as it is handed in again."""
    if isinstance(value, list):
        return [as_wire(one) for one in value]
    if isinstance(value, dict):
        return {name: as_wire(one) for name, one in value.items() if one is not None}
    return value.isoformat() if isinstance(value, dt.date) else value


def on_rectification_end(event: Event, lookup: Lookup) -> CommandRequest | None:
    """What was rectified, or dropped, goes back to what it came from."""
    of, said = event.data["of"], event.data
    outcome = (DONE, said["outcome"]) if "outcome" in said else (DECLINED, said["reason"])
    return _ending(event, lookup, (of["source_kind"], of["source"]), outcome)


def on_case_end(event: Event, lookup: Lookup) -> CommandRequest | None:
    """So does what came of a case: closed, closed by force, taken back, or no case at all."""
    of, said = event.data["of"], event.data
    if "outcome" in said:
        outcome = DONE, said["outcome"]
    else:
        outcome = UNFOUNDED if said.get("unfounded") else DECLINED, said["reason"]
    return _ending(event, lookup, (of["source"], of["source_record"]), outcome)


def on_penalty_end(event: Event, lookup: Lookup) -> CommandRequest | None:
    """A city case hears that the penalty case is over, and no more: who may read that one reads the rest there."""
    case = lookup.record(penalties.name, event.subject)
    if not (city_case := case.get("city_case")):
        return None
    status = case.status()
    outcome = DONE if status == "closed" else DECLINED, f"行政处罚案件：{penalties.words[status]}"
    return _ending(event, lookup, (DIGITAL_CASE, city_case), outcome)


def _ending(
    event: Event, lookup: Lookup, source: tuple[str, str | None], outcome: tuple[str, str]
) -> CommandRequest | None:
    """The step that records it, where the source (its kind, its id) still waits for its outcome."""
    kind, id_ = source
    register = WAITING.get(kind)
    record = lookup.record(register, id_) if register and id_ else None
    if register is None or record is None or (form := outcome_form(event, record, outcome)) is None:
        return None
    return CommandRequest(register, HEAR, form, record.id)
