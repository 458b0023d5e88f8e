"""The tables of drafts, beside those of accounts."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make the tables."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("account", "post", "path", "query")),
        sa.Column("bytes", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("made_at", "until")),
    )
    op.create_index("drafts_by_account", "drafts", ["account", "made_at"])
    op.create_table(
        "draft_parts",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("draft", "place", "number"),
    )


def drop() -> None:
    """Drop them."""
    op.drop_table("draft_parts")
    op.drop_table("drafts")
