"""What a service was last set up with, and how many acts of a flood were counted and not told yet."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables, empty."""
    op.create_table(
        "configured",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("digest", sa.String(), nullable=False),
    )
    op.create_table(
        "counted",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("counted")
    op.drop_table("configured")
