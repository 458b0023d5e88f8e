"""The seals of the journal: each event's place in its owner's history, what was signed, and the journal's epochs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sealed",
        sa.Column("sequence", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("first", SEQUENCE, nullable=False),
        sa.Column("path", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "seals",
        sa.Column("first", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("last", SEQUENCE, nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("first"),
    )
    op.create_table(
        "epochs",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("base", SEQUENCE, nullable=False),
        sa.Column("unsealed_upto", SEQUENCE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )


def downgrade() -> None:
    """Drop the tables; what they say is computed anew, under another epoch, at the next upgrade."""
    for table in ("epochs", "seals", "sealed"):
        op.drop_table(table)
