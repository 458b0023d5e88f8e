"""By which session of the bureau's provider somebody signed in: SQLite has it in a file of its own."""

import sqlalchemy as sa
from alembic import op

NAMES = ("subject", "sid")


def make() -> None:
    """Add the columns."""
    for name in NAMES:
        op.add_column("sessions", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.create_index("sessions_by_subject", "sessions", ["subject"])


def drop() -> None:
    """Drop them."""
    op.drop_index("sessions_by_subject", "sessions")
    for name in NAMES:
        op.drop_column("sessions", name)
