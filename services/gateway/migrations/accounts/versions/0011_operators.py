"""What operators did, in the accounts' file."""

from services.gateway.migrations import operator_tables

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    operator_tables.make()


def downgrade() -> None:
    """Drop them."""
    operator_tables.drop()
