"""What a paper of a case is called where several stand in a list: of a receipt what was served, to whom, and when."""

from __future__ import annotations

from contracts.cases.penalties.papers import PAPERS
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.fields.issuance import reading
from services.gateway.casefile.fields.parties import PARTY
from services.gateway.casefile.fields.reading import PaperReading, date
from services.gateway.casefile.fields.service import RECEIPT, served_papers


def title_of(case: CaseFile, paper: str, place: int | None) -> str:
    """A paper by its title; a receipt that was issued with what it says. Raises Unknown."""
    if paper != RECEIPT:
        return PAPERS[paper]
    one = reading(case, paper, place)
    return f"{PAPERS[paper]}（{'，'.join(_said(one))}）" if one.is_issued else PAPERS[paper]


def _said(one: PaperReading) -> list[str]:
    """What was served, to whom where that is known, and when."""
    party = PARTY.items["名称"].read(one)
    parts = (
        "、".join(PAPERS[each] for each in served_papers(one)),
        party if isinstance(party, str) else "",
        date(one.day),
    )
    return [part for part in parts if part]
