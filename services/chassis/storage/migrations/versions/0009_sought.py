"""What of a record is looked through when somebody looks for a text."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty until the records are projected anew at the next start."""
    op.add_column("records", sa.Column("sought", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("records", "sought")
