"""What each paper of a case may say: the fields that templates may use, and what every template must contain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.fields import closing, decisions, execution, filing, inquiry, notices, service
from services.gateway.casefile.fields.issuance import paper_of, reading
from services.gateway.casefile.fields.mandatory import MANDATORY, Must
from services.gateway.casefile.fields.reading import Piece
from services.gateway.casefile.fields.titles import title_of

FIELDS: Mapping[str, tuple[Piece, ...]] = {
    **filing.FIELDS,
    **inquiry.FIELDS,
    **notices.FIELDS,
    **decisions.FIELDS,
    **service.FIELDS,
    **execution.FIELDS,
    **closing.FIELDS,
}
NAMES: Mapping[str, Mapping[str, str]] = {
    paper: {name: words for piece in pieces for name, words in piece.names().items()}
    for paper, pieces in FIELDS.items()
}
"""What a template of a paper may call by name, each with words that say what it is; a list's entries by the list's."""


def values(case: CaseFile, paper: str, place: int | None = None) -> dict[str, Any]:
    """What fills the template of a paper: words, flags, lists of entries, and gaps.

    `place` says of several such papers which: that of the step by which it was issued; None: the last, or the draft.
    A case decided on the spot has a decision of its kind. Raises Unknown.
    """
    one = reading(case, paper_of(case, paper), place)
    return {piece.name: piece.values(one) for piece in FIELDS[paper_of(case, paper)]}


__all__ = ["FIELDS", "MANDATORY", "NAMES", "Must", "paper_of", "title_of", "values"]
