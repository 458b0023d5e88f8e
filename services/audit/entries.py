"""What an entry is found by: read off its event, when it is appended and again whenever it is verified."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, NamedTuple

from contracts import envelope
from contracts.audit import acts
from services.audit.tables import DONE

_EPOCH, _MICROSECOND = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(microseconds=1)
COLUMNS = ("time", "service", "kind", "actor", "post", "unit", "address", "record", "outcome", "times", "id")
"""In the order in which `columns_of` answers them."""


class Sought(NamedTuple):
    """The values of an entry's columns, the further records that it names, and of how many records it tells."""

    values: tuple[Any, ...]
    names: tuple[str, ...] = ()
    records: int = 1


def columns_of(members: dict[str, Any]) -> Sought:
    """What an event's members say of it."""
    service, kind, register = _of_type(members["type"])
    time, who = microseconds(members["time"]), (members["actor"], members.get("post", ""), members["unit"])
    if not register:
        said = members["data"]
        record, names = said.get("record") or "", further_names(said)
        how = (said.get("address") or "", record, said.get("outcome") or "", said.get("count") or 1)
        records = said.get("rows") or len(said.get("records") or ()) or 1
        return Sought((time, service, kind, *who, *how, members["id"]), names, records)
    record = f"{register}/{members['subject']}"
    return Sought((time, service, kind, *who, "", record, DONE, 1, members["id"]))


@cache
def _of_type(type_: str) -> tuple[str, str, str]:
    """Of events of a type: the service, by which word they are looked for, and the register.

    The word is the act's name, and there is no register; of a register's events it is the type itself.
    """
    service, _, rest = type_.partition(".")
    if acts.is_audit(type_):
        return service, rest.split(".")[1], ""
    return service, type_, envelope.register_of(type_)


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
