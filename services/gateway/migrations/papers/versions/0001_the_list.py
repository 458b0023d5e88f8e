"""The list of papers, in a file of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table as the ledger's file had it."""
    op.create_table(
        "papers",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("kept_at", sa.String(), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "name", "kept_by"),
    )
    op.create_index("papers_by_name", "papers", ["name", "kept_by"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("papers_by_name", table_name="papers")
    op.drop_table("papers")
