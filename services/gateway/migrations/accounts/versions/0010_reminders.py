"""Reminders, in the accounts' file."""

from services.gateway.migrations import reminder_tables

revision = "0010"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    reminder_tables.make()


def downgrade() -> None:
    """Drop them."""
    reminder_tables.drop()
