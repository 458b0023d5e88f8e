"""Facets of a subject, and contributions that expire."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("contributions", sa.Column("facet", sa.String(), nullable=True))
    op.add_column("contributions", sa.Column("expires", sa.String(), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("contributions", "expires")
    op.drop_column("contributions", "facet")
