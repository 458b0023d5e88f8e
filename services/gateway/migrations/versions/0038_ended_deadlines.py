"""Clocks that have ended are found by the days on which they ran, however many there are."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE, COLUMN = "deadlines", "node"
KEY = ("record", "district", "clock", "run", "start")
AT_ONCE = 5000


def upgrade() -> None:
    """Give each clock that has ended its node, and an index for either end of the days on which it ran."""
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column(COLUMN, sa.Integer()))
    _fill(op.get_bind())
    op.drop_index("deadlines_by_end", table_name=TABLE)
    op.create_index("deadlines_until", TABLE, ["district", COLUMN, "ended"])
    op.create_index("deadlines_from", TABLE, ["district", COLUMN, "start"])


def _fill(tx: sa.Connection) -> None:
    table = sa.table(TABLE, *(sa.column(name) for name in (*KEY, "ended", COLUMN)))
    key, place = [table.c[name] for name in KEY], tuple("" for _ in KEY)
    put = table.update().where(*(table.c[name] == sa.bindparam(f"of_{name}") for name in KEY))
    some = sa.select(*key, table.c.ended).order_by(*key).limit(AT_ONCE)
    while rows := tx.execute(some.where(sa.tuple_(*key) > sa.tuple_(*map(sa.literal, place)))).all():
        place = tuple(rows[-1])[: len(KEY)]
        ran = [row for row in rows if row.ended is not None and row.ended > row.start]
        if ran:
            tx.execute(
                put.values({COLUMN: sa.bindparam("at")}),
                [{f"of_{name}": getattr(row, name) for name in KEY} | {"at": _node(row)} for row in ran],
            )


def _node(row: "sa.Row[tuple[str, ...]]") -> int:
    """As `interval_nodes.node_of`, which may change after this."""
    low, high = (dt.date.fromisoformat(day).toordinal() for day in (row.start, row.ended))
    level = max((low ^ (high - 1)).bit_length() - 1, 0)
    return (high - 1) >> level << level


def downgrade() -> None:
    """Drop them."""
    for name in ("deadlines_until", "deadlines_from"):
        op.drop_index(name, table_name=TABLE)
    op.create_index("deadlines_by_end", TABLE, ["district", "ended"])
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column(COLUMN)
