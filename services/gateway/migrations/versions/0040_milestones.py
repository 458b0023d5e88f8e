"""What had been told by a moment is kept at milestones, which are set behind the events after the start."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TELLING = ("district", "programme", "milestone", "measure", "grain", "at", "series", "units", "worth")
PRESENCE = ("district", "programme", "measure", "subject", "milestone", "side", "day", "unit", "dated", "facet")
KINDS: dict[str, type[sa.types.TypeEngine[Any]]] = {"milestone": sa.BigInteger, "worth": sa.Float}


def upgrade() -> None:
    """Make the tables; they are filled some events at a time."""
    op.create_table(
        "milestones",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("district", "programme")),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("level", "place", "gone")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("after", "until")),
        sa.PrimaryKeyConstraint("district", "programme", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("milestones_by_time", "milestones", ["district", "gone", "until"])
    op.create_index("milestones_by_level", "milestones", ["district", "programme", "level", "gone", "until"])
    _make("told_tally", TELLING, ("n", "valued", "total"))
    _make("told_presence", PRESENCE, ("claimed", "verified"))
    op.create_index("told_presence_by_milestone", "told_presence", ["district", "programme", "milestone"])


def _make(table: str, key: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    op.create_table(
        table,
        *(sa.Column(name, KINDS.get(name, sa.String), nullable=False, autoincrement=False) for name in key),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in numbers),
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("told_presence", "told_tally", "milestones"):
        op.drop_table(table)
