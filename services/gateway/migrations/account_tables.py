"""The first version of the accounts' tables: SQLite has them in a file of their own, PostgreSQL beside the ledger."""

import sqlalchemy as sa
from alembic import op


def _text(name: str, *, null: bool = True) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=null)


def make() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(), primary_key=True),
        _text("kind", null=False),
        _text("password"),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _text("locked_until"),
        _text("made_at", null=False),
        _text("made_by", null=False),
        _text("closed_at"),
        _text("closed_by"),
    )
    op.create_table(
        "factors",
        sa.Column("id", sa.String(), primary_key=True),
        _text("account", null=False),
        _text("kind", null=False),
        _text("name", null=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        _text("made_at", null=False),
        _text("used_at"),
    )
    op.create_index("factors_by_account", "factors", ["account"])
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), primary_key=True),
        _text("account", null=False),
        _text("post", null=False),
        sa.Column("strong", sa.Boolean(), nullable=False),
        _text("begun_at", null=False),
        _text("used_at", null=False),
        _text("until", null=False),
        _text("address", null=False),
        _text("agent", null=False),
        _text("ended_at"),
        _text("ended_by"),
    )
    op.create_index("sessions_by_account", "sessions", ["account", "begun_at"])
    op.create_table(
        "keys",
        sa.Column("id", sa.String(), primary_key=True),
        _text("digest", null=False),
        _text("role", null=False),
        _text("unit"),
        _text("made_at", null=False),
        _text("made_by", null=False),
        _text("until", null=False),
        _text("used_at"),
        _text("revoked_at"),
        _text("revoked_by"),
    )
    op.create_index("keys_by_digest", "keys", ["digest"], unique=True)
    op.create_table(
        "links",
        sa.Column("id", sa.String(), primary_key=True),
        _text("account", null=False),
        _text("made_at", null=False),
        _text("made_by", null=False),
        _text("until", null=False),
        _text("used_at"),
    )
    op.create_index("links_by_account", "links", ["account"])
    op.create_table(
        "recoveries",
        sa.Column("id", sa.String(), primary_key=True),
        _text("account", null=False),
        _text("made_at", null=False),
        _text("until", null=False),
        _text("first_by"),
        _text("second_by"),
        _text("done_at"),
    )
    op.create_index("recoveries_by_account", "recoveries", ["account"])


def drop() -> None:
    """Drop them."""
    for name in ("recoveries", "links", "keys", "sessions", "factors", "accounts"):
        op.drop_table(name)
