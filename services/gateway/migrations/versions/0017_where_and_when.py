"""When and where digital city cases were reported: GeoReport's clients page through them, and ask what is near."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "reported_at": sa.String(),
    "latitude": sa.Float(),
    "longitude": sa.Float(),
}


def upgrade() -> None:
    """Add the columns; the next start fills them, from the events that the ledger keeps."""
    for name, kind in COLUMNS.items():
        op.add_column("city_cases", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Drop them."""
    for name in COLUMNS:
        op.drop_column("city_cases", name)
