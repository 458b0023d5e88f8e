"""Surveys of a unit are found by an index: without one all surveys were read to find that a unit has none."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("surveys_by_unit", "surveys", ["district", "unit", "designed_on", "record"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("surveys_by_unit", table_name="surveys")
