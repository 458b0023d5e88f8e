"""How many plans have a day in each month, kept beside the plans: what is read of them is not how many there are.

By register, unit and month: the day first recorded, the day that stands, the day of doing; and, in the month for which
it was first recorded, whether a plan was moved or given up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model import ledger

FIRST, NOW, DONE = SERIES = ("first_for", "now_for", "done_on")
MOVED, DROPPED = CHANGES = ("moved", "dropped")
MONTH = len("2017-06")
_KEY = ("district", "register", "month", "series", "unit")
plan_counts = sa.Table(
    "plan_counts",
    ledger.meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in _KEY),
    sa.Column("n", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
_nothing = plan_counts.c.n == 0
sa.Index("plan_counts_empty", plan_counts.c.n, sqlite_where=_nothing, postgresql_where=_nothing)
Row = Mapping[str, Any]


class CountKey(NamedTuple):
    """What is counted together."""

    register: str
    month: str
    series: str
    unit: str


def change(tx: sa.Connection, district: str, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Count some plans as they are, and no longer as they were."""
    numbers = Counter(key for row in after for key in keys_of(row))
    numbers.subtract(key for row in before for key in keys_of(row))
    # In one order whoever writes: no two wait for each other.
    rows = [{"district": district, **key._asdict(), "n": n} for key, n in sorted(numbers.items()) if n]
    store.accumulate(tx, plan_counts, rows, "n")


def keys_of(row: Row) -> Iterator[CountKey]:
    """Where a plan counts once."""
    for series in SERIES:
        if row[series]:
            yield CountKey(row["register"], row[series][:MONTH], series, row["unit"])
    first, now = row[FIRST], row[NOW]
    if first and now != first:
        yield CountKey(row["register"], first[:MONTH], DROPPED if now is None else MOVED, row["unit"])


def clear(tx: sa.Connection, district: str) -> None:
    """Forget those of a district."""
    tx.execute(plan_counts.delete().where(plan_counts.c.district == district))
