"""Sheets between their rounds, and what was chosen for headings, in the accounts' file."""

from services.gateway.migrations import sheet_tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    sheet_tables.make()


def downgrade() -> None:
    """Drop them."""
    sheet_tables.drop()
