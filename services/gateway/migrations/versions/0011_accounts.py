"""Accounts, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import account_tables

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; SQLite has them in a file of their own."""
    if op.get_bind().dialect.name != "sqlite":
        account_tables.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        account_tables.drop()
