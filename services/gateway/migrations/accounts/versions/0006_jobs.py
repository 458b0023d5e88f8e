"""Jobs, in the accounts' file."""

from services.gateway.migrations import job_tables

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    job_tables.make()


def downgrade() -> None:
    """Drop them."""
    job_tables.drop()
