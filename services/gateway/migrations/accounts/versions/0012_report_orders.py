"""Reports that somebody ordered, in the accounts' file."""

from services.gateway.migrations import report_order_tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    report_order_tables.make()


def downgrade() -> None:
    """Drop it."""
    report_order_tables.drop()
