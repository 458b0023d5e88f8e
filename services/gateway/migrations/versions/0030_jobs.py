"""Jobs, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import job_tables

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; SQLite has them in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        job_tables.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        job_tables.drop()
