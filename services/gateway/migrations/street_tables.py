"""The table of devices that keep what somebody entered without a signal."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make the table."""
    texts = ("account", "session", "salt", "made_at", "used_at")
    op.create_table(
        "street_devices",
        sa.Column("id", sa.String(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        *(sa.Column(name, sa.String()) for name in ("revoked_at", "revoked_by")),
    )
    op.create_index("street_devices_by_account", "street_devices", ["account", "used_at"])
    op.create_index("street_devices_by_session", "street_devices", ["session"])


def drop() -> None:
    """Drop it."""
    op.drop_table("street_devices")
