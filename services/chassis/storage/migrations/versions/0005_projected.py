"""By which definitions a projection was written."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "projected",
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("register"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("projected")
