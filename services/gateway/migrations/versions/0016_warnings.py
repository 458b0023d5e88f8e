"""What records bear that may clash with others, what clashes, and what people answered."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BEARINGS = ("shown", "known", "day", "moment")
CLASHES = ("kind", "key", "slug", "record", "unit", "other", "other_unit", "read")
ANSWERS = ("unit", "answer", "actor", "post", "known")


def upgrade() -> None:
    """Make the tables; they are filled when the ledger is made anew, which older versions of it are at the start."""
    op.create_table(
        "bearings",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("record", "district", "kind", "key", "part")),
        *(sa.Column(name, sa.String(), nullable=False) for name in BEARINGS),
        sa.Column("minutes", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("spot", "unit")),
        sa.PrimaryKeyConstraint("record", "district", "kind", "key", "part"),
        sqlite_with_rowid=False,
    )
    op.create_index("bearings_by_key", "bearings", ["kind", "key", "district", "known", "record"], unique=False)
    op.create_table(
        "clashes",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "district", *CLASHES)),
        sa.PrimaryKeyConstraint("id", "district"),
        sqlite_with_rowid=False,
    )
    op.create_index("clashes_by_key", "clashes", ["kind", "key", "district"], unique=False)
    op.create_index("clashes_by_record", "clashes", ["record", "district"], unique=False)
    op.create_index("clashes_by_other", "clashes", ["other", "district"], unique=False)
    op.create_table(
        "warning_answers",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "district", *ANSWERS)),
        sa.PrimaryKeyConstraint("id", "district"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("warning_answers", "clashes", "bearings"):
        op.drop_table(table)
