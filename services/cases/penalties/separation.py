"""Inquiry, review, hearing and decision are different persons' (Penalty Law art. 57, 58, 64).

The law keeps investigators from chairing the hearing, and asks for a review before the person in charge decides. That
reviewer, chair and decider are three is the bureau's own rule. Persons who sign in are kept apart by the steps
themselves (`apart_from`); here those are compared whom the forms name.
"""

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.officers import investigators
from services.chassis.records.record import Record
from services.chassis.records.separation import entries

INQUIRY = (
    "verify",
    "inspect",
    "order_correction",
    "reinspect",
    "register_evidence",
    "seize",
    "close_inquiry",
    "propose",
)
"""The steps of the inquiry: who enters one has a hand in it, whomever its form names (Penalty Law art. 54 to 57)."""


class DeciderInvolved(Refused):
    """Who decides has not investigated the case, reviewed it or chaired its hearing."""

    slug, zh, field = "decider-involved", "决定人不得为本案调查人员、法制审核人员或者听证主持人", "decided_by"
    article = "行政处罚法 第五十七条、第五十八条、第六十四条第四项"


class ReviewerChaired(Refused):
    """Who chairs the hearing of a case does not review it."""

    slug, zh, field = "reviewer-chaired", "法制审核人员不得为本案听证主持人", "reviewer"
    article = "行政处罚法 第五十八条、第六十四条第四项"


class ChairReviewed(Refused):
    """Who has reviewed a case does not chair its hearing."""

    slug, zh, field = "chair-reviewed", "听证主持人不得为本案法制审核人员", "chair"
    article = "行政处罚法 第五十八条、第六十四条第四项"


def participants(case: Record, signs: str = "") -> set[str]:
    """Everyone who had the case, acted in it or entered a step of its inquiry, in person or by a delegation.

    `signs`: the step that they are to take themselves, which is kept apart from some of these already.
    """
    names = {*INQUIRY} - {*(register.step(signs).apart if signs else ())}
    return investigators(case) | {
        who
        for one in entries(case)
        # Who enters evidence or a seizure as the one who approves it judges it, and inquires nothing (art. 56).
        if one.step.name in names and one.data.get("approved_by") not in one.at.people
        for who in one.at.people
    }


def chairs(case: Record) -> set[str]:
    """Who chairs the hearing, by its last notice."""
    return {one["chair"] for one in case.all("notify_hearing")[-1:]}


def reviewers(case: Record) -> set[str]:
    """Everyone who has reviewed the case, whatever came of it."""
    return {one["reviewer"] for step in ("pass_review", "return_review") for one in case.all(step)}


def require_uninvolved(case: Record, decider: str) -> None:
    """Who decides is none of those who investigated, reviewed or heard, as the forms name them.

    Raises DeciderInvolved.
    """
    if decider in investigators(case) | reviewers(case) | chairs(case):
        raise DeciderInvolved(decider)


def require_apart(case: Record, decider: str) -> None:
    """Nor of those who entered a step of the inquiry. Raises DeciderInvolved."""
    require_uninvolved(case, decider)
    if decider in participants(case, signs="decide"):
        raise DeciderInvolved(decider)
