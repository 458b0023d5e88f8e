"""How photographs look, and by which bands of that they are found."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was handed in before is looked at when it is handed in again."""
    op.create_table(
        "photographs",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False, unique=True),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("looks", sa.String(), nullable=False),
    )
    op.create_table(
        "photograph_bands",
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("band", "number"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("photograph_bands")
    op.drop_table("photographs")
