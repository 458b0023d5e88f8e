"""The index of tallies that came to nothing leads with the number: SQLite passed by the other and read them all."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD, NEW = ("tallies_of_nothing", "day"), ("tallies_at_nothing", "times")


def upgrade() -> None:
    """Make the one and drop the other."""
    _replace(OLD, NEW)


def downgrade() -> None:
    """The other way round."""
    _replace(NEW, OLD)


def _replace(old: tuple[str, str], new: tuple[str, str]) -> None:
    nothing, (name, column) = sa.text("times = 0"), new
    op.drop_index(old[0], "tallies")
    op.create_index(name, "tallies", [column], sqlite_where=nothing, postgresql_where=nothing)
