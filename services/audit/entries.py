"""What an entry is found by: read off its event, when it is appended and again whenever it is verified."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from contracts import envelope
from contracts.audit import acts
from services.audit.tables import DONE

_EPOCH, _MICROSECOND = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(microseconds=1)
COLUMNS = ("time", "service", "kind", "actor", "post", "unit", "address", "record", "outcome", "times", "id")
"""In the order in which `columns_of` answers them."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The values of an entry's columns, the further records that it names, and of how many records it tells."""

    values: tuple[Any, ...]
    names: tuple[str, ...] = ()
    records: int = 1


def columns_of(members: dict[str, Any]) -> Sought:
    """What an event's members say of it."""
    type_: str = members["type"]
    time, who = microseconds(members["time"]), (members["actor"], members.get("post", ""), members["unit"])
    service = type_.partition(".")[0]
    if acts.is_audit(type_):
        said = members["data"]
        record, names = said.get("record") or "", further_names(said)
        how = (said.get("address") or "", record, said.get("outcome") or "", said.get("count") or 1)
        records = said.get("rows") or len(said.get("records") or ()) or 1
        return Sought((time, service, kind_of(type_), *who, *how, members["id"]), names, records)
    record = f"{envelope.register_of(type_)}/{members['subject']}"
    return Sought((time, service, type_, *who, "", record, DONE, 1, members["id"]))


def kind_of(type_: str) -> str:
    """By which word events of a type are looked for: the act's name; of a register's events the type itself."""
    return type_.split(".")[2] if acts.is_audit(type_) else type_


def type_of(service: str, kind: str) -> str:
    """The type of the events that are looked for by a kind."""
    return kind if "." in kind else acts.event_type(service, kind)


def further_names(said: dict[str, Any]) -> tuple[str, ...]:
    """The records in an audit event's list, each within all registers, without the one that it names by itself."""
    register, own = said.get("register") or "", said.get("record")
    names = (one if "/" in one else f"{register}/{one}" for one in said.get("records") or ())
    return tuple(sorted({name for name in names if name != own}))


def microseconds(moment: str) -> int:
    """A moment as entries keep it. Raises ValueError for a text that is none."""
    return of_moment(dt.datetime.fromisoformat(moment))


def of_moment(moment: dt.datetime) -> int:
    """The same of a moment with a zone."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(microseconds_: int) -> str:
    """The moment in RFC 3339, UTC."""
    return (_EPOCH + microseconds_ * _MICROSECOND).isoformat()
