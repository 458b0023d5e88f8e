"""Accounts, in a file of their own."""

from services.gateway.migrations import account_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    account_tables.make()


def downgrade() -> None:
    """Drop them."""
    account_tables.drop()
