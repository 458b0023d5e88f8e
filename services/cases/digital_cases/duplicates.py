"""Which earlier cases a case may repeat: the same class in the same grid cell, at a place that reads much the same."""

from collections.abc import Iterator

from contracts.cases.digital_cases import register
from services.chassis.base.similarity import similarity
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record

PERIODS = (30, 90)
"""Days within which a case of the same place and class counts as recurring: what appraisals of city cases ask for."""
MUCH, MOST_PROPOSED = 50, 5
"""From how many percent on two places are taken for one, and how many proposals a person looks through."""


def field_value(case: Record, form: Data, name: str) -> str | None:
    """What the form says of a field, else what was said before."""
    value: str | None = form.get(name) or case.get(name)
    return value


def locus(case: Record, form: Data) -> str | None:
    """Grid cell and class together; None while one of them is missing."""
    grid, klass = field_value(case, form, "grid"), field_value(case, form, "case_class")
    return f"{grid}/{klass}" if grid and klass else None


def neighbours(case: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other cases of the same class in the same grid cell."""
    where = locus(case, form)
    return [one for one in lookup.where(register.name, locus=where) if one.id != case.id] if where else []


def proposals(case: Record, place: str, near: list[Record], at: Context) -> list[Data]:
    """The likeliest of them, as they were known by now."""
    # A correction runs this again, and must not propose what nobody could know when the case was accepted.
    by_now = (other.known_by(at.now) for other in near)
    likely = [one for other in by_now if other.get("locus") for one in _alike(case, place, other)]
    return sorted(likely, key=lambda one: (-one["percent"], one["days"], one["case"]))[:MOST_PROPOSED]


def _alike(case: Record, place: str, other: Record) -> Iterator[Data]:
    if other.voided or other.status() == "rejected":
        return
    days = (case["reported_on"] - other["reported_on"]).days
    percent = round(100 * similarity(place, other["place"]))
    within = next((period for period in PERIODS if 0 <= days <= period), None)
    if within and percent >= MUCH:
        yield {"case": other.id, "percent": percent, "days": days, "within": within}
