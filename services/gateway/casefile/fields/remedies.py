"""What the party did against a decision, and what that left of it, as papers say it."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.cases.penalties.choices import JUDGEMENTS, REMEDY_OUTCOMES
from contracts.rpc import RevisionEntry
from services.gateway.casefile.case import CaseFile, StepData
from services.gateway.casefile.fields.reading import PaperReading, date

RECONSIDERED, SUED = "end_reconsideration", ("end_suit", "end_appeal", "end_retrial")
HIGHER, REPLACED = ("end_appeal", "end_retrial"), "replaced"


def result(ending: StepData) -> str:
    """What became of the decision; of a higher instance that left the judgement as it was, that it did so."""
    return REMEDY_OUTCOMES[ending["outcome"]] if ending.get("outcome") else JUDGEMENTS[ending["judgement"]]


def remedies_used(one: PaperReading) -> str:
    """How the party used its remedies, after whom the sentence begins (Coercion Law art. 53)."""
    reconsidered, sued = one.case.every(RECONSIDERED), one.case.every(*SUED)
    if not reconsidered and not sued:
        return "在法定期限内不申请行政复议或者提起行政诉讼"
    said = [f"申请行政复议，复议机关于{_day_and_result(each)}" for each in reconsidered]
    said += [f"提起行政诉讼，人民法院于{_day_and_result(each)}" for each in sued]
    if not sued:
        said.append("在法定期限内未提起行政诉讼")
    return "；".join(said)


def _day_and_result(ending: StepData) -> str:
    return f"{date(ending['remedy_decided_on'])}{result(ending)}"


def changed_fine(case: CaseFile) -> str | None:
    """The fine that stands in place of the one that was decided; None: no remedy changed it."""
    fines = [each.data["new_fine"] for each in sorted(_standing(case), key=_in_order) if each.data.get("new_fine")]
    return str(fines[-1]) if fines else None


def _in_order(entry: RevisionEntry) -> tuple[str, int]:
    return entry.occurred_on, entry.place


def _standing(case: CaseFile) -> Iterator[RevisionEntry]:
    """Of a suit what its last instance said that said anything new; of all else each outcome."""
    suits: list[RevisionEntry | None] = []
    for entry in case.effective:
        if entry.step in (RECONSIDERED, "revoke"):
            yield entry
        elif entry.step == "sue":
            suits.append(None)
        elif entry.step == "remand":
            suits[-1:] = [None]
        elif entry.step == "end_suit" or (entry.step in HIGHER and entry.data["judgement"] == REPLACED):
            suits[-1:] = [entry]
    yield from filter(None, suits)
