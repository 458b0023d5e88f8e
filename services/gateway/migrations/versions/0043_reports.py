"""Reports as they were issued, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import report_tables

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; SQLite has them in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        report_tables.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        report_tables.drop()
