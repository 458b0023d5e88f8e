"""What a question binds and what its statement looks like: equal shapes share one compiled statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from services.gateway.read_model.ledger import stamp
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.question import Question


@dataclass(frozen=True)
class Shape:
    """What the statements for a kind of question differ in; equal shapes share one compiled statement."""

    stateful: bool
    by_unit: bool
    proved: bool = False
    since: bool = True
    facets: bool = False
    demands: bool = False
    renewed: bool = False
    among: bool = False
    """Of some records and subjects alone."""
    of_subjects: bool = False
    """Of some subjects alone, by whichever record."""
    apart: bool = False
    """Each of these subjects is looked up by itself, as PostgreSQL does not by itself among some thousand rows."""


def shape_of(measure: Measure, question: Question) -> Shape:
    """The shape of a question about a measure."""
    by_unit, facets = question.units is not None, measure.facets > 1
    options = {"facets": facets, "demands": measure.demanding, "renewed": measure.renewed}
    return Shape(measure.stateful, by_unit, measure.proved, **options)


def within_period(measure: Measure, question: Question) -> Question:
    """A question as it is answered: asked as of a day after the measure's period, as of the last one of that."""
    return replace(question, as_of=measure.day(question.as_of))


def parameters(measure: Measure, question: Question, side: str = "all") -> dict[str, Any]:
    """What a statement binds; `side` is where in the measure the rows count: all, whole, part, basis, demands, anew."""
    since = measure.since.isoformat() if measure.since else ""
    return {
        "district": question.district,
        "programme": measure.programme,
        "measure": measure.id,
        "side": side,
        "known": stamp(question.known_at),
        "as_of": question.as_of.isoformat(),
        "since": since,
        "year": f"{question.as_of.year:04}-01-01",
        "proof": measure.verified_from,
        "units": sorted(question.units or ()),
        "facets": measure.facets,
    }
