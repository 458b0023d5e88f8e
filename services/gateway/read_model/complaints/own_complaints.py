"""Every complaint in one row: who took it in, when, how it stands; an application's own are a range of an index.

Rows are what a record's revisions say now, whatever the order in which they arrived.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from contracts.cases.complaints import register
from contracts.envelope import Event
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.indicators.city_cases import columns_of_place, reported_at
from services.gateway.read_model.records.touched_records import TouchedRecords

complaints = sa.Table(
    "complaints",
    ledger.meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("source_district", sa.String, primary_key=True),
    sa.Column("opened_by", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("reported_at", sa.String, nullable=False),
    sa.Column("told_at", sa.String, nullable=False),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Index("complaints_by_report", "source_district", "opened_by", "reported_at", "record"),
    sa.Index("complaints_by_change", "source_district", "opened_by", "told_at", "record"),
    sqlite_with_rowid=False,
)
"""opened_by: who took it in. told_at: when its last revision was recorded. Places are in WGS-84."""
_c = complaints.c


def put(tx: sa.Connection, district: str, events: Iterable[Event], records: TouchedRecords | None = None) -> None:
    """Write what became of the complaints of these events of a district."""
    touched = sorted({event.record for event in events if event.register == register.name})
    if not touched:
        return
    tx.execute(complaints.delete().where(store.among(_c.record, touched), _c.source_district == district))
    some = (records or TouchedRecords(tx, district)).records(touched)
    store.insert_many(tx, complaints, [_row(district, one) for one in some if _stands(one)])


def _stands(one: Record) -> bool:
    """Whether it was taken in, and not taken back."""
    return bool(one.effective) and one.effective[0].step.first and not one.voided


def _row(district: str, one: Record) -> dict[str, Any]:
    return {
        "record": f"{register.name}/{one.id}",
        "source_district": district,
        "opened_by": one.effective[0].at.actor,
        "kind": one["kind"],
        "status": one.status(),
        "reported_at": ledger.stamp(reported_at(one)),
        "told_at": ledger.stamp(max(entry.at.now for entry in one.revisions)),
        **columns_of_place(one),
    }


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(complaints.delete().where(_c.source_district == district))
