"""What must be settled before a case ends."""

import datetime as dt

from contracts.cases.penalties import register
from contracts.cases.penalties.clocks import CRIME_TRANSFER
from contracts.errors import Refused
from services.cases.law import law_on
from services.cases.penalties import time_limits
from services.cases.penalties.correction import require_checked, require_corrected
from services.cases.penalties.evidence import none_held
from services.cases.penalties.fines import on_spot, outstanding
from services.cases.penalties.remedies.pending import require_none_pending
from services.cases.penalties.seizures import none_seized
from services.cases.penalties.separation import require_uninvolved
from services.chassis.base.clock import day_of
from services.chassis.records import working_hours
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
CRIMINAL = ("police", "procuratorate")
ON_CRIME = ("suspect_crime", "approve_transfer", "reject_transfer")
PUT_RIGHT = ("minor", "first")
"""The grounds that ask for correction in time (art. 33)."""
HAND_OVER = "24 hours"


class NotPaid(Refused):
    """A part of the fine is not paid yet."""

    slug, zh, article = "not-paid", "罚款尚未缴清", "行政处罚法 第六十六条"


class NotRecorded(Refused):
    """An on-spot decision is reported to the agency first."""

    slug, zh, article = "not-recorded", "当场作出的处罚决定尚未备案", "行政处罚法 第五十二条"


class NotPublished(Refused):
    """The decision is made public first, or it is said why it is not."""

    slug, zh, article = (
        "not-published",
        "处罚决定尚未公开，也未认定不予公开",
        "行政处罚法 第四十八条；国办发〔2018〕118号",
    )


class CashNotBanked(Refused):
    """Cash that was collected has not reached the bank yet."""

    slug, zh, article = "cash-not-banked", "当场收缴的罚款尚未缴付银行", "行政处罚法 第七十一条"


class NotSparedThen(Refused):
    """The law of that day knew no such ground for sparing a penalty."""

    slug, zh, field = "not-spared-then", "当时的行政处罚法没有规定此种不予处罚情形", "ground"
    article = "行政处罚法 第三十三条"


class DeciderUnnamed(Refused):
    """The person in charge who decides is named."""

    slug, zh, field = "decider-unnamed", "应填写作出决定的行政机关负责人", "decided_by"
    article = "行政处罚法 第五十七条"


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


def _require_decider(case: Record, form: Data, at: Context) -> None:
    """Whoever decides is named and uninvolved; a sheet of what was decided elsewhere may not name them."""
    if form["decided_by"]:
        require_uninvolved(case, form["decided_by"])
    elif not at.elsewhere:
        raise DeciderUnnamed(case.id)


@rules.on("clear")
def clear(case: Record, form: Data, at: Context) -> Data:
    """The person in charge decides that there was no violation (art. 57)."""
    _require_decider(case, form, at)
    return leave(case, form, at)


@rules.on("exempt")
def exempt(case: Record, form: Data, at: Context) -> Data:
    """The person in charge spares what the law of the day spares; what was to be put right was (art. 33, 57)."""
    _require_decider(case, form, at)
    require_crime_settled(case, form["exempted_on"])
    if form["ground"] not in law_on(form["exempted_on"]).exemptions:
        raise NotSparedThen(form["ground"])
    if form["ground"] in PUT_RIGHT and not at.elsewhere:
        require_corrected(case, form["corrected_on"], form["exempted_on"])
    return leave(case, form, at)


@rules.on("approve_transfer", "reject_transfer")
def decide_transfer(case: Record, form: Data, at: Context) -> Data:
    """The person in charge decides on the report; what is approved goes out within 24 hours (transfer rules art. 5)."""
    if not _transfer_reported(case):
        raise NothingSuspected(case.id)
    if not (approved_at := form.get("approved_at")):
        return form
    if day_of(approved_at) != form["approved_on"]:
        raise ApprovedAnotherDay(approved_at, form["approved_on"])
    return form | {"hand_over_by": day_of(working_hours.after(at.calendar, approved_at, HAND_OVER))}


def _transfer_reported(case: Record) -> bool:
    """Whether the last word on a crime is the report that there may be one."""
    return _last_word_on_crime(case) == "suspect_crime"


def _last_word_on_crime(case: Record, until: dt.date = dt.date.max) -> str:
    words = [one.step.name for one in case.effective if one.step.name in ON_CRIME and one.on <= until]
    return words[-1] if words else ""


def require_crime_settled(case: Record, on: dt.date) -> None:
    """No crime was suspected by that day, or it was decided that none is handed over. Raises CrimeUnsettled."""
    if _last_word_on_crime(case, on) not in ("", "reject_transfer"):
        raise CrimeUnsettled(case.id)


@rules.on("hand_over")
def hand_over(case: Record, form: Data, at: Context) -> Data:
    """What may be a crime goes to police or procuratorate with an approval (transfer rules art. 5)."""
    if form["receiver"] in CRIMINAL and _last_word_on_crime(case) != "approve_transfer":
        raise TransferNotApproved(form["receiver"])
    return leave(case, form, at)


@rules.on("clear", "exempt", "hand_over", upto=1)
@rules.on("withdraw")
def leave(case: Record, form: Data, _at: Context) -> Data:
    """A case that ends without a penalty holds nothing back (Penalty Law art. 56, Coercion Law art. 27, 28)."""
    none_held(case)
    none_seized(case)
    return form


@rules.on("close")
def close(case: Record, form: Data, _at: Context) -> Data:
    """A case is closed when everything in it is settled."""
    none_held(case)
    none_seized(case)
    if outstanding(case):
        raise NotPaid(outstanding(case))
    if on_spot(case) and case.status("record") != "recorded":
        raise NotRecorded(case.id)
    if time_limits.run_of(case, "publicity"):
        raise NotPublished(case.id)
    if case.all("collect") and case.status("cash") != "banked":
        raise CashNotBanked(case.id)
    require_checked(case)
    require_none_pending(case)
    return form
