"""Events that came in and that no journal holds any more: their owner was put back from an older copy.

A replay sets them aside, whole, so that somebody can record again what they say.
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson
import sqlalchemy as sa

from contracts.envelope import Event
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.chassis.storage import store
from services.gateway.read_model.ledger import meta, stamp

orphans = sa.Table(
    "orphans",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("set_aside", sa.String, nullable=False),
)


def keep(tx: sa.Connection, events: Sequence[Event]) -> None:
    """Keep events that no longer count."""
    at = stamp(clock.now())
    rows = [{"id": one.id, "district": one.district, "body": one.body.decode(), "set_aside": at} for one in events]
    store.insert_many(tx, orphans, rows)


def describe_all(tx: sa.Connection, district: str) -> list[JsonObject]:
    """What was set aside in a district."""
    chosen = sa.select(orphans.c.body).where(orphans.c.district == district).order_by(orphans.c.id)
    return [describe(body) for body in tx.scalars(chosen)]


def describe(body: str) -> JsonObject:
    """An event in a list: its id and type, its record, the day on which it happened and the moment of its recording."""
    event = orjson.loads(body)
    return {name: event[name] for name in ("id", "type", "subject", "occurredon", "time")}
