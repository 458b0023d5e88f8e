"""What the ids of accounts are compared by, beside the ledger where the database is no file."""

from alembic import op

from services.gateway.migrations import account_keys

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; SQLite has it in the accounts' file."""
    if op.get_bind().dialect.name != "sqlite":
        account_keys.make()


def downgrade() -> None:
    """Drop it."""
    if op.get_bind().dialect.name != "sqlite":
        account_keys.drop()
