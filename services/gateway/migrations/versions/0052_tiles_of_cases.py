"""City cases by the tile of the map in which they were: a band of latitudes had the whole town's between them."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

FLOOR = {
    "sqlite": "(CAST({0} * 500 + 100000 AS INTEGER) - 100000)",
    "postgresql": "CAST(floor({0} * 500) AS BIGINT)",
}
"""Below it, also south and west of nought; SQLite may lack the function."""


def upgrade() -> None:
    """Add the column, as its rows' points say, and its index in the place of that by latitude."""
    op.add_column("city_cases", sa.Column("tile", sa.BigInteger(), nullable=True))
    floor = FLOOR[op.get_bind().dialect.name]
    north, east = floor.format("latitude"), floor.format("longitude")
    op.execute(f"UPDATE city_cases SET tile = {north} * 1000000 + {east} WHERE latitude IS NOT NULL")  # noqa: S608 -- names of ours
    op.drop_index("city_cases_by_place", table_name="city_cases")
    op.create_index("city_cases_by_tile", "city_cases", ["source_district", "tile", "reported_at", "record"])


def downgrade() -> None:
    """Drop both."""
    op.drop_index("city_cases_by_tile", table_name="city_cases")
    op.create_index("city_cases_by_place", "city_cases", ["source_district", "latitude", "longitude"])
    op.drop_column("city_cases", "tile")
