"""Penalties that are contested: reconsideration, suits in all instances, and what the bureau takes back itself."""

from __future__ import annotations

from typing import Any

from services.chassis.records.calendar import DAY
from tools.demo_data.penalty_cases.cases import LEADER
from tools.demo_data.penalty_cases.endings.course import Course
from tools.demo_data.penalty_cases.endings.enforcement import ask_court, demand
from tools.demo_data.penalty_cases.endings.kinds import Ending, Way, under_the_new, under_the_old
from tools.demo_data.penalty_cases.years import after

UNDONE = "revoked"
LIGHTER = "500"


def reconsider(case: Course, outcome: str, **more: Any) -> Course:
    """The party asks, the bureau answers in its time, the reviewing body decides."""
    case.take("ask_reconsideration", "10 days", filed_with="复议机关（合成）", **more)
    case.take("reply_reconsideration", "3 workdays").until(after(case.day, "30 days"))
    return case.take("end_reconsideration", outcome=outcome, paper_served_on=case.day, **follows(outcome))


def follows(outcome: str) -> dict[str, Any]:
    """What else a decision on the penalty says."""
    return {"new_fine": LIGHTER} if outcome == "changed" else {}


def sue(case: Course, outcome: str = "", **more: Any) -> Course:
    """A suit, and the bureau's answer; without an outcome it is not decided yet."""
    case.take("sue", "10 days", filed_with="管辖法院（合成）").take("answer_suit", "10 days")
    if outcome:
        case.take("end_suit", "50 days", outcome=outcome, **(follows(outcome) | more))
    return case


def settle(case: Course, outcome: str) -> None:
    """What follows for the money and for what was published; then the case is closed."""
    gone = outcome == UNDONE
    if gone or outcome == "changed":
        case.withdraw_publication()
        case.refund(case.fine if gone else str(int(case.fine) - int(LIGHTER)))
    case.close()


def end_by_reconsideration(outcome: str) -> Way:
    """Paid, then contested before the reviewing body."""

    def end(case: Course) -> None:
        reconsider(case.penalise().pay(), outcome)
        settle(case, outcome)

    return end


def reconsider_simply(case: Course) -> None:
    """A penalty on the spot goes to reconsideration before a court, in the simple procedure."""
    case.fine = case.era.greatest
    case.decide_on_spot(**case.penalty()).pay()
    reconsider(case, "upheld", simple=True)
    case.close()


def reconsider_then_sue(case: Course) -> None:
    """Of a penalty on the spot the court hears after the reviewing body."""
    case.fine = case.era.greatest
    case.decide_on_spot(**case.penalty()).pay()
    sue(reconsider(case, "upheld"), "dismissed").close()


def reconsider_longer(case: Course) -> None:
    """The reviewing body takes thirty days more, and upholds; nobody sues or pays, and the court enforces."""
    case.penalise().take("ask_reconsideration", "10 days", filed_with="复议机关（合成）")
    due = after(case.day_of("ask_reconsideration"), "60 days", rolls=True)
    longer = {"until": due + 20 * DAY, "reason": "案情复杂（合成）"}
    case.take("extend_reconsideration", "30 days", **longer)
    case.take_on("reply_reconsideration", after(case.day_of("ask_reconsideration"), "3 workdays"))
    case.until(after(case.day, "25 days"))
    case.take("end_reconsideration", outcome="upheld", paper_served_on=case.day)
    demand(case.go_on()).until(after(case.day, "15 days", rolls=True) + DAY)
    ask_court(case)


def decide_anew(case: Course) -> None:
    """Revoked and to be decided anew: the bureau did so in the time that was set."""
    case.penalise().pay().take("ask_reconsideration", "10 days", filed_with="复议机关（合成）")
    case.take("reply_reconsideration", "3 workdays").until(case.day + 30 * DAY)
    case.take("end_reconsideration", outcome="redone", redo_by=case.day + 30 * DAY, paper_served_on=case.day)
    anew = after(case.day, "15 workdays")
    case.take_on("settle_anew", anew, result="重新调查后不予处罚（合成）")
    case.withdraw_publication().refund(case.fine).until(anew).close()


def end_by_suit(outcome: str) -> Way:
    """Paid, then contested in court."""

    def end(case: Course) -> None:
        sue(case.penalise().pay(), outcome)
        settle(case, outcome)

    return end


def appeal(case: Course) -> Course:
    """The judgement goes to the next court."""
    return case.take("appeal", "8 days", appellant="party", appealed_to="上诉法院（合成）")


def uphold_on_appeal(case: Course) -> None:
    """Dismissed, appealed, and it stands."""
    appeal(sue(case.penalise().pay(), "dismissed")).take("end_appeal", "50 days", judgement="affirmed").close()


def end_by_retrial(judgement: str) -> Way:
    """A judgement in force is tried again."""

    def end(case: Course) -> None:
        appeal(sue(case.penalise().pay(), "dismissed")).take("end_appeal", "50 days", judgement="affirmed")
        case.take("retry", "20 days", asked_by="party", retried_by="再审法院（合成）")
        replaced = judgement == "replaced"
        case.take("end_retrial", "50 days", judgement=judgement, **({"outcome": "revoked"} if replaced else {}))
        settle(case, "revoked" if replaced else "dismissed")

    return end


def correct_oneself(revocation: str) -> Way:
    """The bureau takes its decision back, or makes it lighter, and pays back."""

    def end(case: Course) -> None:
        case.penalise().pay()
        why = {"reason": "认定事实有误，自行纠正（合成）", "decided_by": LEADER}
        case.take("revoke", "20 days", revocation=revocation, **why, **follows(revocation))
        settle(case, revocation)

    return end


def enforce_after_suit(case: Course) -> None:
    """The suit was dismissed, nobody appealed or paid: the court is asked when the judgement is in force."""
    sue(case.penalise(), "dismissed")
    over = after(case.day, "15 days", rolls=True)
    demand(case.go_on()).until(over + DAY)
    ask_court(case)


ENDINGS = (
    under_the_old("一审、二审、再审均维持", end_by_retrial("affirmed")),
    under_the_new("一审、二审维持，再审改判撤销并退款", end_by_retrial("replaced")),
    Ending("判决驳回，二审维持", uphold_on_appeal),
    under_the_new("复议延长后维持，申请法院强制执行", reconsider_longer),
    under_the_old("判决驳回后申请法院强制执行", enforce_after_suit),
    Ending("败诉，判决撤销并退款", end_by_suit("revoked")),
    under_the_new("准许撤诉", end_by_suit("withdrawn")),
    Ending("复议维持", end_by_reconsideration("upheld")),
    Ending("复议变更罚款并退款", end_by_reconsideration("changed")),
    Ending("复议撤销并退款", end_by_reconsideration("revoked")),
    Ending("当事人撤回复议申请", end_by_reconsideration("withdrawn")),
    Ending("复议撤销并责令重新作出", decide_anew),
    under_the_new("当场处罚复议前置，简易程序维持", reconsider_simply),
    under_the_new("当场处罚复议维持后起诉被驳回", reconsider_then_sue),
    Ending("自行撤销处罚决定并退款", correct_oneself("revoked")),
    under_the_old("自行变更为较轻处罚并退款", correct_oneself("changed")),
)
"""Those that take longest first."""
