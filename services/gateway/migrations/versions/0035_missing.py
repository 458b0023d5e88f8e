"""From when until when a member of a ratio's whole is missing from its part; filled when the ledger is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KEY = ("district", "programme", "measure", "subject", "start")


def upgrade() -> None:
    """Make the table; older versions of the ledger are made anew at the start."""
    op.create_table(
        "missing",
        *(sa.Column(name, sa.String(), nullable=False) for name in (*KEY, "until", "units")),
        sa.PrimaryKeyConstraint(*KEY),
        sqlite_with_rowid=False,
    )
    op.create_index("missing_by_end", "missing", ["district", "programme", "measure", "units", "until", "subject"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("missing")
