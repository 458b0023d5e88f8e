"""Surveys with their waves, a row each; filled as events arrive: there were none before."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

KEY = ("record", "district")
TEXTS = ("unit", "title", "about", "audience", "designed_on", "told")


def upgrade() -> None:
    """Make the table and its index."""
    op.create_table(
        "surveys",
        *(sa.Column(name, sa.String(), nullable=False) for name in (*KEY, *TEXTS)),
        sa.PrimaryKeyConstraint(*KEY),
        sqlite_with_rowid=False,
    )
    op.create_index("surveys_by_design", "surveys", ["district", "designed_on", "record"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("surveys")
