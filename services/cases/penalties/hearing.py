"""The hearing 听证 (Penalty Law art. 63 to 65)."""

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.law import law_on
from services.cases.penalties import time_limits
from services.cases.penalties.notice import since_proposal
from services.cases.penalties.officers import investigators
from services.cases.penalties.separation import ChairReviewed, chairs, participants, reviewers
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NoRightToHearing(Refused):
    """The notice told of no right to a hearing."""

    slug, zh, article = "no-right-to-hearing", "告知书未告知听证权利", "行政处罚法 第六十三条"


class RequestedLate(Refused):
    """A hearing is asked for within five working days of the notice (three days, before 15 July 2021)."""

    slug, field = "requested-late", "requested_on"
    zh = "要求听证应当在告知后五日（工作日，2021年7月15日前为三日）内提出"
    article = "行政处罚法 第六十四条第一项"


class HearingTooSoon(Refused):
    """A hearing is held seven working days (days, before 15 July 2021) after its notice at the earliest."""

    slug, field = "hearing-too-soon", "hearing_on"
    zh = "应当在举行听证的七日（工作日，2021年7月15日前为自然日）前通知当事人"
    article = "行政处罚法 第六十四条第二项"


class ChairInvestigated(Refused):
    """Who investigated the case does not chair its hearing."""

    slug, zh, field = "chair-investigated", "听证应当由非本案调查人员主持", "chair"
    article = "行政处罚法 第六十四条第四项"


class HearingUnsigned(Refused):
    """The record of a hearing is signed, or says that somebody would not."""

    slug, zh, field = "hearing-unsigned", "听证笔录应当核对签字，拒签的应当注明", "signed"
    article = "行政处罚法 第六十四条第八项"


class NotTheDay(Refused):
    """A hearing is held on the day of which the party was notified."""

    slug, zh, field = "not-the-day", "听证日期与通知的日期不一致，应重新通知", "held_on"
    article = "行政处罚法 第六十四条第二项"


class HearingOpen(Refused):
    """The party may still ask for a hearing, and has not waived it."""

    slug, zh, field = "hearing-open", "要求听证的期限未满，当事人亦未放弃", "decided_on"
    article = "行政处罚法 第六十三条、第六十四条第一项"


class NotHeard(Refused):
    """The party asked for a hearing, which was not held yet."""

    slug, zh, article = "not-heard", "当事人要求听证，听证尚未举行", "行政处罚法 第六十三条、第六十五条"


@rules.on("request_hearing")
def request_hearing(case: Record, form: Data, _at: Context) -> Data:
    """The party asks in its time (art. 64)."""
    due = time_limits.limit(case, "hearing_request")
    if due is None:
        raise NoRightToHearing(case.id)
    # The party's own period: the agency makes it neither longer nor shorter, whatever the reason.
    if form["requested_on"] > due:
        raise RequestedLate(form["requested_on"], due)
    return form


def has_right_to_hearing(case: Record) -> bool:
    """Whether a notice of what is proposed now told of the right to a hearing."""
    return any(entry.data["hearing_told"] for entry in since_proposal(case, "notify"))


@rules.on("waive_hearing", upto=1)
def waive_whatever(_case: Record, form: Data, _at: Context) -> Data:
    """As it was: a hearing was given up to which there was no right."""
    return form


@rules.on("waive_hearing")
def waive_hearing(case: Record, form: Data, _at: Context) -> Data:
    """The party gives up a right that it was told of (art. 63, 64)."""
    if not has_right_to_hearing(case):
        raise NoRightToHearing(case.id)
    return form


@rules.on("notify_hearing")
def notify_hearing(case: Record, form: Data, at: Context) -> Data:
    """Nor does anybody chair it who entered a step of the inquiry (art. 64)."""
    if form["chair"] in participants(case):
        raise ChairInvestigated(form["chair"])
    return notify_hearing_by_names(case, form, at)


@rules.on("notify_hearing", upto=2)
def notify_hearing_by_names(case: Record, form: Data, at: Context) -> Data:
    """The chair is no reviewer either, which is the bureau's own rule; the rest is the law's (art. 64)."""
    if form["chair"] in reviewers(case):
        raise ChairReviewed(form["chair"])
    return notify_hearing_by_law(case, form, at)


@rules.on("notify_hearing", upto=1)
def notify_hearing_by_law(case: Record, form: Data, at: Context) -> Data:
    """Notice is given seven days before, since 2021 in working days; no investigator chairs it (art. 64)."""
    if form["hearing_on"] < at.calendar.after(form["notified_on"], law_on(form["notified_on"]).hearing_notice):
        raise HearingTooSoon(form["hearing_on"])
    if form["chair"] in investigators(case):
        raise ChairInvestigated(form["chair"])
    return form


@rules.on("hold_hearing")
def hold_hearing(case: Record, form: Data, at: Context) -> Data:
    """Who chairs it has not taken part in the inquiry since the notice (art. 64)."""
    if both := chairs(case) & participants(case):
        raise ChairInvestigated(*both)
    return hold_hearing_by_law(case, form, at)


@rules.on("hold_hearing", upto=2)
def hold_hearing_by_names(case: Record, form: Data, at: Context) -> Data:
    """Who chairs it has not been given the case since the notice (art. 64)."""
    if both := chairs(case) & investigators(case):
        raise ChairInvestigated(*both)
    return hold_hearing_by_law(case, form, at)


@rules.on("hold_hearing", upto=1)
def hold_hearing_by_law(case: Record, form: Data, _at: Context) -> Data:
    """The hearing is held on its day, and its record is signed (art. 64)."""
    if form["held_on"] != case["hearing_on"]:
        raise NotTheDay(form["held_on"], case["hearing_on"])
    if not form["signed"]:
        raise HearingUnsigned(case.id)
    return form


def require_hearing(case: Record, form: Data) -> None:
    """A hearing was held, waived, or not asked for in time (art. 63 to 65). Raises NotHeard, HearingOpen."""
    if case.status("hearing") in ("requested", "notified"):
        raise NotHeard(case.id)
    due, spoken = case.due("hearing_request"), since_proposal(case, "hold_hearing", "waive_hearing")
    if has_right_to_hearing(case) and due and form["decided_on"] <= due and not spoken:
        raise HearingOpen(due)
