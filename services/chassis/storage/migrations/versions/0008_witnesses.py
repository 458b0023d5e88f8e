"""What an inbox keeps of its owners' signatures: an owner whose journal is an older copy is told so by it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "witnesses",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("first", SEQUENCE, nullable=False),
        sa.Column("last", SEQUENCE, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "epoch"),
    )


def downgrade() -> None:
    """Drop it; what comes in next is kept anew."""
    op.drop_table("witnesses")
