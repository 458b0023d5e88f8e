"""What is due, and by which programme the ledger was made."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "deadlines",
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("ended", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("record", "clock", "run", "start"),
        sqlite_with_rowid=False,
    )
    op.create_index("deadlines_by_day", "deadlines", ["due"], unique=False)
    op.create_index("tellings_by_time", "tellings", ["known"], unique=False)
    op.create_table("folded", sa.Column("programme", sa.String(), nullable=False), sa.PrimaryKeyConstraint("programme"))


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("folded")
    op.drop_index("tellings_by_time", table_name="tellings")
    op.drop_index("deadlines_by_day", table_name="deadlines")
    op.drop_table("deadlines")
