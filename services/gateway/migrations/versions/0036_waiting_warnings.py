"""Whether a warning waits, and of which restricted register it tells, is kept with it: what waits is a range."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

INDEXES = {
    "clashes_waiting": ["district", "restricted", "id"],
    "clashes_waiting_of_unit": ["district", "restricted", "unit", "id"],
}


def upgrade() -> None:
    """Add both, as the rows and their answers say: an answer closes what it answers, but for what is to be done."""
    op.add_column("clashes", sa.Column("waits", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("clashes", sa.Column("restricted", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE clashes SET waits = 0 WHERE slug <> 'held-by-leaver' AND EXISTS (SELECT 1 FROM warning_answers a"
        " WHERE a.id = clashes.id AND a.district = clashes.district"
        " AND (a.unit = clashes.unit OR a.unit = clashes.other_unit))"
    )
    op.execute(
        "UPDATE clashes SET restricted = 'cases.penalties'"
        " WHERE record LIKE 'cases.penalties/%' OR other LIKE 'cases.penalties/%'"
    )
    waits = sa.text("waits = 1")
    for name, columns in INDEXES.items():
        op.create_index(name, "clashes", columns, sqlite_where=waits, postgresql_where=waits)


def downgrade() -> None:
    """Drop them."""
    for name in INDEXES:
        op.drop_index(name, table_name="clashes")
    for name in ("waits", "restricted"):
        op.drop_column("clashes", name)
