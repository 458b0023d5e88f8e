"""How far copies of other services' registers reach."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "copied",
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("newest", sa.String(), nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("complete", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("register"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("copied")
