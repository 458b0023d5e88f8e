"""Rules for recordings: what is linked stays, and what goes has two people and its time behind it."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from contracts.cases.recordings import register
from contracts.errors import NotYet, Refused
from contracts.forms import SHA256
from contracts.refusals import NotLonger
from services.cases.case_file_reviews import ENDED
from services.cases.penalties.remedies.pending import LINES, PENDING
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
ARTICLE = "行政处罚法 第四十七条"
RUNNING = (*PENDING, "retried")
"""Where a reconsideration or a suit stands in which the bureau may have to show what it recorded."""
SECOND = dt.timedelta(seconds=1)


class MalformedHash(Refused):
    """A SHA-256 is 64 digits and letters from a to f."""

    slug, zh, field = "malformed-hash", "SHA-256校验值应为64位十六进制数", "sha256"


class OneDevice(Refused):
    """A recording was made by one device: a body camera, or a dashcam."""

    slug, zh, field, article = "one-device", "应填写一个拍摄设备：执法记录仪或者行车记录仪", "camera", ARTICLE


class NoCamera(Refused):
    """This asset is no body camera."""

    slug, zh, field = "no-camera", "该装备不是执法记录仪", "camera"


class LongerThanTaken(Refused):
    """A recording ends after it began, and is no longer than the time between."""

    slug, zh, field = "longer-than-taken", "结束时间应晚于开始时间，时长不得超过起止时间", "taken_to"


class OneTarget(Refused):
    """A recording is linked to a case, or to a process record: one at a time."""

    slug, zh, field = "one-target", "每次关联一个案件或者一条全过程记录", "case"


class LinkedAlready(Refused):
    """It is linked to that already."""

    slug, zh, field = "linked-already", "已关联，无须重复", "case"


class NotLinked(Refused):
    """It is not linked to that."""

    slug, zh, field = "not-linked", "未关联，无法解除", "case"


class HashDiffers(Refused):
    """The hash is another than when the recording was registered: report the damage."""

    slug, zh, field, article = "hash-differs", "校验值与登记时不一致，请报告损坏", "hash_now", ARTICLE


class DamageStands(Refused):
    """What was reported damaged stays so: it is not verified, and kept as damaged where it is not deleted."""

    slug, zh = "damage-stands", "该音像记录已报告损坏：不得核验，不予销毁的按损坏件保留"


class NoDamage(Refused):
    """No damage was reported: where it is not deleted it is kept as it is."""

    slug, zh = "no-damage", "未报告损坏，不予销毁的照常在库"


class StillRetained(Refused):
    """A recording is not deleted before its time of keeping has ended."""

    slug, zh, article = "still-retained", "保存期限未满，不得销毁", "局内规定（待定）"


class CaseNotOver(Refused):
    """A recording is not deleted while a case it is linked to is not over, or is reconsidered or before a court."""

    slug, zh, article = "case-not-over", "关联案件尚未办结，或者行政复议、行政诉讼尚未终结，不得销毁", ARTICLE


class LinkedNotVoided(Refused):
    """What was ever linked to a case is not voided: it is deleted when its time is over, by two people."""

    slug, zh = "linked-not-voided", "关联过案件的音像记录不得作废，保存期满后经复核销毁"


class LinkTarget(NamedTuple):
    """What a recording is linked to: a case, and the process record of it where one was named."""

    case: str
    process_record: str | None


def links(recording: Record) -> list[LinkTarget]:
    """What a recording is linked to, as its history stands."""
    standing: list[LinkTarget] = []
    for entry in recording.effective:
        if entry.step.name in ("link", "unlink"):
            target = LinkTarget(entry.data["of_case"], entry.data["process_record"])
            if entry.step.name == "link":
                standing.append(target)
            elif target in standing:
                standing.remove(target)
    return standing


def is_damaged(recording: Record) -> bool:
    """Whether damage was ever reported: the file is not again what it was."""
    return bool(recording.all("report_damage"))


def camera_named(_recording: Record, form: Data, lookup: Lookup) -> Record | None:
    """The body camera, from this service's replica of the assets."""
    return lookup.record("equipment.assets", form["camera"]) if form["camera"] else None


def target_of(_recording: Record, form: Data, lookup: Lookup) -> LinkTarget | None:
    """The case that is meant, also by a process record of it; None: not one thing was named."""
    if bool(form["case"]) == bool(form["process_record"]):
        return None
    if form["case"]:
        return LinkTarget(form["case"], None)
    record = lookup.record("cases.process_records", form["process_record"])
    return LinkTarget(record["case"], record.id)


def unfinished_cases(recording: Record, _form: Data, lookup: Lookup) -> list[str]:
    """The cases it is linked to that are not over: a process record may be of another by now than on that day."""
    standing = links(recording)
    records = {one.process_record for one in standing if one.process_record}
    now = {lookup.record("cases.process_records", one)["case"] for one in records}
    cases = [lookup.record("cases.penalties", case) for case in sorted({one.case for one in standing} | now)]
    return [case.id for case in cases if not case.voided and needs_its_recordings(case)]


def needs_its_recordings(case: Record) -> bool:
    """Whether a case goes on, or what was decided in it is reconsidered or before a court."""
    return case.status() not in ENDED or any(case.status(line) in RUNNING for line in LINES)


@rules.on("register", camera=camera_named)
def register_(_recording: Record, form: Data, at: Context, camera: Record | None) -> Data:
    """A file with its hash, its device and its times (art. 47, F042)."""
    sha256 = _check_hash(form["sha256"], "sha256")
    if bool(camera) == bool(form["dashcam"]):
        raise OneDevice
    if camera and camera["kind"] != "body_camera":
        raise NoCamera(camera.id)
    if form["taken_to"] > at.now:
        raise NotYet(form["taken_to"].isoformat(), errors=[NotYet.fault("taken_to")])
    lasted = form["taken_to"] - form["taken_from"]
    if not dt.timedelta() < lasted or form["seconds"] * SECOND >= lasted + SECOND:
        raise LongerThanTaken(str(lasted))
    return form | {"sha256": sha256}


@rules.on("link", target=target_of)
def link(recording: Record, form: Data, _at: Context, target: LinkTarget | None) -> Data:
    """It may belong to several cases and process records, to each once."""
    if target is None:
        raise OneTarget
    if target in links(recording):
        raise LinkedAlready(*filter(None, target))
    return form | {"of_case": target.case}


@rules.on("unlink", target=target_of)
def unlink(recording: Record, form: Data, _at: Context, target: LinkTarget | None) -> Data:
    """A link that was wrong ends, with the reason."""
    if target is None:
        raise OneTarget
    standing = links(recording)
    if target not in standing:
        raise NotLinked(*filter(None, target))
    standing.remove(target)
    return form | {"of_case": target.case, "case_free": all(one.case != target.case for one in standing)}


@rules.on("verify")
def verify(recording: Record, form: Data, _at: Context) -> Data:
    """The file is what it was when it was registered, and no damage was reported."""
    if is_damaged(recording):
        raise DamageStands(recording.id)
    now = _check_hash(form["hash_now"], "hash_now")
    if now != recording["sha256"]:
        raise HashDiffers(now)
    return form | {"hash_now": now}


@rules.on("extend")
def extend(recording: Record, form: Data, _at: Context) -> Data:
    """It is kept longer than before, never shorter."""
    if form["retain_until"] <= recording["retain_until"]:
        raise NotLonger(recording["retain_until"], errors=[NotLonger.fault("retain_until")])
    return form


@rules.on("propose_deletion", unfinished=unfinished_cases)
def propose_deletion(recording: Record, form: Data, _at: Context, unfinished: list[str]) -> Data:
    """It may go when its time is over and no case needs it."""
    _check_deletable(recording, form["proposed_on"], unfinished)
    return form


@rules.on("confirm_deletion", unfinished=unfinished_cases)
def confirm_deletion(recording: Record, form: Data, _at: Context, unfinished: list[str]) -> Data:
    """Another person has looked at the same."""
    _check_deletable(recording, form["deleted_on"], unfinished)
    return form


@rules.when("refuse_deletion")
def is_whole(recording: Record) -> bool:
    """Whether it can go back among what is whole."""
    return not is_damaged(recording)


rules.when("keep_damaged")(is_damaged)


@rules.on("refuse_deletion")
def refuse_deletion(recording: Record, form: Data, _at: Context) -> Data:
    """What is whole stays in the archive."""
    if is_damaged(recording):
        raise DamageStands(recording.id)
    return form


@rules.on("keep_damaged")
def keep_damaged(recording: Record, form: Data, _at: Context) -> Data:
    """What is damaged stays so."""
    if not is_damaged(recording):
        raise NoDamage(recording.id)
    return form


@rules.on("void")
def void(recording: Record, form: Data, _at: Context) -> Data:
    """A wrong entry is taken back; it is no way around a deletion."""
    if linked := {one.data["of_case"] for one in recording.revisions if one.step.name == "link"}:
        raise LinkedNotVoided(*sorted(linked))
    return form


def _check_deletable(recording: Record, day: dt.date, unfinished: list[str]) -> None:
    """Raises StillRetained, CaseNotOver."""
    if day <= recording["retain_until"]:
        raise StillRetained(recording["retain_until"])
    if unfinished:
        raise CaseNotOver(*unfinished)


def _check_hash(text: str, field: str) -> str:
    """The hash in small letters. Raises MalformedHash, at its field."""
    if not re.fullmatch(SHA256, lower := text.lower()):
        raise MalformedHash(text, errors=[MalformedHash.fault(field)])
    return lower
