"""Which generations of the read side there are; the rows of a ledger of before are its first, as they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KEY = ("district", "programme", "name")
TEXTS = ("digest", "state", "place", "changed")


def upgrade() -> None:
    """Make the tables; what was noted of a ledger's making becomes its live generation."""
    texts = [sa.Column(name, sa.String(), nullable=False) for name in (*KEY, *TEXTS)]
    numbers = [sa.Column(name, sa.Integer(), nullable=False) for name in ("whole", "refused")]
    counts = [sa.Column(name, sa.BigInteger(), nullable=False) for name in ("done", "total")]
    seconds = sa.Column("seconds", sa.Float(), nullable=False)
    op.create_table("generations", *texts, *numbers, *counts, seconds, sa.PrimaryKeyConstraint(*KEY))
    live = sa.text("state = 'live'")
    op.create_index(
        "generations_live",
        "generations",
        ["district", "programme"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.execute(
        "INSERT INTO generations"
        " (district, programme, name, digest, state, place, changed, whole, refused, done, total, seconds)"
        " SELECT district, programme, programme, digest, 'live', '', '', 0, 0, 0, 0, 0 FROM folded"
    )
    op.drop_table("folded")
    op.create_table(
        "programme_texts",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )


def downgrade() -> None:
    """Refused: rows of several generations lie beside each other by now. Raises RuntimeError."""
    message = "an older gateway makes its ledger in a new database, from the journals"
    raise RuntimeError(message)
