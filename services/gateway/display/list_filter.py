"""What a query means of a register's list: which records, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from contracts import entry
from contracts.errors import Invalid, fault
from contracts.register import OPENED, Register
from contracts.rpc import ListFilter, RecordKey
from services.chassis.records.finding.mentions import naming_registers
from services.gateway.display.paging import Cursor
from services.gateway.http.request import ApiRequest

LONGEST_SOUGHT = 100
NARROWING = "q, status, unit, sort, own_first, opened_from, opened_to, names"
"""What in a query says which records are meant, and in which order."""


@dataclass(frozen=True)
class ListOrder:
    """By what a list is sorted, and which way."""

    name: str
    descending: bool

    @property
    def word(self) -> str:
        """As a query names it."""
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True)
class ListUnits:
    """Whose records are meant: everybody's where that is None, and then whose come before all others."""

    meant: tuple[str, ...] | None = None
    own: tuple[str, ...] = ()


def list_order(request: ApiRequest, register: Register) -> ListOrder:
    """The order that a query wants: the newest first where it says nothing. Raises Invalid."""
    ways = [f"{way}{name}" for name in register.list_orders for way in ("", "-")]
    word = request.among("sort", ways, f"-{OPENED}")
    return ListOrder(word.removeprefix("-"), word.startswith("-"))


def is_own_first(request: ApiRequest) -> bool:
    """Whether a query wants the records of one's own units before all others. Raises Invalid."""
    return request.among("own_first", ("true", "false"), "true") == "true"


def list_filter(request: ApiRequest, register: Register, units: ListUnits, cursor: Cursor) -> ListFilter:
    """The records that a query means, from a place on. Raises Invalid."""
    order, since, until = list_order(request, register), request.day("opened_from"), request.day("opened_to")
    if (since or until) and order.name != OPENED:
        told = fault("sort", "Days of opening are asked for in their order", "限定登记日期时只能按登记日期排序")
        raise Invalid("sort", errors=[told])
    return ListFilter(
        order.name,
        order.descending,
        since.isoformat() if since else "",
        until.isoformat() if until else "",
        request.query.get("status", ""),
        _search_text(request),
        units.meant,
        units.own,
        cursor.place,
        cursor.backward,
        names=_named(request, register),
    )


def _named(request: ApiRequest, register: Register) -> RecordKey | None:
    """The record that is to be named, as `training.people/BGS-02`. Raises Invalid where none of the register can."""
    if not (text := request.query.get("names", "")):
        return None
    target, _, id_ = text.partition("/")
    if register not in naming_registers(target) or not id_:
        wrong = fault("names", f"Nothing in {register.en} names {target}", f"{register.zh}不会提及：{target}")
        raise Invalid("names", errors=[wrong])
    return RecordKey(target, id_)


def _search_text(request: ApiRequest) -> str:
    """The text that is looked for, as it would have come in. Raises Invalid for one that is too long, or none."""
    try:
        text = entry.enter(request.query.get("q", ""))
    except entry.NotText as wrong:
        raise Invalid("q", errors=[fault("q", f"Not a text: {wrong}", f"不是文字：{wrong}")]) from None
    if len(text) > LONGEST_SOUGHT:
        raise Invalid("q", errors=[fault("q", f"At most {LONGEST_SOUGHT} characters", f"最多 {LONGEST_SOUGHT} 个字")])
    return text
