"""Which papers a case has: issued, to be issued now, or not yet, and what each of them lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from contracts.cases.penalties import register
from contracts.cases.penalties.papers import CATALOGUE, PaperKind
from contracts.register import Step
from services.chassis.records.record import allowed_main_statuses
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.fields import values
from services.gateway.casefile.paper import Blank

ISSUED, POSSIBLE, AHEAD = "issued", "possible", "ahead"


@dataclass(frozen=True)
class StandingPaper:
    """A paper of a case, as it stands.

    step   by which it was issued, or would be
    place  of the step by which it was issued; None: it was not issued yet
    day    on which it was issued
    gaps   what it needs and nobody has said, each once, in the paper's order; nothing of what is not yet
    """

    name: str
    state: str
    step: Step
    place: int | None = None
    day: str | None = None
    gaps: tuple[Blank, ...] = ()


def standing_papers(case: CaseFile) -> list[StandingPaper]:
    """Every paper that a case has, may have now, or may have later, in the order of the catalogue."""
    return [one for name, kind in CATALOGUE.items() for one in _of_kind(case, name, kind)]


def _of_kind(case: CaseFile, name: str, kind: PaperKind) -> Iterator[StandingPaper]:
    issued = [one for one in case.effective if kind.is_issued_by(one.step, one.data)]
    for one in issued if kind.each else issued[-1:]:
        gaps = tuple(_gaps(values(case, name, one.place)))
        yield StandingPaper(name, ISSUED, register.step(one.step), one.place, one.occurred_on, gaps)
    possible = next((step for step in kind.steps if step in case.data.case.next), None)
    if possible and (kind.each or not issued):
        # What the step itself says is no gap before it is taken.
        open_gaps = (one for one in _gaps(values(case, name)) if not one.fills or one.fills.step not in kind.steps)
        yield StandingPaper(name, POSSIBLE, register.step(possible), gaps=tuple(open_gaps))
    elif not issued and (later := next((step for step in kind.steps if _may_come(step, case.data.case.status)), None)):
        yield StandingPaper(name, AHEAD, register.step(later))


def _gaps(value: Any) -> Iterator[Blank]:
    """Each gap once, wherever it stands."""
    yield from dict.fromkeys(_every_gap(value))


def _every_gap(value: Any) -> Iterator[Blank]:
    if isinstance(value, Blank):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _every_gap(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _every_gap(one)


def _may_come(name: str, status: str) -> bool:
    """Whether a step may come, as far as the main line says."""
    if not register.has(name):
        return False
    step = register.step(name)
    where = set(step.starts) if step.line == "main" else allowed_main_statuses(register, step)
    return bool(_ahead(status) & where)


@cache
def _ahead(status: str) -> frozenset[str]:
    """The statuses of the main line to which a case may come, its own among them."""
    found, waiting = {status}, [status]
    while waiting:
        here = waiting.pop()
        leads = {one.leads for one in register.steps if one.line == "main" and here in one.starts and one.leads}
        waiting += leads - found
        found |= leads
    return frozenset(found)
