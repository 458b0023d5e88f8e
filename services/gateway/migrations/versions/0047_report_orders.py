"""Reports that somebody ordered, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import report_order_tables

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; SQLite has it in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        report_order_tables.make()


def downgrade() -> None:
    """Drop it."""
    if op.get_bind().dialect.name != "sqlite":
        report_order_tables.drop()
