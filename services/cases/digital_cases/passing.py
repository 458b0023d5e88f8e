"""A case becomes a clue of a penalty case, or a rectification, by one step, and hears of its end."""

from __future__ import annotations

from typing import Any

from contracts.cases.digital_cases import register
from contracts.cases.rectifications import DIGITAL_CASE
from contracts.envelope import Event
from contracts.errors import Refused
from contracts.outreach.topics import CLUE, OTHER
from services.cases.referrals import Report, referral_data, request_for
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import as_it_stood, hears_end, keep_link
from services.chassis.records.finding.decided_before import DecidedBefore
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
LONGEST_PLACE, LONGEST_MATTER = 120, 2000
"""How much a clue holds."""
MOST_PAPERS = 50


class ClueNumberMissing(Refused):
    """A clue has a number, which stands for the act."""

    slug, zh, field = "clue-number-missing", "转为行政处罚线索的须填写线索编号", "act"


@rules.on("refer", before=as_it_stood)
def refer(case: Record, form: Data, _at: Context, before: DecidedBefore | None) -> Data:
    """A clue has a number; what is rectified has a category that fits."""
    if form["target"] == CLUE:
        if not form["act"]:
            raise ClueNumberMissing
        return keep_link(form | {"responsible_unit": form["responsible_unit"] or case.unit}, before)
    return keep_link(referral_data(case, form, OTHER), before)


@rules.causes("refer")
def pass_on(event: Event, lookup: Lookup) -> CommandRequest:
    """The clue or the rectification that it becomes, with place, matter and photographs."""
    case = lookup.record(register.name, event.subject)
    photos = [photo for entry in case.effective for photo in entry.data.get("photos") or []]
    if event.data["target"] != CLUE:
        return request_for(event, Report(DIGITAL_CASE, DIGITAL_CASE, case["problem"], photos=photos))
    return CommandRequest("cases.penalties", "find", _clue(case, event, photos))


def _clue(case: Record, event: Event, photos: list[Data]) -> Data:
    papers = dict.fromkeys(one for photo in photos for one in photo["photo"])
    optional: dict[str, Any] = {"place": (case.get("place") or "")[:LONGEST_PLACE], "object": case.get("object")}
    return {name: value for name, value in optional.items() if value} | {
        "act": event.data["act"],
        "unit": event.data["responsible_unit"],
        "source": "digital",
        "matter": case["problem"][:LONGEST_MATTER],
        "online": bool(event.data["online"]),
        "found_on": event.occurredon.isoformat(),
        "city_case": case.id,
        "evidence": list(papers)[:MOST_PAPERS],
    }


hears_end(rules)
