"""What imports say and nobody else has vouched for."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what was recorded before knows of no imports, and has nothing in it."""
    op.create_table(
        "awaiting_release",
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("import", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("importer", sa.String(), nullable=False),
        sa.Column("known", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("record", "district", "place"),
        sqlite_with_rowid=False,
    )
    columns = ["district", "import", "record", "place"]
    op.create_index("awaiting_release_by_import", "awaiting_release", columns, unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("awaiting_release")
