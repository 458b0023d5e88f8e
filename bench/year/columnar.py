"""The peer of one number: DuckDB, which counts it over the rows, in memory and by columns."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import sqlalchemy as sa

from bench.year.answers import ASKED
from bench.year.cost import Cost, Meter
from operations.year.bureau import SQUADRONS
from operations.year.journey import FIRST_DAY
from services.chassis.storage.store import Store
from services.gateway.read_model.ledger import contributions

MEASURE = "A6.matters_done"
NAME = "number of a unit on a day, DuckDB over the rows"
_COUNT = "SELECT count(DISTINCT subject) FROM facts WHERE unit = ? AND dated <= ? AND (gone IS NULL OR gone > ?)"
_COLUMNS = ("subject", "unit", "dated", "gone")


def measure(store: Store, meter: Meter, seed: int) -> Cost:
    """The cost of one number, once the rows are in memory; reading them is not counted."""
    with duckdb.connect() as connection:
        _load(store, connection)
        return meter.measure(NAME, _pieces(connection, seed))


def _load(store: Store, connection: duckdb.DuckDBPyConnection) -> None:
    columns = [contributions.c[name] for name in _COLUMNS]
    rows = sa.select(*columns).where(contributions.c.measure == MEASURE)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file, store.begin_read() as tx:
        file.write(f"{','.join(_COLUMNS)}\n")
        file.writelines(f"{one.subject},{one.unit},{one.dated},{one.gone or ''}\n" for one in tx.execute(rows))
        file.flush()
        connection.execute(f"CREATE TABLE facts AS FROM read_csv('{Path(file.name)}', all_varchar = true)")


def _pieces(connection: duckdb.DuckDBPyConnection, seed: int) -> Iterable[Callable[[], int]]:
    chance = random.Random(f"{seed}/columnar")  # noqa: S311 -- questions that come again
    for _ in range(ASKED):
        day = (FIRST_DAY + dt.timedelta(days=chance.randrange(60, 360))).isoformat()
        unit = chance.choice(SQUADRONS)

        def ask(day: str = day, unit: str = unit) -> int:
            connection.execute(_COUNT, [unit, day, day]).fetchone()
            return 0

        yield ask
