"""Where records stand in lists, and by which characters they are found."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None
COLUMNS = ("o1", "o2", "o3", "o4", "o5", "o6")


def upgrade() -> None:
    """Make the tables, empty until the records are projected anew at the next start."""
    plain = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "listed",
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        *(sa.Column(name, plain) for name in COLUMNS),
        sa.PrimaryKeyConstraint("register", "id"),
        sqlite_with_rowid=False,
    )
    for name in COLUMNS:
        has_one = sa.text(f"{name} IS NOT NULL")
        columns = ["register", "unit", "status", name]
        op.create_index(f"listed_by_{name}", "listed", columns, sqlite_where=has_one, postgresql_where=has_one)
    _create("list_groups", ["register", "unit", "status"], {})
    _create("grams", ["register", "gram", "block"], {"bits": sa.LargeBinary()})
    op.create_index("grams_by_block", "grams", ["register", "block"])
    _create("gram_blocks", ["register", "block"], {"live": sa.LargeBinary()})
    _create("gram_places", ["register", "id"], {"block": sa.Integer(), "place": sa.Integer()})
    op.create_index("gram_places_by_block", "gram_places", ["register", "block", "place"])
    _create("gram_waiting", ["register", "id"], {"version": sa.Integer()})


def _create(table: str, key: list[str], more: dict[str, Any]) -> None:
    plain = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    kinds: dict[str, Any] = {"block": sa.Integer(), "gram": plain}
    op.create_table(
        table,
        *(sa.Column(name, kinds.get(name, sa.String()), nullable=False, autoincrement=False) for name in key),
        *(sa.Column(name, kind, nullable=False) for name, kind in more.items()),
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("gram_waiting", "gram_places", "gram_blocks", "grams", "list_groups", "listed"):
        op.drop_table(table)
