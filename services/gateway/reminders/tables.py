"""The tables of reminders, beside those of accounts: nothing makes them again, while the ledger can be rebuilt.

Moments are ISO 8601 in UTC, days those of the business.
"""

from __future__ import annotations

import sqlalchemy as sa

meta = sa.MetaData()


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=optional)


reminders = sa.Table(
    "reminders",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    *map(_text, ("person", "record", "unit", "label", "kind", "name", "run", "start", "stage", "day", "made_at")),
    *(_text(name, optional=True) for name in ("due", "seen_at", "ended_at", "laid_at")),
)
"""`id` follows from what is told to whom (`notices.py`): told once, whatever dies in between."""
reminder_state = sa.Table(
    "reminder_state", meta, sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.String)
)
"""How far the daily look has come."""
