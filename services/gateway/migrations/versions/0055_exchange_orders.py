"""Files for the platform above that somebody ordered, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import exchange_tables

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; SQLite has them in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        exchange_tables.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        exchange_tables.drop()
