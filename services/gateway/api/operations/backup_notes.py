"""What a note of a backup may say: which members each deed has, and what is wrong with those that came."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from contracts.errors import Invalid, fault
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.gateway.accounts.operations.kept_backups import ARCHIVED, MADE, TESTED, BackupNote

NAME = re.compile(r"[\w][\w.+-]{0,79}")
LONGEST_FAULT, LONGEST_MOMENT, MOST_COUNT, MOST_SECONDS = 500, 40, 1 << 62, 1e9
FIGURES = ("seconds", "events", "loss_seconds")
FIELDS = {
    MADE: ("deed", "name", "size", "fault"),
    TESTED: ("deed", "name", "size", "fault", "restored_to", *FIGURES),
    ARCHIVED: ("deed", "name", "restored_to"),
}
"""The members of each deed's note."""
SKEW = dt.timedelta(minutes=1)
"""How far ahead another machine's clock may be: a moment later than that cannot have been archived."""


def read(said: JsonObject) -> BackupNote:
    """A note as it came. Raises Invalid."""
    values: JsonObject = {"size": 0, "fault": ""} | {name: one for name, one in said.items() if one is not None}
    if faults := [*_foreign(values), *_faults(values)]:
        raise Invalid(faults[0]["field"], errors=faults)
    if "restored_to" in values:
        values["restored_to"] = _utc(values["restored_to"])
    return BackupNote(**values)


def _foreign(said: JsonObject) -> Iterator[dict[str, str]]:
    fields = FIELDS.get(str(said.get("deed")), FIELDS[TESTED])
    given = {name for name, value in said.items() if value not in (0, "") or name not in ("size", "fault")}
    for name in sorted(given - {*fields}):
        yield fault(str(name), "Unknown field of such a note", "此类登记没有此字段")


def _faults(said: JsonObject) -> Iterator[dict[str, str]]:
    needs_moment = said.get("deed") == ARCHIVED or any(name in said for name in FIGURES)
    checks = {
        "deed": (said.get("deed") in FIELDS, f"One of {', '.join(FIELDS)}", f"须为 {'、'.join(FIELDS)} 之一"),
        "name": (
            isinstance(said.get("name"), str) and NAME.fullmatch(said["name"]) is not None,
            "Letters, digits, . _ + -; at most 80, no path",
            "须为字母、数字或 . _ + -，至多 80 个，不含路径",
        ),
        "size": (_is_count(said["size"]), "A number of bytes", "须为字节数"),
        "fault": (
            isinstance(said["fault"], str) and len(said["fault"]) <= LONGEST_FAULT,
            f"A text of at most {LONGEST_FAULT} characters",
            f"须为至多 {LONGEST_FAULT} 个字的文本",
        ),
        "restored_to": (
            _utc(said["restored_to"]) != "" if "restored_to" in said else not needs_moment,
            "A moment with its zone, not in the future: 2026-11-23T08:00:00+08:00",
            "须为带时区且不晚于现在的时刻，如 2026-11-23T08:00:00+08:00",
        ),
        "seconds": (_is_period(said.get("seconds", 0)), "A number of seconds", "须为秒数"),
        "events": (_is_count(said.get("events", 0)), "A number of events", "须为事件数"),
        "loss_seconds": (_is_period(said.get("loss_seconds", 0)), "A number of seconds", "须为秒数"),
    }
    return (fault(name, en, zh) for name, (holds, en, zh) in checks.items() if not holds)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_COUNT


def _is_period(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < MOST_SECONDS


def _utc(value: object) -> str:
    """A moment as it is kept; empty: it is none, has no zone, or is still to come."""
    try:
        moment = dt.datetime.fromisoformat(value[:LONGEST_MOMENT] if isinstance(value, str) else "")
        utc = moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return ""
    return "" if moment.tzinfo is None or utc > clock.now() + SKEW else utc.isoformat(timespec="microseconds")
