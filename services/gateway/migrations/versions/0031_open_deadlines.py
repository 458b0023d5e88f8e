"""What goes on is found without what has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None
COLUMNS = ["district", "due", "record", "clock", "run", "start", "unit"]


def upgrade() -> None:
    """Index what goes on by its day, and what ended by the day on which it did."""
    runs = sa.text("ended IS NULL")
    op.create_index("deadlines_open", "deadlines", COLUMNS, sqlite_where=runs, postgresql_where=runs)
    op.create_index("deadlines_by_end", "deadlines", ["district", "ended"])
    op.drop_index("deadlines_by_day", table_name="deadlines")


def downgrade() -> None:
    """Index all by their day again."""
    op.create_index("deadlines_by_day", "deadlines", ["district", "due"])
    for name in ("deadlines_by_end", "deadlines_open"):
        op.drop_index(name, table_name="deadlines")
