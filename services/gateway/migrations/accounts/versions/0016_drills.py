"""What drills found, in the accounts' file."""

from services.gateway.migrations import drill_columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    drill_columns.make()


def downgrade() -> None:
    """Drop them."""
    drill_columns.drop()
