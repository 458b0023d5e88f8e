"""Public records, filled when the ledger is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

KEY = ("record", "district")


def upgrade() -> None:
    """Make the table and its index; older versions of the ledger are made anew at the start."""
    op.create_table(
        "public_records",
        *(sa.Column(name, sa.String(), nullable=False) for name in (*KEY, "part", "day")),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("body", "entries")),
        sa.PrimaryKeyConstraint(*KEY),
        sqlite_with_rowid=False,
    )
    op.create_index("public_records_by_day", "public_records", ["district", "part", "day", "record"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("public_records")
