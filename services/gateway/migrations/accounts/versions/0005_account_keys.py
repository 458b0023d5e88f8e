"""What the ids of accounts are compared by, in the accounts' file."""

from services.gateway.migrations import account_keys

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    account_keys.make()


def downgrade() -> None:
    """Drop it."""
    account_keys.drop()
