"""Rules for suits: when one is open to the party, by when the agency answers, what each instance leaves."""

from __future__ import annotations

import datetime as dt

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.remedies.consequences import check_ending, consequences, withdrawal
from services.cases.penalties.remedies.reconsideration import REVIEW, copy_day
from services.cases.penalties.remedies.standing import REPLACED
from services.cases.penalties.remedies.windows import (
    APPEAL,
    COURT,
    NOT_ACCEPTED,
    RULING_APPEAL,
    WITHDRAWN,
    Remedy,
    last,
    reconsideration_first,
    remedies,
    replace_last,
)
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
ANSWER = "15 days"


class ReconsiderationFirst(Refused):
    """A penalty that was decided on the spot goes to reconsideration before it goes to court."""

    slug, zh, field = "reconsideration-first", "对当场处罚决定不服的，应当先申请行政复议", "received_on"
    article = "行政复议法 第二十三条"


class ReconsiderationPending(Refused):
    """Nobody sues while a reconsideration is pending and its time is not over."""

    slug, zh, field = "reconsideration-pending", "行政复议期间不得向人民法院提起行政诉讼", "received_on"
    article = "行政复议法 第二十九条"


class AnsweredLate(Refused):
    """The agency answers in court within fifteen days; if not, say why."""

    slug, zh, field = "answered-late", "应当自收到起诉状副本之日起十五日内提交证据和答辩状；逾期须说明", "late_reason"
    article = "行政诉讼法 第六十七条、第三十四条"


class AppealedLate(Refused):
    """The agency appeals within fifteen days from the service of the judgement, ten of a ruling."""

    slug, zh, field = "appealed-late", "应当自判决书送达之日起十五日（裁定十日）内上诉", "appealed_on"
    article = "行政诉讼法 第八十五条"


class NoAppeal(Refused):
    """A suit that was withdrawn is not appealed."""

    slug, zh, article = "no-appeal", "准许撤诉、终结的裁定不得上诉", "行政诉讼法 第八十五条"


class OutcomeUnsaid(Refused):
    """Another judgement says what becomes of the penalty, and none but another does."""

    slug, zh, field = "outcome-unsaid", "改判的应填写对处罚决定的结果，未改判的不填", "outcome"
    article = "行政诉讼法 第八十九条"


@rules.on("sue", upto=1)
def sue_unguarded(_case: Record, form: Data, _at: Context) -> Data:
    """As it was: nothing excluded a suit, and no period of the agency's followed from it."""
    return form


@rules.on("sue")
def sue(case: Record, form: Data, at: Context) -> Data:
    """The suit is open to the party; the agency's time to answer runs from the copy (art. 44, 45, 67)."""
    require_not_before(form["received_on"], case["decided_on"], "received_on")
    on, reviews = form["received_on"], [one for one in remedies(case) if one.line == "reconsideration"]
    if any(one.ended is None for one in reviews) and not _overdue(case, on, at):
        raise ReconsiderationPending(case.id)
    reviewed = any(one.result not in WITHDRAWN for one in reviews)
    if reconsideration_first(case, case.get("served_on", on)) and not reviewed:
        raise ReconsiderationFirst(case.id)
    return form | {"answer_by": at.calendar.after(copy_day(form, at), ANSWER, rolls=True)}


def _overdue(case: Record, on: dt.date, at: Context) -> bool:
    """Whether the reviewing body did not decide in its time, so that the party may sue (its law, art. 34)."""
    asked = case.all("ask_reconsideration")[-1]
    if "reviewed_by" not in asked:  # the first version of the step said nothing of that time
        return on > at.calendar.after(asked["received_on"], REVIEW["ordinary"], rolls=True)
    due = time_limits.limit(case, "reconsideration")
    return due is not None and on > due


@rules.on("answer_suit")
def answer_suit(case: Record, form: Data, _at: Context) -> Data:
    """The agency answers in its time (art. 67)."""
    require_not_before(form["answered_on"], case.all("sue")[-1]["received_on"], "answered_on")
    time_limits.require_in_time(form["answered_on"], time_limits.limit(case, "answer"), form, AnsweredLate)
    return form


@rules.on("end_suit", upto=1)
def end_suit_before(case: Record, form: Data, _at: Context) -> Data:
    """As it was: it said what leaves publication, and nothing of the time that follows."""
    return form | withdrawal(case, form)


@rules.on("end_suit")
def end_suit(case: Record, form: Data, at: Context) -> Data:
    """What the judgement leaves, and until when it may be appealed (art. 85)."""
    check_ending(form, at)
    history = replace_last(remedies(case), "suit", form)
    return form | consequences(case, "end_suit", form, history, at.calendar) | {"appeal_by": _appeal_by(history, at)}


def _appeal_by(history: list[Remedy], at: Context) -> dt.date | None:
    """The last day for an appeal; None: there is none."""
    suit = last(history, "suit")
    if suit.result in WITHDRAWN or suit.received is None:
        return None
    return at.calendar.after(suit.received, RULING_APPEAL if suit.result == NOT_ACCEPTED else APPEAL, rolls=True)


@rules.on("appeal")
def appeal(case: Record, form: Data, _at: Context) -> Data:
    """A judgement is appealed, by the agency in its time (art. 85); whether others are late the court says."""
    judged = case.all("end_suit")[-1]
    require_not_before(form["appealed_on"], judged["remedy_decided_on"], "appealed_on")
    if judged["outcome"] in WITHDRAWN:
        raise NoAppeal(case.id)
    if form["appellant"] == "agency" and judged.get("appeal_by") and form["appealed_on"] > judged["appeal_by"]:
        raise AppealedLate(form["appealed_on"], judged["appeal_by"])
    return form


@rules.on("end_appeal")
def end_appeal(case: Record, form: Data, at: Context) -> Data:
    """The judgement is final, and the time for the court begins (art. 89, Coercion Law art. 53)."""
    _require_outcome(form)
    check_ending(form, at)
    history = replace_last(remedies(case), "suit", form, final=True)
    return form | consequences(case, "end_appeal", form, history, at.calendar)


@rules.on("end_retrial")
def end_retrial(case: Record, form: Data, at: Context) -> Data:
    """A retrial changes what stands, and no period: the judgement was in force all the time (art. 90).

    Where it brings back a penalty that was gone, no period ran: the time for the court begins with it.
    """
    _require_outcome(form)
    check_ending(form, at)
    follows = consequences(case, "end_retrial", form, remedies(case), at.calendar)
    anew = at.calendar.after(form["paper_served_on"] or form["remedy_decided_on"], COURT)
    running = time_limits.limit(case, "court") or anew
    return form | follows | {"court_by": running if follows["court_by"] else None}


def _require_outcome(form: Data) -> None:
    """What became of the penalty is said of another judgement alone. Raises OutcomeUnsaid."""
    if (form["judgement"] == REPLACED) != bool(form["outcome"]):
        raise OutcomeUnsaid(form["judgement"])
