"""The serials of the numbers that records bear."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty until the records are projected anew at the next start."""
    op.create_table(
        "series",
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("register", "series", "serial", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("series_of_record", "series", ["register", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("series")
