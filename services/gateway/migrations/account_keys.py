"""What the ids of accounts are compared by, beside the ids."""

import sqlalchemy as sa
from alembic import op

from contracts import comparison


def make() -> None:
    """Add the column, filled for those who have an account; accounts of one key stand as they are, to be told apart."""
    op.add_column("accounts", sa.Column("key", sa.String(), nullable=False, server_default=""))
    accounts = sa.table("accounts", sa.column("id", sa.String), sa.column("key", sa.String))
    connection = op.get_bind()
    for id_ in connection.scalars(sa.select(accounts.c.id)).all():
        connection.execute(accounts.update().where(accounts.c.id == id_).values(key=comparison.number(id_)))
    op.create_index("accounts_by_key", "accounts", ["key"])


def drop() -> None:
    """Drop it."""
    op.drop_index("accounts_by_key", table_name="accounts")
    op.drop_column("accounts", "key")
