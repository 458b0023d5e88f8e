"""Which entries a request asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from contracts import catalogue
from contracts.audit import acts
from contracts.audit.rpc import EntryFilter
from contracts.errors import Invalid, fault
from services.chassis.base import clock
from services.gateway.audit import kinds
from services.gateway.http.request import ApiRequest

FILTER = "person, post, unit, record, what, outcome, address"
"""What entries are looked for by, beside their time."""
_NAMES = {"person": "actor", "post": "post", "unit": "unit", "record": "record", "what": "kind", "outcome": "outcome"}
_NAMES |= {"address": "address"}
LONGEST = 300
ONE_DAY = dt.timedelta(days=1)


def filter_of(request: ApiRequest) -> EntryFilter:
    """The entries that a program asks for, by moments. Raises Invalid with every parameter that cannot be."""
    since, until = request.moment("since"), request.moment("until")
    return EntryFilter(**_values(request.query), since=_text(since), until=_text(until))


def filter_by_days(request: ApiRequest) -> EntryFilter:
    """The entries that a person asks for, by days in Shanghai, the last one too. Raises Invalid."""
    first, last = request.day("from"), request.day("to")
    since = None if first is None else midnight(first)
    until = None if last is None else midnight(last + ONE_DAY)
    return EntryFilter(**_values(request.query), since=_text(since), until=_text(until))


def midnight(day: dt.date) -> dt.datetime:
    """When a day begins in Shanghai."""
    return dt.datetime.combine(day, dt.time(), clock.SHANGHAI)


def _values(query: Mapping[str, str]) -> dict[str, str]:
    values = {field: query[name] for name, field in _NAMES.items() if name in query}
    faults = [one for name in _NAMES if name in query and (one := _fault(name, query[name]))]
    if faults:
        raise Invalid(*(one["field"] for one in faults), errors=faults)
    return values


def _fault(name: str, value: str) -> dict[str, str] | None:
    """What is wrong with a value: an answer to what cannot be would be empty, and read as that nothing happened."""
    if len(value) > LONGEST:
        return fault(name, f"At most {LONGEST} characters", f"最多 {LONGEST} 字")
    if name == "what" and not kinds.is_kind(value):
        return fault(name, "The name of an act, or the type of an event", "应为行为名称，或事件类型")
    if name == "outcome" and value not in acts.OUTCOMES:
        return fault(name, f"Must be {' | '.join(acts.OUTCOMES)}", f"应为 {' | '.join(acts.OUTCOMES)}")
    if name == "record" and not _is_record(value):
        return fault(name, "A register and an id: cases.penalties/…", "应为台账和编号：cases.penalties/……")
    return None


def _is_record(value: str) -> bool:
    register, _, id_ = value.partition("/")
    return register in catalogue.REGISTERS and bool(id_)


def _text(moment: dt.datetime | None) -> str:
    return "" if moment is None else moment.astimezone(dt.UTC).isoformat()
