"""From when until when each fact counts, and what that adds to the numbers day by day."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TEXT = ("until", "units", "dated", "facet")
PLACE = ("district", "programme", "measure", "subject", "side")
NUMBERS = {"presence": ("claimed", "verified"), "tally": ("n", "valued", "total")}


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables; they are filled when the ledger is made anew, which older versions of it are at the start."""
    key: tuple[str, ...] = (*PLACE, "record", "event", "number", "start")
    op.create_table(
        "spans",
        *_texts(*key, *TEXT),
        sa.Column("amount", sa.Float()),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )
    key = (*PLACE, "day", "unit", "dated", "facet")
    op.create_table(
        "presence", *_texts(*key), *_counts("presence"), sa.PrimaryKeyConstraint(*key), sqlite_with_rowid=False
    )
    key = ("district", "programme", "measure", "grain", "at", "series", "units")
    op.create_table(
        "tally",
        *_texts(*key),
        sa.Column("worth", sa.Float(), nullable=False),
        *_counts("tally"),
        sa.PrimaryKeyConstraint(*key, "worth"),
        sqlite_with_rowid=False,
    )
    for table, names in NUMBERS.items():
        nothing = sa.text(" AND ".join(f"{name} = 0" for name in names))
        op.create_index(f"{table}_empty", table, list(names), sqlite_where=nothing, postgresql_where=nothing)
    proofs = sa.text("role = 'proves'")
    op.create_index(
        "contributions_proving",
        "contributions",
        ["measure", "side", "district", "programme", "subject"],
        sqlite_where=proofs,
        postgresql_where=proofs,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("contributions_proving", table_name="contributions")
    for table in ("tally", "presence", "spans"):
        op.drop_table(table)


def _counts(table: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in NUMBERS[table]]
