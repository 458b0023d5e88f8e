"""By which session of the bureau's provider somebody signed in."""

from services.gateway.migrations import provider_columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    provider_columns.make()


def downgrade() -> None:
    """Drop them."""
    provider_columns.drop()
