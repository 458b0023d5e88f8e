"""The numbers of papers 文号: by the agency's own pattern, without gaps and doubles (docs/decisions/0091).

Where the step that makes a paper leaves its number empty, the next of the series is drawn in the transaction that
records the step, and stands in the event from then on. Nothing is assumed: without a pattern it stays empty.
"""

import datetime as dt
import re
from dataclasses import dataclass

from contracts.cases.penalties import register
from contracts.cases.penalties.papers import CATALOGUE, NUMBER_FIELDS, number_field
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
    "extend_seizure": "seizure_extension",
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
    "decide_demolition": "enforcement_decision",
    "ask_court": "court_application",
    "hand_over": "transfer",
}
"""Which numbered paper a step makes; what it makes beside that has a field of its own for its number."""
_YEAR = re.compile(r"(?=([0-9]{4}))")


class PaperNumberBorne(Refused):
    """Another paper bears this number of the agency's series, or bore it; leave it empty, and the next one is drawn."""

    slug, zh, field = "paper-number-borne", "该文号已由另一文书使用，或曾经使用；留空则自动编下一个号", NUMBER


@rules.on_every_step
def with_number(step: Step, case: Record, form: Data, lookup: Lookup) -> Data:
    """A step with the numbers of the papers that it makes: those that were typed, else the next of their series.

    Raises PaperNumberBorne, SerialTooGreat.
    """
    papers = _papers(step, form)
    if not papers:
        return form
    day = form[str(step.form.business_day_field())]
    agency = _agency(case, form, day, lookup)
    patterns = {field: pattern for field, paper in papers.items() if (pattern := agencies.pattern_on(agency, paper))}
    if agency is None or not patterns:
        return form
    whole = lookup.record(register.name, case.id)
    for field in patterns:
        _check([one["pattern"] for one in agency["numbers"]], NumberEntry(field, form, case), whole, lookup)
    # What a correction decides again draws nothing: its paper went out without a number.
    if decided_before(case, lookup) or day < (agency["numbers_from"] or day):
        return form
    for field, pattern in patterns.items():
        form = form if form[field] else form | {field: _next(pattern, day.year, form, lookup)}
    return form


def _papers(step: Step, form: Data) -> dict[str, str]:
    """The fields of a step in which numbers of the papers stand that it makes, each with its paper."""
    made = [PAPER_OF[step.name]] if step.name in PAPER_OF else []
    made += [beside for beside in NUMBER_FIELDS if CATALOGUE[beside].is_issued_by(step.name, form)]
    return {field: paper for paper in made if (field := number_field(paper)) in fields_of(step.form)}


def _next(pattern: str, year: int, form: Data, lookup: Lookup) -> str:
    """The next number of a pattern, behind those too that the same step gives."""
    series = agencies.series_of(pattern, year)
    here = [place[1] for place in _places(form) if place[0] == series]
    return agencies.number_of(pattern, year, max([lookup.last_serial(register.name, series), *here]) + 1)


@dataclass(frozen=True)
class NumberEntry:
    """A field in which somebody may have typed a number, the form and the case before it."""

    field: str
    form: Data
    case: Record

    @property
    def number(self) -> str:
        """What was typed; empty: nothing."""
        return str(self.form[self.field] or "")

    @property
    def places_beside(self) -> list[Place]:
        """The places of all other papers' numbers in the case, those of the same step too."""
        others = {name: value for name, value in self.form.items() if name != self.field}
        return [*_stand(self.case), *_places(others)]


def _check(patterns: list[str], entry: NumberEntry, whole: Record, lookup: Lookup) -> None:
    """A typed number of any series of the agency's is no other paper's, and does not bring its series to an end."""
    place = place_in(entry.number)
    if place is None or not any(_fits(one, place) for one in patterns):
        return
    # What the case bore twice before it was looked at stands.
    if place in entry.places_beside and _stand(whole).count(place) <= 1:
        raise PaperNumberBorne(entry.number, entry.case.id, errors=[PaperNumberBorne.fault(entry.field)])
    if place in places(whole):  # what a case bore before it may bear again
        return
    if others := lookup.bearers(register.name, place) - {entry.case.id}:
        raise PaperNumberBorne(entry.number, *sorted(others)[:1], errors=[PaperNumberBorne.fault(entry.field)])
    if place[1] >= 10**MOST_TYPED and place[1] > lookup.last_serial(register.name, place[0]) + 1:
        raise SerialTooGreat(entry.number, errors=[SerialTooGreat.fault(entry.field)])


def _fits(pattern: str, place: Place) -> bool:
    """Whether a number is one of the pattern's, of whatever year."""
    return any(place[0] == agencies.series_of(pattern, int(year)) for year in _YEAR.findall(place[0]))


def _stand(case: Record) -> list[Place]:
    """The places of all numbers that stand in a case."""
    return [place for one in case.latest_revisions for place in _places(one.data)]


def _places(data: Data) -> list[Place]:
    """The places of the numbers that a step gives."""
    numbers = (str(data.get(name) or "") for name in register.serial_fields)
    return [place for one in numbers if (place := place_in(one))]


def _agency(case: Record, form: Data, day: dt.date, lookup: Lookup) -> Data | None:
    """The agency in whose name a paper goes out: the case's penalising body, before there is one its unit's own."""
    if body := form.get("body") or case.get("body"):
        return agencies.agency_on(lookup, body, day)
    every = (agencies.agency_on(lookup, one, day) for one in rising(lookup, case.unit_on(day), day))
    return next(filter(None, every), None)
