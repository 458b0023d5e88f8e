"""What a drill found, and up to when the archive reaches, beside the notes of backups."""

import sqlalchemy as sa
from alembic import op

COLUMNS = {"restored_to": sa.String, "seconds": sa.Float, "events": sa.BigInteger, "loss_seconds": sa.Float}


def make() -> None:
    """Add the columns; of what was noted before, none of it was said."""
    for name, kind in COLUMNS.items():
        op.add_column("backups", sa.Column(name, kind()))


def drop() -> None:
    """Drop them."""
    for name in COLUMNS:
        op.drop_column("backups", name)
