"""The tables of reminders, beside those of accounts: nothing makes them again, while the ledger can be rebuilt.

Moments are ISO 8601 in UTC, days those of the business.
"""

from __future__ import annotations

import sqlalchemy as sa

meta = sa.MetaData()
OPEN, WAITING = sa.text("ended_at IS NULL"), sa.text("state = 'waiting'")
"""What of the tables is looked for again and again: reminders that stand, messages that are to be sent."""


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=optional)


reminders = sa.Table(
    "reminders",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    *map(_text, ("person", "record", "unit", "label", "kind", "name", "run", "start", "stage", "day", "made_at")),
    *(_text(name, optional=True) for name in ("due", "seen_at", "ended_at", "laid_at")),
    sa.Index("reminders_open", "person", "made_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    sa.Index("reminders_open_of_record", "record", sqlite_where=OPEN, postgresql_where=OPEN),
    sa.Index("reminders_unlaid", "laid_at", "person", sqlite_where=OPEN, postgresql_where=OPEN),
    sa.Index("reminders_of_record", "record"),
)
"""`id` follows from what is told to whom (`notices.py`): told once, whatever dies in between."""
reminder_state = sa.Table(
    "reminder_state",
    meta,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
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
    sa.Index("reminder_addresses_of_person", "person", "made_at"),
)
"""People's own addresses, encrypted: a robot's has a token in it. `failures` in a row; `tries` of its code."""
reminder_messages = sa.Table(
    "reminder_messages",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    *map(_text, ("address", "person", "kind", "purpose", "state", "not_before", "made_at")),
    _text("ended_at", optional=True),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("tries", "lines")),
    sa.Index("reminder_messages_waiting", "not_before", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    sa.Index("reminder_messages_by_time", "made_at", "id"),
    sa.Index("reminder_messages_of_address", "address", "not_before"),
)
"""What is sent, or was: to which address, with how many reminders; the text is made when it is sent."""
reminder_lines = sa.Table(
    "reminder_lines",
    meta,
    sa.Column("reminder", sa.String, primary_key=True),
    sa.Column("address", sa.String, primary_key=True),
    sa.Column("message", sa.String, nullable=False),
    sa.Index("reminder_lines_of_message", "message"),
)
"""In which message a reminder is told to an address: in one."""
