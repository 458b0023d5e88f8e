"""Devices that keep what somebody entered without a signal, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import street_tables

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; SQLite has it in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        street_tables.make()


def downgrade() -> None:
    """Drop it."""
    if op.get_bind().dialect.name != "sqlite":
        street_tables.drop()
