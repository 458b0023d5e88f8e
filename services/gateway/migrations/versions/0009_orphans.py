"""Events that no journal holds any more, kept apart by a replay."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "orphans",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("set_aside", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", "district"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("orphans")
