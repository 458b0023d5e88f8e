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
reminder_channels = sa.Table(
    "reminder_channels",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    *map(_text, ("kind", "made_at", "made_by")),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""Where an administrator lets messages be sent; `body` is encrypted, since a mail server's has a password in it."""
reminder_addresses = sa.Table(
    "reminder_addresses",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    *map(_text, ("person", "kind", "state", "terms", "made_at")),
    *(_text(name, optional=True) for name in ("delivered_at", "failed_at")),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("failures", "tries")),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""People's own addresses, encrypted: a robot's has a token in it. `failures` in a row; `tries` of its code."""
reminder_messages = sa.Table(
    "reminder_messages",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    *map(_text, ("address", "person", "kind", "purpose", "state", "not_before", "made_at")),
    _text("ended_at", optional=True),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("tries", "lines")),
)
"""What is sent, or was: to which address, with how many reminders; the text is made when it is sent."""
reminder_lines = sa.Table(
    "reminder_lines",
    meta,
    sa.Column("reminder", sa.String, primary_key=True),
    sa.Column("address", sa.String, primary_key=True),
    sa.Column("message", sa.String, nullable=False),
)
"""In which message a reminder is told to an address: in one."""
