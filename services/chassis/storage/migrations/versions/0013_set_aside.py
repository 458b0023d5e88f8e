"""What will never be published is counted without reading the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index, which is empty nearly always."""
    set_aside = sa.text("state = 2")
    op.create_index("journal_set_aside", "journal", ["position"], sqlite_where=set_aside, postgresql_where=set_aside)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("journal_set_aside", table_name="journal")
