"""City cases by where they were: what is proposed for a place rests on those around it."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("city_cases_by_place", "city_cases", ["source_district", "latitude", "longitude"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("city_cases_by_place", table_name="city_cases")
