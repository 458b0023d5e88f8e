"""One thing has one spelling: a number that one record bears no other takes, however it is written."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.errors import Refused, fault
from contracts.register import Register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Record, Revision


class BorneByAnother(Refused):
    """Another record bears this already, in this writing or in another; use that record, or correct what is wrong."""

    slug, zh = "borne-by-another", "已有另一记录使用此编号或名称（写法不同也算同一个），请用该记录，或更正有误的一处"


def check(record: Record, revisions: Sequence[Revision], lookup: Lookup) -> None:
    """What is to stand in a record's sole fields stands in no other's. Raises BorneByAnother, the first other named.

    Asked of commands alone: what stands in history stood by the rule of its day.
    """
    register = record.register
    written = [(name, one.data[name]) for one in revisions for name in register.sole_fields if one.data.get(name)]
    if register.identity and not record.version:
        written.append((register.identity, record.id))
    for name, value in dict.fromkeys(written):
        for beside in _beside(register, name):
            bearers = (one for one in lookup.bearing(register.name, beside, value) if one.id != record.id)
            if other := next(bearers, None):
                raise BorneByAnother(value, other.id, errors=[_fault(name, value, beside, other)])


def _beside(register: Register, name: str) -> list[str]:
    """The fields in which another's value may not be this one: of what is called by its code or by its name, both."""
    callings = [one for one in register.sole_fields if one == register.identity or register.sorts.get(one) == "name"]
    return callings if name in callings else [name]


def _fault(name: str, value: str, beside: str, other: Record) -> dict[str, str]:
    title = other.register.zh
    return fault(
        name,
        f"{value}: {other.register.en} {other.id} bears it as {other.borne(beside)}",
        f"所填“{value}”已由{title} {other.id} 使用，登记为“{other.borne(beside)}”",
    )
