"""By which session of the bureau's provider somebody signed in."""

from alembic import op

from services.gateway.migrations import provider_columns

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; SQLite has the accounts in a file of their own."""
    if op.get_bind().dialect.name != "sqlite":
        provider_columns.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        provider_columns.drop()
