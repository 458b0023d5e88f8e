"""The tables of what operators did, beside those of accounts."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make the tables."""
    texts = ("service", "event", "type", "reason", "why", "by", "at")
    op.create_table(
        "discarded_letters",
        sa.Column("id", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
    )
    op.create_index("discarded_letters_by_time", "discarded_letters", ["at", "id"])
    op.create_table(
        "letter_parts",
        sa.Column("letter", sa.String(), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "backups",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
    op.create_index("backups_by_deed", "backups", ["deed", "at", "id"])


def drop() -> None:
    """Drop them."""
    for name in ("backups", "letter_parts", "discarded_letters"):
        op.drop_table(name)
