"""Examinations with a baseline, by topic, filled when the ledger is made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

TEXTS = {
    "exam_papers": ("exam", "round", "unit", "title", "category", "set_on"),
    "exam_points": ("paper", "exam", "round", "person", "unit", "day", "until"),
    "exam_tally": (),
}
KEYS = {
    "exam_papers": ("paper", "district"),
    "exam_points": ("record", "district", "topic"),
    "exam_tally": ("district", "exam", "round", "topic", "grain", "at"),
}
NUMBERS = {"exam_papers": (), "exam_points": ("attempt", "percent"), "exam_tally": ("n", "points")}


def upgrade() -> None:
    """Make the tables and their indexes; an older ledger is made anew at the start."""
    for name, key in KEYS.items():
        kind = sa.BigInteger if name == "exam_tally" else sa.Integer
        op.create_table(
            name,
            *(sa.Column(one, sa.String(), nullable=False) for one in (*key, *TEXTS[name])),
            *(sa.Column(one, kind(), nullable=False) for one in NUMBERS[name]),
            sa.PrimaryKeyConstraint(*key),
            sqlite_with_rowid=False,
        )
    op.create_index("exam_papers_by_day", "exam_papers", ["district", "round", "set_on", "paper"])
    op.create_index("exam_points_by_paper", "exam_points", ["district", "paper"])
    op.create_index("exam_points_by_person", "exam_points", ["district", "person", "exam"])
    op.create_index("exam_points_by_day", "exam_points", ["district", "exam", "round", "topic", "day", "record"])
    nothing = sa.text("n = 0 AND points = 0")
    op.create_index("exam_tally_empty", "exam_tally", ["n", "points"], sqlite_where=nothing, postgresql_where=nothing)


def downgrade() -> None:
    """Drop them."""
    for name in reversed(KEYS):
        op.drop_table(name)
