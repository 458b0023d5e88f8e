"""What the notifier keeps: which messages were delivered. No text, no address."""

from __future__ import annotations

import sqlalchemy as sa

meta = sa.MetaData()
deliveries = sa.Table(
    "deliveries",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Index("deliveries_by_time", "at"),
)
