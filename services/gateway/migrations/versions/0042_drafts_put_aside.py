"""Drafts that were put aside, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import aside_columns

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; SQLite has drafts in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        aside_columns.make()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name != "sqlite":
        aside_columns.drop()
