"""What operators did, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import operator_tables

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; SQLite has them in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        operator_tables.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        operator_tables.drop()
