"""The tables of files for the platform above: what was ordered, and the files that were made, in pieces."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make the tables."""
    texts = ("account", "role", "behalf", "mapping", "month", "state", "made_at", "changed_at")
    numbers = ("attempt", "tries", "total", "read", "rows", "rejected")
    op.create_table(
        "exchange_orders",
        sa.Column("id", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        *(sa.Column(name, sa.String()) for name in ("unit", "known_at", "event", "sha256")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("bytes", sa.BigInteger()),
        *(sa.Column(name, sa.Text()) for name in ("manifest", "problem")),
    )
    op.create_index("exchange_orders_by_state", "exchange_orders", ["state", "changed_at", "id"])
    op.create_index("exchange_orders_by_moment", "exchange_orders", ["made_at", "id"])
    op.create_table(
        "exchange_parts",
        sa.Column("file_order", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("file_order", "place", "number"),
    )


def drop() -> None:
    """Drop them."""
    for name in ("exchange_parts", "exchange_orders"):
        op.drop_table(name)
