"""Where each digital city case stands in the columns that gateways keep in memory, and when it changed last."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0020"
branch_labels = None
depends_on = None

KEPT = """
    INSERT INTO city_case_places (record, district, place, turn)
    SELECT record, source_district, ROW_NUMBER() OVER (PARTITION BY source_district ORDER BY told_at, record), 1
    FROM city_cases
"""
COUNTED = """
    INSERT INTO city_case_states (district, epoch, turn, places)
    SELECT district, 'migrated', 1, MAX(place) FROM city_case_places GROUP BY district
"""


def upgrade() -> None:
    """Make the tables; the cases that there are get a place each."""
    op.create_table(
        "city_case_places",
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record", "district"),
        sqlite_with_rowid=False,
    )
    op.create_index("city_case_places_by_turn", "city_case_places", ["district", "turn"])
    op.create_table(
        "city_case_states",
        sa.Column("district", sa.String(), primary_key=True),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
    )
    op.execute(KEPT)
    op.execute(COUNTED)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("city_case_states")
    op.drop_table("city_case_places")
