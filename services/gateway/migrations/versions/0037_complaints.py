"""Complaints by who took them in, filled when the ledger is made anew; the public's cases by report and by change."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KEY = ("record", "source_district")
TEXTS = ("opened_by", "kind", "status", "reported_at", "told_at")
ORDERS = {"report": "reported_at", "change": "told_at"}


def upgrade() -> None:
    """Make the table and the indexes; older versions of the ledger are made anew at the start."""
    op.create_table(
        "complaints",
        *(sa.Column(name, sa.String(), nullable=False) for name in (*KEY, *TEXTS)),
        *(sa.Column(name, sa.Float(), nullable=True) for name in ("latitude", "longitude")),
        sa.PrimaryKeyConstraint(*KEY),
        sqlite_with_rowid=False,
    )
    for name, moment in ORDERS.items():
        op.create_index(f"complaints_by_{name}", "complaints", ["source_district", "opened_by", moment, "record"])
        op.create_index(f"city_cases_by_{name}", "city_cases", ["source_district", "source", moment, "record"])


def downgrade() -> None:
    """Drop them."""
    for name in ORDERS:
        op.drop_index(f"city_cases_by_{name}", table_name="city_cases")
    op.drop_table("complaints")
