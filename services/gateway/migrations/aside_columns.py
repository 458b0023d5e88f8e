"""Which drafts their person put aside, and which version of the record they had seen."""

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Add the columns; what lies there was kept because a session was over."""
    op.add_column("drafts", sa.Column("aside", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("drafts", sa.Column("version", sa.Integer()))


def drop() -> None:
    """Drop them."""
    op.drop_column("drafts", "version")
    op.drop_column("drafts", "aside")
