"""What was counted is signed.

The table is made anew: no version that was released had it, and a service that stops leaves it empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table again, empty."""
    op.drop_table("counted")
    op.create_table(
        "counted",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    """Without signatures."""
    op.drop_column("counted", "signature")
    op.drop_column("counted", "key")
