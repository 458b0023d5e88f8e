"""In which registers, and for which units, papers are named."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
LITE = ("substr(t.record, 1, instr(t.record, '/') - 1)", "json_extract(t.body, '$.unit')")


def upgrade() -> None:
    """Make the table, and fill it from the events that the ledger keeps."""
    op.create_table(
        "paper_places",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "district", "register", "unit"),
    )
    lite = op.get_bind().dialect.name == "sqlite"
    register, unit = LITE if lite else ("split_part(t.record, '/', 1)", "CAST(t.body AS json) ->> 'unit'")
    op.execute(
        f"INSERT INTO paper_places SELECT DISTINCT p.sha256, p.district, {register}, {unit} FROM event_papers p "  # noqa: S608 -- words of ours
        "JOIN tellings t ON t.id = p.event AND t.district = p.district"
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("paper_places")
