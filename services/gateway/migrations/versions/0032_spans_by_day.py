"""The facts of a number by their days, for each set of units."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

COLUMNS = ("district", "programme", "measure", "side", "units", "dated", "event", "number")


def upgrade() -> None:
    """Make the index."""
    op.create_index("spans_by_day", "spans", list(COLUMNS), unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("spans_by_day", table_name="spans")
