"""Which records have news that nobody was reminded of yet; reminders, where the database is no file."""

import sqlalchemy as sa
from alembic import op

from services.gateway.migrations import reminder_tables

revision = "0044"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; SQLite has those of reminders in the accounts' file."""
    op.create_table(
        "record_news",
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("turn", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("record", "district"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name != "sqlite":
        reminder_tables.make()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("record_news")
    if op.get_bind().dialect.name != "sqlite":
        reminder_tables.drop()
