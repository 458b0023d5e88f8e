"""Which papers a case has: issued, to be issued now, or not yet, and what each of them lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from contracts.cases.penalties import register
from contracts.cases.penalties.papers import CATALOGUE, PAPERS, PaperKind
from contracts.register import Step
from services.chassis.records.record import allowed_main_statuses
from services.gateway.casefile.fields.issuance import issued_papers, reading
from services.gateway.casefile.fields.service import RECEIPT, served_papers
from services.gateway.casefile.paper import Blank
from services.gateway.casefile.papers import CasePapers

ISSUED, POSSIBLE, AHEAD = "issued", "possible", "ahead"


@dataclass(frozen=True)
class StandingPaper:
    """A paper of a case, as it stands.

    step   by which it was issued, or would be
    place  of the step by which it was issued; None: it was not issued yet
    day    on which it was issued
    gaps   what it needs and nobody has said, each once, in the paper's order; nothing of what is not yet
    served what a receipt says was served
    """

    name: str
    state: str
    step: Step
    place: int | None = None
    day: str | None = None
    gaps: tuple[Blank, ...] = ()
    served: tuple[str, ...] = ()

    @property
    def titles(self) -> dict[str, str]:
        """Its title in both languages; of a receipt with what was served."""
        zh, en = ([words[one] for one in (self.name, *self.served)] for words in (PAPERS, PAPERS.en))
        return {"zh": _joined(zh, "：", "、"), "en": _joined(en, ": ", ", ")}


def _joined(titles: list[str], colon: str, comma: str) -> str:
    return colon.join(filter(None, (titles[0], comma.join(titles[1:]))))


def standing_papers(papers: CasePapers) -> list[StandingPaper]:
    """Every paper that a case has, may have now, or may have later, in the order of the catalogue."""
    return [one for name, kind in CATALOGUE.items() for one in _of_kind(papers, name, kind)]


def _of_kind(papers: CasePapers, name: str, kind: PaperKind) -> Iterator[StandingPaper]:
    case = papers.case
    issued = [one for one in issued_papers(case) if one.paper == name]
    steps = {one.place: register.step(one.step) for one in case.effective}
    for one in issued:
        served = served_papers(reading(case, name, one.place)) if name == RECEIPT else ()
        gaps = papers.gaps(name, one.place)
        yield StandingPaper(name, ISSUED, steps[one.place], one.place, one.day, gaps, served)
    possible = next((step for step in kind.steps if step in case.data.case.next), None)
    if possible and (kind.each or not issued):
        # What the step itself says is no gap before it is taken.
        gaps = tuple(one for one in papers.gaps(name) if not one.fills or one.fills.step not in kind.steps)
        yield StandingPaper(name, POSSIBLE, register.step(possible), gaps=gaps)
    elif not issued and (later := next((step for step in kind.steps if _may_come(step, case.data.case.status)), None)):
        yield StandingPaper(name, AHEAD, register.step(later))


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
