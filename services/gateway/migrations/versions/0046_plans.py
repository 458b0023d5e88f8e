"""Plans: the day first recorded, the day that stands, the day of doing; filled when the ledger is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

KEY = ("record", "district")
TEXTS = ("register", "unit", "status", "told_at")
DAYS = ("first_for", "now_for", "done_on")


def upgrade() -> None:
    """Make the table and its indexes; older versions of the ledger are made anew at the start."""
    op.create_table(
        "plans",
        *(sa.Column(name, sa.String(), nullable=False) for name in (*KEY, *TEXTS)),
        *(sa.Column(name, sa.String(), nullable=True) for name in DAYS),
        sa.PrimaryKeyConstraint(*KEY),
        sqlite_with_rowid=False,
    )
    for name in DAYS:
        more = ["now_for"] if name == "first_for" else []
        op.create_index(f"plans_by_{name}", "plans", ["district", "register", name, "record", "unit", *more])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("plans")
