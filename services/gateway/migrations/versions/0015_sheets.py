"""Sheets between their rounds, and what was chosen for headings, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import sheet_tables

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; SQLite has them in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        sheet_tables.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        sheet_tables.drop()
