"""What is public, a row a record with what is shown of it; and what must be public and is not.

Rows are what a record's revisions say now, whatever the order in which they arrived: what is withdrawn, voided or
changed so that it must be withdrawn leaves with the event that says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.envelope import Event
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.due_dates import deadlines
from services.gateway.read_model.public.parts import (
    BY_REGISTER,
    CHANGED,
    CHANGES,
    CLOCKS,
    CLOSED,
    OPENING,
    OPENINGS,
    OWED,
    REQUIRED,
    TOUCHED,
    UNDATED,
    UNPUBLISHED,
)
from services.gateway.read_model.records.touched_records import TouchedRecords

public_records = sa.Table(
    "public_records",
    ledger.meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("part", sa.String, nullable=False),
    sa.Column("day", sa.String, nullable=False),
    sa.Column("until", sa.String),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("entries", sa.Text, nullable=False),
    sa.Index("public_records_by_day", "district", "part", "day", "record"),
    sqlite_with_rowid=False,
)
"""part: of `parts.PARTS`, or `OPENING`, `CLOSED`, `OWED`, `UNDATED`, of `CHANGED`. day: by which the part is sorted,
and from which on it is owed. body: the fields that are shown; entries: those of a list that has pages of its own."""
_c, _d = public_records.c, deadlines.c
_FORGET = public_records.delete().where(store.any_of(_c.record, "records"), _c.district == sa.bindparam("district"))
_RUNNING = sa.select(_d.record, _d.clock, _d.start).where(
    store.any_of(_d.record, "records"), _d.district == sa.bindparam("district"), _d.ended.is_(None)
)
Running = dict[str, tuple[str, str]]
"""Of records in which a clock runs within which something is to become public: the clock, and since when."""


def put(tx: sa.Connection, district: str, events: Iterable[Event], records: TouchedRecords | None = None) -> None:
    """Write what of the records of these events of a district is public; how their clocks run is written before."""
    touched = sorted({event.record for event in events if event.register in TOUCHED})
    if not touched:
        return
    tx.execute(_FORGET, {"records": touched, "district": district})
    running = _running(tx, district, touched)
    some = (records or TouchedRecords(tx, district)).records(touched)
    store.insert_many(tx, public_records, [row for one in some for row in _rows(district, one, running)])


def _running(tx: sa.Connection, district: str, touched: Collection[str]) -> Running:
    watched = [one for one in touched if one.partition("/")[0] in CLOCKS]
    rows = tx.execute(_RUNNING, {"records": watched, "district": district}).all() if watched else []
    return {row.record: (row.clock, row.start) for row in rows if row.clock in CLOCKS[row.record.partition("/")[0]]}


def _rows(district: str, record: Record, running: Running) -> Iterator[dict[str, Any]]:
    name = f"{record.register.name}/{record.id}"
    if record.effective and not record.voided and (about := _row(record, running.get(name))):
        yield {"record": name, "district": district, "unit": record.unit, "until": None, "entries": "", **about}


def _row(record: Record, run: tuple[str, str] | None) -> dict[str, Any] | None:
    """What is kept of a record; None: nothing of it is public, nor has to be."""
    register = record.register.name
    if register == OPENINGS:
        part = OPENING if record.status() == "open" else CLOSED
        return {"part": part, "day": record.effective[-1].on.isoformat(), "body": "{}"}
    if register in CHANGED:
        days = [one.on.isoformat() for one in record.effective if one.step.name in CHANGES]
        return {"part": CHANGED[register], "day": days[-1], "body": "{}"} if days else None
    shown = BY_REGISTER.get(register)
    if shown and shown.is_public(record):
        return shown.row(record)
    if run is not None:
        clock, start = run
        return {"part": OWED, "day": start, "body": orjson.dumps({"clock": clock}).decode()}
    return _required(record) if register == REQUIRED else _defined(record) if register == UNPUBLISHED else None


def _defined(violation: Record) -> dict[str, Any] | None:
    """Since when a kind of violation has no benchmark that is public."""
    is_owed = violation.status() == "defined"
    return {"part": UNDATED, "day": violation.effective[0].on.isoformat(), "body": "{}"} if is_owed else None


def _required(record: Record) -> dict[str, Any] | None:
    """Since when a matter that must be public is not, or from when on it will not be; None: it is, or need not be."""
    if record.status() == "required":
        day = record.effective[-1].on
    elif record.status() == "published" and (until := record.get("until")):
        day = until + dt.timedelta(days=1)
    else:
        return None
    about = {name: record.borne(name) for name in ("stage", "matter", "source")}
    return {"part": UNDATED, "day": day.isoformat(), "body": orjson.dumps(about).decode()}


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(public_records.delete().where(_c.district == district))
