"""Which records name a record."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty until the records are projected anew at the next start."""
    plain = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "mentions",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("target", "named", "register")),
        sa.Column("place", plain, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("earlier", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("target", "named", "register", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("mentions_of_record", "mentions", ["register", "id", "target", "named"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("mentions")
