"""Rules for process records (Penalty Law art. 47, M-S2-5)."""

import datetime as dt

from contracts.cases.process_records import register
from contracts.errors import Refused
from services.cases.penalties import review
from services.chassis.base.clock import day_of
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
ARTICLE = "行政处罚法 第四十七条"
FROM = {
    "start": ("find",),
    "evidence": ("find",),
    "review": ("close_inquiry", "propose", "decide_on_spot"),
    "decision": ("propose", "decide_on_spot"),
    "service": ("serve",),
    "execution": ("serve",),
}
"""The steps of a case from which on a stage can be recorded."""


class NothingRecorded(Refused):
    """A process record is a file."""

    slug, zh, field, article = "nothing-recorded", "全过程记录应附记录文件", "evidence", ARTICLE


class DeviceUnnamed(Refused):
    """A recording names its device and its times."""

    slug, zh, field, article = "device-unnamed", "音视频记录应填写设备编号和起止时间", "device", ARTICLE


class WrongTimes(Refused):
    """A recording ends after it began, and begins on the day it is entered for."""

    slug, zh, field, article = "wrong-times", "结束时间应晚于开始时间，开始时间应在记录日期当天", "started_at", ARTICLE


class StageNotReached(Refused):
    """The case had not come to this stage on that day."""

    slug, zh, field, article = "stage-not-reached", "案件当日尚未进入该环节", "captured_on", ARTICLE


class StageNeeded(Refused):
    """The case has this stage, and it is recorded."""

    slug, zh, field, article = "stage-needed", "本案有此环节，应当记录", "stage", ARTICLE


def case_of(_record: Record, form: Data, lookup: Lookup) -> Record:
    """The case that a form names."""
    return lookup.record("cases.penalties", form["case"])


def has_reached(case: Record, stage: str, day: dt.date) -> bool:
    """Whether a case had come to a stage by a day."""
    return any(entry.step.name in FROM[stage] and entry.on <= day for entry in case.effective)


@rules.on("capture", case=case_of)
def capture(_record: Record, form: Data, _at: Context, case: Record) -> Data:
    """A stage that the case has come to is recorded in text, sound or pictures (art. 47)."""
    if not form["evidence"]:
        raise NothingRecorded(case.id)
    if form["medium"] != "text":
        _check_times(form)
    if not has_reached(case, form["stage"], form["captured_on"]):
        raise StageNotReached(form["stage"])
    return form | {"unit": case.unit}


def _check_times(form: Data) -> None:
    started, ended = form["started_at"], form["ended_at"]
    if not (form["device"] and started and ended):
        raise DeviceUnnamed(form["medium"])
    if ended <= started or day_of(started) != form["captured_on"]:
        raise WrongTimes(started, ended)


def is_exempt(case: Record, stage: str) -> bool:
    """Whether a case has no such stage: no review was needed, nothing is to be executed."""
    if stage == "review":
        return case.get("decided_on") is not None and not review.needs_review(case)
    return stage == "execution" and case.get("payable") is False


@rules.on("excuse", case=case_of)
def excuse(_record: Record, form: Data, _at: Context, case: Record) -> Data:
    """What a case does not have is not missing; it is said why."""
    if not is_exempt(case, form["stage"]):
        raise StageNeeded(form["stage"])
    return form | {"unit": case.unit}
