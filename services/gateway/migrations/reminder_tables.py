"""The tables of reminders, beside those of accounts: who is told of what, by which channels, and what came of it."""

import sqlalchemy as sa
from alembic import op

OPEN, WAITING = sa.text("ended_at IS NULL"), sa.text("state = 'waiting'")
TABLES = (
    "reminders",
    "reminder_state",
    "reminder_channels",
    "reminder_addresses",
    "reminder_messages",
    "reminder_lines",
)


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True)


def _body() -> sa.Column[bytes]:
    return sa.Column("body", sa.LargeBinary(), nullable=False)


def make() -> None:
    """Make the tables."""
    op.create_table(
        "reminders",
        _key("id"),
        *map(_text, ("person", "record", "unit", "label", "kind", "name", "run", "start", "stage", "day", "made_at")),
        *(_text(name, optional=True) for name in ("due", "seen_at", "ended_at", "laid_at")),
    )
    for name, columns in (
        ("reminders_open", ["person", "made_at", "id"]),
        ("reminders_open_of_record", ["record"]),
        ("reminders_unlaid", ["laid_at", "person"]),
    ):
        op.create_index(name, "reminders", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("reminders_of_record", "reminders", ["record"])
    op.create_table("reminder_state", _key("name"), _text("value"))
    _make_channels()


def _make_channels() -> None:
    op.create_table("reminder_channels", _key("id"), *map(_text, ("kind", "made_at", "made_by")), _body())
    op.create_table(
        "reminder_addresses",
        _key("id"),
        *map(_text, ("person", "kind", "state", "terms", "made_at")),
        *(_text(name, optional=True) for name in ("delivered_at", "failed_at")),
        *map(_number, ("failures", "tries")),
        _body(),
    )
    op.create_index("reminder_addresses_of_person", "reminder_addresses", ["person", "made_at"])
    op.create_table(
        "reminder_messages",
        _key("id"),
        *map(_text, ("address", "person", "kind", "purpose", "state", "not_before", "made_at")),
        _text("ended_at", optional=True),
        _number("tries"),
        _number("lines"),
    )
    op.create_index(
        "reminder_messages_waiting",
        "reminder_messages",
        ["not_before", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("reminder_messages_by_time", "reminder_messages", ["made_at", "id"])
    op.create_index("reminder_messages_of_address", "reminder_messages", ["address", "not_before"])
    op.create_table(
        "reminder_lines",
        *map(_text, ("reminder", "address", "message")),
        sa.PrimaryKeyConstraint("reminder", "address"),
    )
    op.create_index("reminder_lines_of_message", "reminder_lines", ["message"])


def drop() -> None:
    """Drop them."""
    for name in TABLES:
        op.drop_table(name)
