"""Rules for question-and-answer sessions."""

from contracts.errors import Refused
from contracts.outreach.qa_sessions import register
from contracts.refusals import NoSnapshot
from services.chassis.records.business_days import business_day_in
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class UnnamedPlatform(Refused):
    """A platform that is none of the usual ones is named."""

    slug, zh, field = "unnamed-platform", "选择“其他平台”时须填写平台名称", "platform_name"


class EndedBeforeStarted(Refused):
    """A session ends after it began."""

    slug, zh, field = "ended-before-started", "结束时间早于开始时间", "ended_at"


class NoSessionSnapshot(NoSnapshot):
    """A snapshot is a file: without one there is nothing to keep."""

    zh = "请上传网页快照文件"


class CapturedBeforeStarted(Refused):
    """There is nothing to capture before the session began."""

    slug, zh, field = "captured-before-started", "截取时间早于开始时间", "captured_at"


@rules.on("open")
def open_(_session: Record, form: Data, at: Context) -> Data:
    """A session counts on the day on which it began (M-A1-1)."""
    if form["platform"] == "other" and not form["platform_name"]:
        raise UnnamedPlatform
    return form | {"opened_on": business_day_in(form, "started_at", at)}


@rules.on("close")
def close(session: Record, form: Data, at: Context) -> Data:
    """A session ends after it began."""
    if form["ended_at"] < session["started_at"]:
        raise EndedBeforeStarted(form["ended_at"])
    return form | {"closed_on": business_day_in(form, "ended_at", at)}


@rules.on("capture")
def capture(session: Record, form: Data, at: Context) -> Data:
    """The page is kept with its hash before the platform deletes it."""
    if not form["evidence"]:
        raise NoSessionSnapshot
    if form["captured_at"] < session["started_at"]:
        raise CapturedBeforeStarted(form["captured_at"])
    return form | {"captured_on": business_day_in(form, "captured_at", at)}
