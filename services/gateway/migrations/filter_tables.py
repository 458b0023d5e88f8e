"""The table of saved filters, beside those of accounts."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make the table."""
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
    )
    op.create_index("saved_filters_by_account", "saved_filters", ["account", "register"])


def drop() -> None:
    """Drop it."""
    op.drop_table("saved_filters")
