"""Which messages were delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("at", sa.String(), nullable=False),
    )
    op.create_index("deliveries_by_time", "deliveries", ["at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("deliveries")
