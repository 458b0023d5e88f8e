"""Drafts, in the accounts' file."""

from services.gateway.migrations import draft_tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    draft_tables.make()


def downgrade() -> None:
    """Drop them."""
    draft_tables.drop()
