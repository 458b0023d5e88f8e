"""Files for the platform above that somebody ordered, in the accounts' file."""

from services.gateway.migrations import exchange_tables

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    exchange_tables.make()


def downgrade() -> None:
    """Drop them."""
    exchange_tables.drop()
