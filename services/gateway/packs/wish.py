"""What somebody wants a pack of, as they say it in a body: every field that is wrong is named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from contracts import catalogue
from contracts.errors import Invalid, fault
from contracts.forms import EARLIEST, LATEST
from contracts.packs.layout import KINDS
from contracts.wire import JsonObject
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.question import ALWAYS

FIELDS = {
    "record": ("record",),
    "measure": ("measure", "as_of"),
    "item": ("item", "as_of"),
    "period": ("since", "until"),
}
"""What is said beside the kind."""
OPTIONAL = frozenset({"as_of"})
LONGEST_PERIOD = dt.timedelta(days=366)
_DAY, _LONGEST = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), 300
Fault = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Wish:
    """What a pack shall be of: one of a record, a measure, an item, a period; `as_of` None: today."""

    kind: str
    record: str = ""
    measures: tuple[str, ...] = ()
    name: str = ""
    as_of: dt.date | None = None
    since: dt.datetime = ALWAYS
    until: dt.datetime = ALWAYS

    def about(self) -> JsonObject:
        """What a manifest says of it."""
        if self.kind == "record":
            return {"kind": self.kind, "record": self.record}
        if self.kind == "period":
            return {"kind": self.kind, "since": self.since.isoformat(), "until": self.until.isoformat()}
        return {"kind": self.kind, self.kind: self.name}


def read_wish(body: Any, programme: Programme) -> Wish:
    """The wish in a body. Raises Invalid."""
    said = body if isinstance(body, dict) else {}
    kind = said.get("kind")
    if kind not in KINDS:
        raise _invalid([fault("kind", f"One of {', '.join(KINDS)}", "须为 record、measure、item、period 之一")])
    if faults := [*_strange(said, str(kind))]:
        raise _invalid(faults)
    return _READERS[str(kind)](said, programme)


def _strange(said: Mapping[str, Any], kind: str) -> list[Fault]:
    """Fields that are missing, that mean nothing here, or that are no text."""
    due = FIELDS[kind]
    more = [fault(str(name), "Unknown field", "没有此字段") for name in sorted(map(str, set(said) - {"kind", *due}))]
    missing = [fault(name, "Is needed", "必须填写") for name in due if name not in said and name not in OPTIONAL]
    texts = [
        fault(name, "A text", "须为文本")
        for name in due
        if name in said and (not isinstance(said[name], str) or not 0 < len(said[name]) <= _LONGEST)
    ]
    return more + missing + texts


def _record(said: Mapping[str, Any], _programme: Programme) -> Wish:
    register, _, subject = said["record"].partition("/")
    if register not in catalogue.REGISTERS or not subject:
        raise _invalid([fault("record", "A register and an id: outreach.matters/…", "须为 台账/编号")])
    return Wish("record", record=said["record"])


def _measure(said: Mapping[str, Any], programme: Programme) -> Wish:
    if said["measure"] not in programme.measures:
        raise _invalid([fault("measure", "There is no such measure", "没有此指标")])
    return Wish("measure", measures=(said["measure"],), name=said["measure"], as_of=_as_of(said))


def _item(said: Mapping[str, Any], programme: Programme) -> Wish:
    item = next((one for one in programme.items() if one.id == said["item"]), None)
    if item is None:
        raise _invalid([fault("item", "There is no such item", "没有此事项")])
    return Wish("item", measures=item.measures, name=item.id, as_of=_as_of(said))


def _period(said: Mapping[str, Any], _programme: Programme) -> Wish:
    since, until = (_read(said, name, _moment, "RFC 3339, with a time zone", "须注明时区") for name in FIELDS["period"])
    if not since < until <= since + LONGEST_PERIOD:
        raise _invalid([fault("until", "After since, by at most 366 days", "须晚于起始时间，且不超过 366 天")])
    return Wish("period", since=since, until=until)


_READERS: dict[str, Callable[[Mapping[str, Any], Programme], Wish]] = {
    "record": _record,
    "measure": _measure,
    "item": _item,
    "period": _period,
}


def _as_of(said: Mapping[str, Any]) -> dt.date | None:
    if "as_of" not in said:
        return None
    day = _read(said, "as_of", _day, "YYYY-MM-DD", "日期格式须为 YYYY-MM-DD")
    if not EARLIEST <= day <= LATEST:
        raise _invalid([fault("as_of", f"{EARLIEST}..{LATEST}", f"须在 {EARLIEST} 至 {LATEST} 之间")])
    return day


def _read(said: Mapping[str, Any], name: str, parse: Callable[[str], T], en: str, zh: str) -> T:
    try:
        return parse(said[name])
    except (ValueError, OverflowError):
        raise _invalid([fault(name, en, zh)]) from None


def _day(text: str) -> dt.date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(dt.UTC)


def _invalid(faults: list[Fault]) -> Invalid:
    return Invalid(*(one["field"] for one in faults), errors=faults)
