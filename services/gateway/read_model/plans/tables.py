"""Every plan in one row: the day it was first recorded for, the day it stands for now, the day it was carried out.

Rows are what a record's revisions say now, whatever the order in which they arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from contracts.envelope import Event
from services.chassis.records.record import Record, Revision
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.plans import counts
from services.gateway.read_model.plans.counts import DONE, FIRST, NOW, SERIES
from services.gateway.read_model.plans.kinds import BY_REGISTER, Planning
from services.gateway.read_model.records.touched_records import TouchedRecords

plans = sa.Table(
    "plans",
    ledger.meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("register", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("told_at", sa.String, nullable=False),
    *(sa.Column(name, sa.String) for name in SERIES),
    *(sa.Index(f"plans_by_{name}", "district", "register", name, "record", "unit") for name in (NOW, DONE)),
    # Whether a plan was moved is told by the index alone.
    sa.Index(f"plans_by_{FIRST}", "district", "register", FIRST, "record", "unit", NOW),
    sqlite_with_rowid=False,
)
"""first_for: the day in the first revision that planned, corrected since or not. now_for: none of what was given up or
waits for a new day. status: empty where the record is void. told_at: when the plan was first recorded."""
_TOUCHED = store.any_of(plans.c.record, "records"), plans.c.district == sa.bindparam("district")
_BEFORE, _FORGET = sa.select(plans).where(*_TOUCHED), plans.delete().where(*_TOUCHED)


def put(tx: sa.Connection, district: str, events: Iterable[Event], records: TouchedRecords | None = None) -> None:
    """Write what became of the plans of these events of a district."""
    touched = sorted({event.record for event in events if event.register in BY_REGISTER})
    if not touched:
        return
    own = {"records": touched, "district": district}
    before = [one._asdict() for one in tx.execute(_BEFORE, own)]
    tx.execute(_FORGET, own)
    some = (records or TouchedRecords(tx, district)).records(touched)
    made = (row(district, BY_REGISTER[one.register.name], one) for one in some)
    rows = [one for one in made if one is not None]
    store.insert_many(tx, plans, rows)
    counts.change(tx, district, before, rows)


def row(district: str, planning: Planning, record: Record) -> dict[str, Any] | None:
    """A plan as the table has it; None: nothing was planned yet."""
    told = sorted((one for one in record.revisions if one.step.name in planning.sets), key=lambda one: one.version)
    if not told:
        return None
    stands = [] if record.voided else record.effective
    status = "" if record.voided else record.status()
    now = [_day(planning, one) for one in stands if one.step.name in planning.sets]
    last = [one for one in stands if one.step.name in {*planning.sets, planning.does}][-1:]
    days = {
        FIRST: _day(planning, told[0]),
        NOW: now[-1] if now and status not in planning.drops else None,
        DONE: next((one.on for one in last if one.step.name == planning.does), None),
    }
    return {
        "record": f"{record.register.name}/{record.id}",
        "district": district,
        "register": record.register.name,
        "unit": told[-1].unit,
        "status": status,
        "told_at": ledger.stamp(told[0].at.now),
        **{name: day and day.isoformat() for name, day in days.items()},
    }


def _day(planning: Planning, revision: Revision) -> dt.date | None:
    """The day that a step set; a session may be planned without one."""
    day: dt.date | None = revision.data.get(planning.sets[revision.step.name])
    return day


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(plans.delete().where(plans.c.district == district))
    counts.clear(tx, district)
