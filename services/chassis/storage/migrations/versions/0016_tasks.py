"""What records wait for, at whose desk."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty until the records are projected anew at the next start."""
    plain = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "tasks",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "desk", "unit")),
        sa.Column("place", plain, nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("barred", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "desk", "unit", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("tasks_of_record", "tasks", ["register", "id"])
    op.create_index("tasks_by_desk", "tasks", ["kind", "desk", "place"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("tasks")
