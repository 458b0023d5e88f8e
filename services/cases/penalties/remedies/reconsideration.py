"""Rules for reconsideration: what excludes it, by when the agency answers, what its end leaves."""

from __future__ import annotations

import datetime as dt

from contracts.cases.penalties import register
from contracts.cases.penalties.remedies.clocks import RECONSIDERATION_LAW
from contracts.errors import NotYet, OutOfOrder, Refused
from services.cases.penalties import time_limits
from services.cases.penalties.grounds.gaps import gap
from services.cases.penalties.remedies.consequences import check_ending, consequences, withdrawal
from services.cases.penalties.remedies.windows import (
    NOT_ACCEPTED,
    WITHDRAWN,
    Remedy,
    is_before_court,
    remedies,
    replace_last,
)
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
REPLY = {"simple": "5 workdays", "ordinary": "10 workdays"}
OLD_REPLY = "10 days"
REVIEW = {"simple": "30 days", "ordinary": "60 days"}
EXTENSION = "30 days"
"""Reconsideration Law art. 48, 54, 62; before 2024 art. 23, 31, with no simple procedure."""
OTHERS = "other"
SUE_INSTEAD = ("对复议决定不服的，请办理“提起行政诉讼”", "Over a reconsideration there is the suit")


class SuitAccepted(Refused):
    """What a court has accepted is not reviewed any more, unless the court did not take it up."""

    slug, zh, article = "suit-accepted", "人民法院已经依法受理的，不得申请行政复议", "行政复议法 第二十九条"


class ReconsideredAlready(Refused):
    """What this applicant had reviewed once is not reviewed again: after a reconsideration there is the suit.

    Unless the agency itself has changed the decision since, or the withdrawal was not the applicant's true will.
    """

    slug, zh = "reconsidered-already", "同一申请人对同一行政行为已经受理过行政复议，不服的应当提起行政诉讼"
    article = "行政复议法 第三十条第一款第七项、第七十四条"


class NoSimpleProcedure(Refused):
    """There is a simple procedure since 2024."""

    slug, zh, field = "no-simple-procedure", "2024年起方有简易程序", "simple"
    article = "行政复议法 第五十三条"


class ReviewExtendedTooFar(Refused):
    """An ordinary reconsideration is extended once, by thirty days at most; a simple one is not."""

    slug, zh, field = "review-extended-too-far", "普通程序复议期限最多延长三十日，限延长一次；简易程序不得延长", "until"
    article = "行政复议法 第六十二条"


class RepliedLate(Refused):
    """The agency answers in ten working days, in a simple procedure five; if not, say why."""

    slug, zh, field = (
        "replied-late",
        "应当自收到副本之日起十日（简易程序五日，工作日）内提出书面答复；逾期须说明",
        "late_reason",
    )
    article = "行政复议法 第四十八条、第五十四条"


def copy_day(form: Data, at: Context) -> dt.date:
    """The day on which the agency received its copy; not told: that of the acceptance, which is the sooner one."""
    received: dt.date = form["copy_received_on"] or form["received_on"]
    if received < form["received_on"]:
        raise OutOfOrder(received, errors=[OutOfOrder.fault("copy_received_on")])
    if received > at.today:
        raise NotYet(received, errors=[NotYet.fault("copy_received_on")])
    return received


@rules.on("ask_reconsideration", upto=1)
def ask_reconsideration_unguarded(_case: Record, form: Data, _at: Context) -> Data:
    """As it was: nothing excluded a reconsideration, and no period of the agency's followed from it."""
    return form


@rules.on("ask_reconsideration")
def ask_reconsideration(case: Record, form: Data, at: Context) -> Data:
    """An applicant asks once about one decision (art. 30, 74)."""
    _require_first(case, form)
    return ask_reconsideration_again(case, form, at)


def _require_first(case: Record, form: Data) -> None:
    """The party has not had this decision reviewed. Raises ReconsideredAlready."""
    # Of other applicants there may be several: whether it is the same the reviewing body sees.
    if form["applicant"] == OTHERS:
        return
    changed = max((one["revoked_on"] for one in case.all("revoke")), default=dt.date.min)
    asked = [one.data for one in case.effective if one.step.name == "ask_reconsideration"]
    for application, one in zip(asked, _reconsiderations(case), strict=True):
        withdrawn = one.result in WITHDRAWN and form["unwilling"]
        if application.get("applicant") == OTHERS or one.result == NOT_ACCEPTED or withdrawn or one.begun < changed:
            continue
        raise ReconsideredAlready(one.begun, errors=[gap("received_on", *SUE_INSTEAD, "sue")])


def _reconsiderations(case: Record) -> list[Remedy]:
    return [one for one in remedies(case) if one.line == "reconsideration"]


@rules.on("ask_reconsideration", upto=2)
def ask_reconsideration_again(case: Record, form: Data, at: Context) -> Data:
    """As it was, once or more often: no court has accepted it; the time to answer runs from the copy (art. 29, 48)."""
    require_not_before(form["received_on"], case["decided_on"], "received_on")
    if is_before_court(case):
        raise SuitAccepted(case.id)
    copied, new_law = copy_day(form, at), form["received_on"] >= RECONSIDERATION_LAW
    if form["simple"] and not new_law:
        raise NoSimpleProcedure(form["received_on"])
    kind = "simple" if form["simple"] else "ordinary"
    return form | {
        # Days of the calendar roll over days off, as those of civil procedure do (2017, art. 40).
        "reply_by": at.calendar.after(copied, REPLY[kind] if new_law else OLD_REPLY, rolls=not new_law),
        "reviewed_by": at.calendar.after(form["received_on"], REVIEW[kind], rolls=True),
    }


@rules.on("extend_reconsideration")
def extend_reconsideration(case: Record, form: Data, at: Context) -> Data:
    """The reviewing body takes thirty days more at most, before its time is over (art. 62)."""
    due = require_unextended(case)
    if form["extension_told_on"] > due or not due < form["until"] <= at.calendar.after(due, EXTENSION, rolls=True):
        raise ReviewExtendedTooFar(form["until"], due)
    return form


def require_unextended(case: Record) -> dt.date:
    """The day on which an ordinary procedure ends that was not extended yet. Raises ReviewExtendedTooFar."""
    due, asked = time_limits.limit(case, "reconsideration"), case.all("ask_reconsideration")[-1]
    if due is None or asked["simple"] or due != asked["reviewed_by"]:
        raise ReviewExtendedTooFar(case.id)
    return due


@rules.on("reply_reconsideration")
def reply_reconsideration(case: Record, form: Data, _at: Context) -> Data:
    """The agency answers in its time (art. 48, 54)."""
    require_not_before(form["replied_on"], case.all("ask_reconsideration")[-1]["received_on"], "replied_on")
    time_limits.require_in_time(form["replied_on"], time_limits.limit(case, "reply"), form, RepliedLate)
    return form


@rules.on("end_reconsideration", upto=1)
def end_reconsideration_before(case: Record, form: Data, _at: Context) -> Data:
    """As it was: it said what leaves publication, and nothing of the time that follows."""
    return form | withdrawal(case, form)


@rules.on("end_reconsideration")
def end_reconsideration(case: Record, form: Data, at: Context) -> Data:
    """What it leaves: publication, money, the time to sue and then to ask the court (Litigation Law art. 45)."""
    check_ending(form, at)
    history = replace_last(remedies(case), "reconsideration", form)
    return form | consequences(case, "end_reconsideration", form, history, at.calendar)
