"""Which papers there are, in the order of the procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contracts.errors import Unknown
from services.chassis.base import real_threads
from services.gateway.casefile import word
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.closing import closing
from services.gateway.casefile.decision import decision
from services.gateway.casefile.filing import filing
from services.gateway.casefile.hearing import hearing
from services.gateway.casefile.notice import notice
from services.gateway.casefile.paper import Paper
from services.gateway.casefile.receipt import receipt
from services.gateway.casefile.rendering.document import PaperDocument

PAPERS: dict[str, Callable[[CaseFile], Paper]] = {
    "filing": filing,
    "notice": notice,
    "hearing": hearing,
    "decision": decision,
    "receipt": receipt,
    "closing": closing,
}


def document(case: CaseFile, name: str) -> PaperDocument:
    """A paper of a case, filled; of a step that was not taken yet it is a draft. Raises Unknown."""
    if name not in PAPERS:
        raise Unknown(name)
    return _filled(PAPERS[name](case))


def final_documents(case: CaseFile) -> Iterator[PaperDocument]:
    """The papers of the steps that were taken, one after another."""
    return (_filled(one) for make in PAPERS.values() if not (one := make(case)).draft)


def _filled(paper: Paper) -> PaperDocument:
    return PaperDocument(paper.name, paper.title, real_threads.run(word.paper, paper), paper.draft)
