"""The ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "contributions",
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("dated", sa.String(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("known", sa.String(), nullable=False),
        sa.Column("gone", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event", "measure", "side", "role", "number", "unit"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "contributions_by_subject", "contributions", ["measure", "side", "subject", "record", "place"], unique=False
    )
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
    op.create_table(
        "tellings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("known", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tellings_by_record", "tellings", ["record", "place", "version", "known"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index("tellings_by_record", table_name="tellings")
    op.drop_table("tellings")
    op.drop_index("papers_by_name", table_name="papers")
    op.drop_table("papers")
    op.drop_index("contributions_by_subject", table_name="contributions")
    op.drop_table("contributions")
