"""What drills found, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import drill_columns

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; SQLite has backups in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        drill_columns.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        drill_columns.drop()
