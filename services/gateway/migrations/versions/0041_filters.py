"""Saved filters, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import filter_tables

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; SQLite has it in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        filter_tables.make()


def downgrade() -> None:
    """Drop it."""
    if op.get_bind().dialect.name != "sqlite":
        filter_tables.drop()
