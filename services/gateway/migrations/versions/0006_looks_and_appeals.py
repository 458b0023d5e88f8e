"""Whether city cases were looked at in time, what came of appeals, and which grid cell and class they are of."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = ("locus", "verify_due_on", "verified_on", "check_due_on", "checked_on", "appealed_on", "allowed_on")
FLAGS = ("collected", "verified_in_time", "checked_in_time")


def upgrade() -> None:
    """Add the columns; the rows are made again by a gateway that finds no programme."""
    for name in TEXTS:
        op.add_column("city_cases", sa.Column(name, sa.String(), nullable=True))
    for name in FLAGS:
        op.add_column("city_cases", sa.Column(name, sa.Boolean(), nullable=True))
    op.execute("DELETE FROM folded")


def downgrade() -> None:
    """Drop the columns."""
    for name in (*FLAGS, *TEXTS):
        op.drop_column("city_cases", name)
