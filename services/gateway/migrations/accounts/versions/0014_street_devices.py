"""Devices that keep what somebody entered without a signal, in the accounts' file."""

from services.gateway.migrations import street_tables

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    street_tables.make()


def downgrade() -> None:
    """Drop it."""
    street_tables.drop()
