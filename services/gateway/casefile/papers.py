"""Which papers there are, in the order of the procedure."""

from __future__ import annotations

from collections.abc import Callable

from contracts.errors import Unknown
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.closing import closing
from services.gateway.casefile.decision import decision
from services.gateway.casefile.filing import filing
from services.gateway.casefile.hearing import hearing
from services.gateway.casefile.notice import notice
from services.gateway.casefile.paper import Paper
from services.gateway.casefile.receipt import receipt

PAPERS: dict[str, Callable[[CaseFile], Paper]] = {
    "filing": filing,
    "notice": notice,
    "hearing": hearing,
    "decision": decision,
    "receipt": receipt,
    "closing": closing,
}


def paper(case: CaseFile, name: str) -> Paper:
    """A paper of a case; of a step that was not taken yet it is a draft. Raises Unknown."""
    if name not in PAPERS:
        raise Unknown(name)
    return PAPERS[name](case)


def final_papers(case: CaseFile) -> list[Paper]:
    """The papers of the steps that were taken."""
    return [one for make in PAPERS.values() if not (one := make(case)).draft]
