"""The table of reports that somebody ordered."""

import sqlalchemy as sa
from alembic import op

BY_STATE = ["state", "made_at", "id"]


def make() -> None:
    """Make the table."""
    texts = ("account", "role", "behalf", "state", "made_at", "changed_at")
    op.create_table(
        "report_orders",
        sa.Column("id", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        *(sa.Column(name, sa.String()) for name in ("unit", "report")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("stage", "tries")),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text()),
    )
    op.create_index("report_orders_by_state", "report_orders", BY_STATE)


def drop() -> None:
    """Drop it."""
    op.drop_table("report_orders")
