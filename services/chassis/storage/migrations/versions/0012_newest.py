"""Of which day a record is that look-ups find, so that they read the newest alone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
COLUMNS = ("register", "field", "value", "day", "known", "id")


def upgrade() -> None:
    """Add the columns, empty until the records are projected anew at the next start, and the index of the newest."""
    for name, kind in (("day", sa.String()), ("known", sa.String()), ("compared", sa.Text())):
        op.add_column("found_by", sa.Column(name, kind, nullable=False, server_default=""))
    dated = sa.text("day <> ''")
    op.create_index("found_by_newest", "found_by", list(COLUMNS), sqlite_where=dated, postgresql_where=dated)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("found_by_newest", table_name="found_by")
    for name in ("compared", "known", "day"):
        op.drop_column("found_by", name)
