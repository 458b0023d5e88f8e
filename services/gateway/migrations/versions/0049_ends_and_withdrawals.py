"""What ceased to count by a day, and what was voided or corrected by a moment, for each number."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

INDEXES = {
    "spans_by_end": (
        "spans",
        ["district", "programme", "measure", "side", "units", "until", "event", "number"],
        "until < '9999-12-31'",
    ),
    "contributions_gone": (
        "contributions",
        ["district", "programme", "measure", "side", "unit", "gone", "event", "number"],
        "gone IS NOT NULL AND role = 'opens'",
    ),
}


def upgrade() -> None:
    """Make the indexes, of those rows alone."""
    for name, (table, columns, condition) in INDEXES.items():
        some = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    """Drop them."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table_name=table)
