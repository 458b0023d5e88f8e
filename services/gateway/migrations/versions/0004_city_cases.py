"""Every digital city case in one row."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXTS = (
    "case_class",
    "source",
    "district",
    "street",
    "community",
    "grid",
    "reported_on",
    "accepted_on",
    "filed_on",
    "dispatched_on",
    "sent_back_on",
    "extended_on",
    "deferred_on",
    "dispose_due_on",
    "disposed_on",
    "reworked_on",
    "close_due_on",
    "closed_on",
    "forced_on",
    "voided_on",
)
FLAGS = ("filed_in_time", "disposed_in_time", "closed_in_time", "repeats")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "city_cases",
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in TEXTS),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in FLAGS),
        sa.Column("clock", sa.String(), nullable=True),
        sa.Column("took", sa.Integer(), nullable=True),
        sa.Column("last_on", sa.String(), nullable=False),
        sa.Column("told_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("record"),
        sqlite_with_rowid=False,
    )
    op.create_index("city_cases_by_day", "city_cases", ["last_on"], unique=False)
    op.create_index("city_cases_by_source", "city_cases", ["source", "reported_on"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("city_cases_by_source", table_name="city_cases")
    op.drop_index("city_cases_by_day", table_name="city_cases")
    op.drop_table("city_cases")
