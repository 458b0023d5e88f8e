"""Facets of a subject, contributions that expire, and whose turn it was."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("contributions", sa.Column("facet", sa.String(), nullable=True))
    op.add_column("contributions", sa.Column("turn", sa.String(), nullable=False, server_default=""))
    op.add_column("contributions", sa.Column("expires", sa.String(), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("contributions", "expires")
    op.drop_column("contributions", "turn")
    op.drop_column("contributions", "facet")
