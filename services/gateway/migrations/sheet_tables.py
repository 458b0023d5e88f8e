"""The tables of sheets between their rounds, and of what was chosen for headings, beside those of accounts."""

import sqlalchemy as sa
from alembic import op


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def make() -> None:
    """Make the tables."""
    op.create_table(
        "sheets",
        sa.Column("id", sa.String(), primary_key=True),
        *_texts("account", "session", "register"),
        sa.Column("bytes", sa.Integer(), nullable=False),
        *_texts("made_at", "until"),
    )
    op.create_index("sheets_by_account", "sheets", ["account", "made_at"])
    op.create_table(
        "sheet_parts",
        *_texts("sheet"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sheet", "place", "number"),
    )
    op.create_table(
        "heading_choices",
        sa.Column("id", sa.String(), primary_key=True),
        *_texts("unit", "register"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        *_texts("made_at", "made_by"),
    )
    op.create_index("heading_choices_by_unit", "heading_choices", ["unit", "register", "made_at"])


def drop() -> None:
    """Drop them."""
    for name in ("heading_choices", "sheet_parts", "sheets"):
        op.drop_table(name)
