"""What the party did against a decision, and what that left of it, as papers say it."""

from __future__ import annotations

from contracts.cases.penalties.choices import JUDGEMENTS, REMEDY_OUTCOMES
from services.gateway.casefile.case import StepData
from services.gateway.casefile.fields.reading import PaperReading, date

RECONSIDERED, SUED = "end_reconsideration", ("end_suit", "end_appeal", "end_retrial")


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
