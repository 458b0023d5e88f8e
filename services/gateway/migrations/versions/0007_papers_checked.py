"""What was found of papers when they were checked, and which events name them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; which events name which papers is written by a gateway that finds no programme."""
    op.create_table(
        "paper_checks",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("checked_at", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("paper_checks_by_fault", "paper_checks", ["fault", "checked_at"], unique=False)
    op.create_table(
        "event_papers",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "event", "district"),
    )
    op.execute("DELETE FROM folded")


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("event_papers")
    op.drop_index("paper_checks_by_fault", table_name="paper_checks")
    op.drop_table("paper_checks")
