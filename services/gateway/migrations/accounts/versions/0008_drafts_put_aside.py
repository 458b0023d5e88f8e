"""Drafts that were put aside, in the accounts' file."""

from services.gateway.migrations import aside_columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    aside_columns.make()


def downgrade() -> None:
    """Drop them."""
    aside_columns.drop()
