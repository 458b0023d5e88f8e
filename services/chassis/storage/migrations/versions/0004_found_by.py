"""By which values records are found."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "found_by",
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("register", "field", "value", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("found_by_record", "found_by", ["register", "id"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("found_by_record", table_name="found_by")
    op.drop_table("found_by")
