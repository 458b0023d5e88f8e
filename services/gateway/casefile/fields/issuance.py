"""Which papers a case has: by the steps that were taken, in the order of the procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.cases.penalties import register
from contracts.cases.penalties.papers import CATALOGUE, NUMBERED, number_field
from contracts.errors import Unknown
from contracts.rpc import RevisionEntry
from services.gateway.casefile.case import NOTHING, CaseFile
from services.gateway.casefile.fields.reading import PaperReading

COVER, INDEX = "cover", "index"


@dataclass(frozen=True)
class IssuedPaper:
    """A paper that was issued.

    place   of the step by which it was issued: with it the paper is asked for
    number  its own number; empty: it has none, or none was entered
    """

    paper: str
    place: int
    day: str
    number: str


def issued_papers(case: CaseFile) -> list[IssuedPaper]:
    """Every paper that was issued, each in the order of the procedure and of its step."""
    return [one for paper in CATALOGUE for one in _issued(case, paper)]


def papers_in_file(case: CaseFile) -> list[IssuedPaper]:
    """What was issued, but for the file's own cover and index."""
    return [one for one in issued_papers(case) if one.paper not in (COVER, INDEX)]


def _issued(case: CaseFile, paper: str) -> Iterator[IssuedPaper]:
    taken = _issuing(case, paper)
    if taken and not CATALOGUE[paper].each:
        taken = [_chosen(taken, paper)]
    for one in taken:
        number = str(one.data.get(number_field(paper)) or "") if paper in NUMBERED else ""
        yield IssuedPaper(paper, one.place, one.occurred_on, number)


def _issuing(case: CaseFile, paper: str) -> list[RevisionEntry]:
    return [one for one in case.effective if CATALOGUE[paper].is_issued_by(one.step, one.data)]


def _chosen(taken: list[RevisionEntry], paper: str) -> RevisionEntry:
    """Of several the last of the first step in the catalogue's order."""
    steps = CATALOGUE[paper].steps
    first = min(taken, key=lambda one: steps.index(one.step)).step
    return [one for one in taken if one.step == first][-1]


def paper_of(case: CaseFile, paper: str) -> str:
    """The paper that is meant: that of a case decided on the spot has a decision of its kind. Raises Unknown."""
    if paper not in CATALOGUE:
        raise Unknown(paper)
    return "on_spot_decision" if paper == "decision" and case.on_spot else paper


def reading(case: CaseFile, paper: str, place: int | None = None) -> PaperReading:
    """A case as a paper of it reads it: the one issued at a place, else the last; a draft where none was.

    Raises Unknown for a place at which it was not issued.
    """
    taken = _issuing(case, paper)
    if place is not None:
        taken = [one for one in taken if one.place == place]
        if not taken:
            raise Unknown(f"{paper}/{place}")
    if not taken:
        steps = CATALOGUE[paper].steps
        return PaperReading(case, next(filter(register.has, steps), steps[0]), NOTHING, case)
    one = _chosen(taken, paper)
    return PaperReading(case.at(one.place), one.step, one.data, case)
