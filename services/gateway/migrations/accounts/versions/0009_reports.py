"""Reports as they were issued, in the accounts' file."""

from services.gateway.migrations import report_tables

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    report_tables.make()


def downgrade() -> None:
    """Drop them."""
    report_tables.drop()
