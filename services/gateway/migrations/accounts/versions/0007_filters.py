"""Saved filters, in the accounts' file."""

from services.gateway.migrations import filter_tables

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    filter_tables.make()


def downgrade() -> None:
    """Drop it."""
    filter_tables.drop()
