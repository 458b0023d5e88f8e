"""The numbers of papers 文号: by the agency's own pattern, without gaps and doubles (docs/decisions/0091).

Where the step that makes a paper leaves its number empty, the next of the series is drawn in the transaction that
records the step, and stands in the event from then on. Nothing is assumed: without a pattern it stays empty.
"""

import datetime as dt
import re

from contracts.cases.penalties import register
from contracts.errors import Refused
from contracts.forms import fields_of
from contracts.register import NUMBER, Step
from services.cases import agencies
from services.cases.units_above import rising
from services.chassis.records.finding.decided_before import decided_before
from services.chassis.records.finding.drawn_numbers import SerialTooGreat
from services.chassis.records.finding.series import MOST_TYPED, Place, place_in, places
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
PAPER_OF = {
    "register_evidence": "registration",
    "dispose_evidence": "registration_disposal",
    "seize": "seizure",
    "release": "seizure_lifting",
    "order_correction": "correction_order",
    "notify": "notice",
    "notify_hearing": "hearing",
    "decide_on_spot": "on_spot_decision",
    "decide": "decision",
    "exempt": "exemption",
    "demand": "demand",
    "demand_performance": "demand",
    "demand_demolition": "demand",
    "decide_performance": "performance",
    "announce_demolition": "demolition_notice",
    "ask_court": "court_application",
    "hand_over": "transfer",
}
"""Which numbered paper a step makes."""
_YEAR = re.compile(r"(?=([0-9]{4}))")


class PaperNumberBorne(Refused):
    """Another paper bears this number of the agency's series, or bore it; leave it empty, and the next one is drawn."""

    slug, zh, field = "paper-number-borne", "该文号已由另一文书使用，或曾经使用；留空则自动编下一个号", NUMBER


@rules.on_every_step
def with_number(step: Step, case: Record, form: Data, lookup: Lookup) -> Data:
    """A step with the number of the paper that it makes: the one that was typed, else the next of its series.

    Raises PaperNumberBorne, SerialTooGreat.
    """
    paper = PAPER_OF.get(step.name)
    if paper is None or NUMBER not in fields_of(step.form):
        return form
    day = form[str(step.form.business_day_field())]
    agency = _agency(case, form, day, lookup)
    pattern = agencies.pattern_on(agency, paper)
    if agency is None or pattern is None:
        return form
    whole = lookup.record(register.name, case.id)
    if typed := form[NUMBER]:
        _check([one["pattern"] for one in agency["numbers"]], typed, case, whole, lookup)
        return form
    # What a correction decides again draws nothing: its paper went out without a number.
    if decided_before(case, lookup) or day < (agency["numbers_from"] or day):
        return form
    return form | {NUMBER: _next(pattern, day.year, lookup)}


def _next(pattern: str, year: int, lookup: Lookup) -> str:
    serial = lookup.last_serial(register.name, agencies.series_of(pattern, year)) + 1
    return agencies.number_of(pattern, year, serial)


def _check(patterns: list[str], typed: str, case: Record, whole: Record, lookup: Lookup) -> None:
    """A typed number of any series of the agency's is no other paper's, and does not bring its series to an end."""
    place = place_in(typed)
    if place is None or not any(_fits(one, place) for one in patterns):
        return
    if _borne_beside(case, whole, place):
        raise PaperNumberBorne(typed, case.id)
    if place in places(whole):  # what a case bore before it may bear again
        return
    if others := lookup.bearers(register.name, place) - {case.id}:
        raise PaperNumberBorne(typed, *sorted(others)[:1])
    if place[1] >= 10**MOST_TYPED and place[1] > lookup.last_serial(register.name, place[0]) + 1:
        raise SerialTooGreat(typed)


def _fits(pattern: str, place: Place) -> bool:
    """Whether a number is one of the pattern's, of whatever year."""
    return any(place[0] == agencies.series_of(pattern, int(year)) for year in _YEAR.findall(place[0]))


def _borne_beside(case: Record, whole: Record, place: Place) -> bool:
    """Whether another paper of the case bears a number, and did not do so before it was looked at."""
    return place in _stand(case) and _stand(whole).count(place) <= 1


def _stand(case: Record) -> list[Place | None]:
    return [place_in(str(one.data.get(NUMBER) or "")) for one in case.latest_revisions]


def _agency(case: Record, form: Data, day: dt.date, lookup: Lookup) -> Data | None:
    """The agency in whose name a paper goes out: the case's penalising body, before there is one its unit's own."""
    if body := form.get("body") or case.get("body"):
        return agencies.agency_on(lookup, body, day)
    every = (agencies.agency_on(lookup, one, day) for one in rising(lookup, case.unit_on(day), day))
    return next(filter(None, every), None)
