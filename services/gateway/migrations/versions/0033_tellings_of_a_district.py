"""A district's records are found by their names, however many events the district has."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None
NAME, TABLE = "tellings_by_record", "tellings"


def upgrade() -> None:
    """District first: behind the record's name it narrowed no range of names, and the district's index was taken."""
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(NAME, TABLE, ["district", "record", "place", "version", "known"])


def downgrade() -> None:
    """The record's name first again."""
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(NAME, TABLE, ["record", "district", "place", "version", "known"])
