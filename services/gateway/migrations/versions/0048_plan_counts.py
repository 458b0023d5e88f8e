"""How many plans have a day in each month, counted once and kept from here on; city cases are found by their places."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

KEY = ("district", "register", "month", "series", "unit")
EACH = {
    **{name: (name, f"{name} IS NOT NULL") for name in ("first_for", "now_for", "done_on")},
    "moved": ("first_for", "first_for IS NOT NULL AND now_for <> first_for"),
    "dropped": ("first_for", "first_for IS NOT NULL AND now_for IS NULL"),
}
"""Of each series the day by whose month it counts, and which plans do."""


def upgrade() -> None:
    """Make the table, and count."""
    op.create_table(
        "plan_counts",
        *(sa.Column(name, sa.String(), nullable=False) for name in KEY),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY),
        sqlite_with_rowid=False,
    )
    op.create_index("city_case_places_by_place", "city_case_places", ["district", "place"])
    empty = sa.text("n = 0")
    op.create_index("plan_counts_empty", "plan_counts", ["n"], sqlite_where=empty, postgresql_where=empty)
    for series, (day, condition) in EACH.items():
        op.execute(
            f"INSERT INTO plan_counts (district, register, month, series, unit, n) "  # noqa: S608 -- names of ours
            f"SELECT district, register, substr({day}, 1, 7), '{series}', unit, count(*) FROM plans WHERE {condition} "
            f"GROUP BY district, register, substr({day}, 1, 7), unit"
        )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("city_case_places_by_place", "city_case_places")
    op.drop_table("plan_counts")
