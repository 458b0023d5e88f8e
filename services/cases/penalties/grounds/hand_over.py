"""A case that goes to whom it belongs to, and one that comes back (Penalty Law art. 25, 27; the transfer rules).

The rules on transfers (as revised on 2020-08-07, art. 8 to 11) have the police send back what they do not take up, and
the agency deal with it then. Neither they nor art. 60 of the Penalty Law say whether the time outside counts: what was
left of the ninety days goes on, for in between the case was not the agency's to decide.
"""

import datetime as dt

from contracts.cases.penalties import register
from contracts.cases.penalties.clocks import CRIME_TRANSFER
from contracts.errors import Refused
from services.cases.penalties.grounds.gaps import gap
from services.cases.penalties.time_limits import run_of
from services.chassis.base.clock import day_of
from services.chassis.records import working_hours
from services.chassis.records.deadlines import ClockRun, runs
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
CRIMINAL = ("police", "procuratorate")
RETURNS = ("take_back", "take_back_noticed")
ON_CRIME = ("suspect_crime", "approve_transfer", "reject_transfer", *RETURNS)
SETTLED = ("", "reject_transfer", *RETURNS)
HAND_OVER = "24 hours"
OUT, DECISION, AFTER_RETURN = "handed_over", "decision", "decision_after_return"
OF_THE_PARTY = ("defence", "hearing_request")
CRIME_RETURN = "行政执法机关移送涉嫌犯罪案件的规定 第八条、第十条"


class TransferNotApproved(Refused):
    """A suspected crime is handed over once the person in charge has approved it."""

    slug, zh, field = "transfer-not-approved", "涉嫌犯罪案件移送须先经行政机关负责人批准", "receiver"
    article = CRIME_TRANSFER


class NothingSuspected(Refused):
    """No crime was suspected in this case: there is nothing to decide."""

    slug, zh, article = "nothing-suspected", "本案没有待审批的涉嫌犯罪移送报告", CRIME_TRANSFER


class CrimeUnsettled(Refused):
    """Where a crime is suspected it is decided first whether the case is handed over; what is approved is not fined."""

    slug, zh = "crime-unsettled", "涉嫌犯罪的，应当先决定是否移送；应当移送的，不得以行政处罚代替"
    article = "行政处罚法 第二十七条；行政执法机关移送涉嫌犯罪案件的规定 第十一条"


class ApprovedAnotherDay(Refused):
    """The time and the day of an approval are the same day."""

    slug, zh, field = "approved-another-day", "批准时间与批准日期不是同一天", "approved_at"


class ReturnUnproven(Refused):
    """A case comes back with the receiver's paper."""

    slug, zh, field, article = "return-unproven", "退回应附接收机关的书面通知", "evidence", CRIME_RETURN


class NoCrimeHandedOver(Refused):
    """Only police and procuratorate take up crimes or not; another agency says that the case is not its own."""

    slug, zh, field = "no-crime-handed-over", "退回情形与移送对象不符", "return_ground"
    article = CRIME_RETURN


class NoticeNotOver(Refused):
    """The party was not told before the hand-over, or its time to answer was not over: it is told once more."""

    slug, zh = "notice-not-over", "移送前尚未告知，或者陈述申辩、要求听证的期限未满：请办理“移送退回”，重新告知"
    article = "行政处罚法 第四十四条、第四十五条、第六十四条第一项"


@rules.on("approve_transfer", "reject_transfer")
def decide_transfer(case: Record, form: Data, at: Context) -> Data:
    """The person in charge decides on the report; what is approved goes out within 24 hours (transfer rules art. 5)."""
    require_reported(case)
    if not (approved_at := form.get("approved_at")):
        return form
    if day_of(approved_at) != form["approved_on"]:
        raise ApprovedAnotherDay(approved_at, form["approved_on"])
    return form | {"hand_over_by": day_of(working_hours.after(at.calendar, approved_at, HAND_OVER))}


def require_reported(case: Record) -> None:
    """The last word on a crime is the report that there may be one. Raises NothingSuspected."""
    if _last_word_on_crime(case) != "suspect_crime":
        raise NothingSuspected(case.id)


def _last_word_on_crime(case: Record, until: dt.date = dt.date.max) -> str:
    words = [one.step.name for one in case.effective if one.step.name in ON_CRIME and one.on <= until]
    return words[-1] if words else ""


def require_crime_settled(case: Record, on: dt.date) -> None:
    """No crime was suspected by that day, none is handed over, or the case came back. Raises CrimeUnsettled."""
    if _last_word_on_crime(case, on) not in SETTLED:
        raise CrimeUnsettled(case.id)


def require_approval(case: Record, receiver: str) -> None:
    """What goes to police or procuratorate was approved. Raises TransferNotApproved."""
    if receiver in CRIMINAL and _last_word_on_crime(case) != "approve_transfer":
        raise TransferNotApproved(receiver)


@rules.on("take_back")
def take_back(case: Record, form: Data, at: Context) -> Data:
    """The case goes on where the inquiry is open, with the time that was left (transfer rules art. 10)."""
    # What the police say of what was handed to them is recorded, not judged.
    if case.all("hand_over")[-1]["receiver"] not in CRIMINAL and form["return_ground"] != "not_theirs":
        raise NoCrimeHandedOver(form["return_ground"])
    if not form["evidence"] and not at.elsewhere:
        raise ReturnUnproven(case.id)
    return form | {"decide_by": _decide_by(case, form["returned_on"])}


@rules.on("take_back_noticed")
def take_back_noticed(case: Record, form: Data, at: Context) -> Data:
    """The party was told, and had its time, before the hand-over: the case goes on to its decision."""
    before = case.moves()[-2].step.leads
    running = [one for one in runs(case) if one.clock in OF_THE_PARTY and one.by == OUT and not _is_over(one)]
    if before != "noticed" or running:
        zh, en = "请办理“移送退回”", "Take the case back to where the inquiry is open"
        raise NoticeNotOver(case.id, errors=[gap("returned_on", zh, en, "take_back")])
    return take_back(case, form, at)


def _is_over(run: ClockRun) -> bool:
    """Whether its time was over when it ended."""
    return run.ended is not None and run.ended > run.due


def _decide_by(case: Record, returned: dt.date) -> dt.date | None:
    """When the time ends that was left on the day of the hand-over; None: no time ran."""
    out = [one for one in runs(case) if one.clock in (DECISION, AFTER_RETURN) and one.by == OUT]
    if not out:
        return None
    last = max(out, key=lambda one: one.start)
    stopped = last.paused or last.ended or returned
    return last.due + (returned - stopped)


def decision_run(case: Record) -> ClockRun | None:
    """The time for the decision, whether the case came back or not; None: it does not run."""
    return run_of(case, DECISION) or run_of(case, AFTER_RETURN)
