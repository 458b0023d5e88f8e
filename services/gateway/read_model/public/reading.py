"""What of the public records is asked for: a page of a part, one record, how many there are at least."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.chassis.records.record import Record
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.gateway.read_model.due_dates import deadlines
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.public.parts import CLOSED, OPENING, OWED, UNDATED
from services.gateway.read_model.public.tables import public_records
from services.gateway.read_model.records.touched_records import TouchedRecords

MADE_FROM = 11
"""The first version of what is derived (`DERIVED` of the ledger) that has all that is public, and all that is owed."""
MOST_COUNTED = 1000
"""Of more records than so many it is said that there are at least so many: a stranger's question reads no more."""
_c, _d = public_records.c, deadlines.c
_NEWEST, _OLDEST = KeyOrder(("day", "record"), newest=True), KeyOrder(("day", "record"))


class Opening(NamedTuple):
    """The record by which the pages are open or closed, and since when."""

    record: str
    is_open: bool
    day: str


def is_whole(tx: sa.Connection, district: str, wanted: Programme) -> bool:
    """Whether the view has every public record: one that earlier code made is made anew."""
    live = pointer.live_of(pointer.of_district(tx, district, wanted.campaign))
    derived = "" if live is None else live.code.rpartition(".")[2]
    return live is None or (derived.isdigit() and int(derived) >= MADE_FROM)


def opening(tx: sa.Connection, district: str) -> Opening | None:
    """Whether the pages are open; None: they never were."""
    chosen = sa.select(_c.record, _c.part, _c.day).where(_c.district == district, _c.part.in_((OPENING, CLOSED)))
    row = tx.execute(chosen.order_by(_c.part.desc()).limit(1)).first()  # open before closed
    return None if row is None else Opening(row.record.partition("/")[2], row.part == OPENING, row.day)


def page_of(tx: sa.Connection, district: str, part: str, today: dt.date, window: ListWindow) -> RowPage[Any]:
    """A page of a part, the newest first."""
    return keyset.page(tx, [_rows(district, part, today)], _NEWEST, window)


def owed_page(tx: sa.Connection, district: str, today: dt.date, window: ListWindow) -> RowPage[Any]:
    """A page of what must be public and is not, within a period or without one, the oldest first."""
    return keyset.page(tx, [_rows(district, part, today) for part in (OWED, UNDATED)], _OLDEST, window)


def count_owed(tx: sa.Connection, district: str, today: dt.date) -> int:
    """How much is owed, one more than `MOST_COUNTED` at most."""
    return keyset.count(tx, [_rows(district, part, today) for part in (OWED, UNDATED)], MOST_COUNTED + 1)


def undated_page(
    tx: sa.Connection, district: str, today: dt.date, units: Collection[str] | None, most: int
) -> list[Any]:
    """What is owed without a period, the oldest first; of some units what is theirs among the `MOST_COUNTED` oldest."""
    chosen = _rows(district, UNDATED, today).order_by(_c.day, _c.record)
    if units is None:
        return list(tx.execute(chosen.limit(most)))
    return [row for row in tx.execute(chosen.limit(MOST_COUNTED)) if row.unit in units][:most]


def _rows(district: str, part: str, today: dt.date) -> sa.Select[Any]:
    return sa.select(_c.day, _c.record, _c.unit, _c.body).where(*_shown(district, part, today))


def one_of(tx: sa.Connection, district: str, part: str, today: dt.date, record: str) -> Any:
    """One record of a part with its entries; None where it is not, or no longer, public."""
    return tx.execute(sa.select(public_records).where(*_shown(district, part, today), _c.record == record)).first()


def count(tx: sa.Connection, district: str, part: str, today: dt.date) -> int:
    """How many a part has, one more than `MOST_COUNTED` at most."""
    return keyset.count(tx, [sa.select(_c.record).where(*_shown(district, part, today))], MOST_COUNTED + 1)


def bodies_of(tx: sa.Connection, district: str, part: str, most: int) -> list[str]:
    """What is shown of the newest records of a part."""
    chosen = sa.select(_c.body).where(_c.district == district, _c.part == part).order_by(_c.day.desc(), _c.record)
    return list(tx.scalars(chosen.limit(most)))


def changed_since(tx: sa.Connection, district: str, part: str, days: tuple[str, str]) -> tuple[int, str]:
    """How many items were changed last after one day and up to another, `MOST_COUNTED` at most; the first such day."""
    after, upto = days
    chosen = sa.select(_c.day).where(_c.district == district, _c.part == part, _c.day > after, _c.day <= upto)
    found = list(tx.scalars(chosen.order_by(_c.day).limit(MOST_COUNTED)))
    return len(found), found[0] if found else ""


def named_records(tx: sa.Connection, district: str, names: Collection[str]) -> Mapping[str, Record]:
    """The records of these names that stand."""
    some = zip(names, TouchedRecords(tx, district).records(names), strict=True)
    return {name: one for name, one in some if one.effective and not one.voided}


def due_days(tx: sa.Connection, district: str, records: Collection[str]) -> Mapping[tuple[str, str], str]:
    """When the clocks that run in some records end, by record and clock."""
    chosen = sa.select(_d.record, _d.clock, _d.due).where(
        _d.record.in_(list(records)), _d.district == district, _d.ended.is_(None)
    )
    return {(row.record, row.clock): row.due for row in tx.execute(chosen)}


def _shown(district: str, part: str, today: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    in_time = sa.or_(_c.until.is_(None), _c.until >= today.isoformat())
    begun = [_c.day <= today.isoformat()] if part in (OWED, UNDATED) else []
    return _c.district == district, _c.part == part, in_time, *begun
