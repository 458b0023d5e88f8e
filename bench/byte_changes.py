"""Single bytes of a log's stored rows are changed, one at a time, and each change must be found by the verification."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.audit.log import open_log
from bench.figures import OURS, Figure
from contracts.audit.rpc import LogPageVerdict
from services.audit import verification
from services.audit.tables import bodies, checkpoints, cosignatures, cosigners, entries, head, named, tiles
from services.chassis.storage.store import Store

CHANGES, ENTRIES = 10_000, 300
Verify = Callable[[sa.Connection], LogPageVerdict]
TABLES = (entries, bodies, named, tiles, head, checkpoints, cosigners, cosignatures)
"""What proves. Tallies, addresses and the notes on verifications are counted anew or repeated, and prove nothing."""


@dataclass(frozen=True)
class Change:
    """One byte of one value."""

    table: str
    column: str
    before: Any
    after: Any


@dataclass
class Tampering:
    """Changes rows of one database by chance, the same way for the same seed."""

    store: Store
    seed: int = 463

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 -- no secret
        with self.store.begin_read() as tx:
            self._rows = {
                table.name: [tuple(row) for row in tx.execute(sa.select(*table.primary_key))] for table in TABLES
            }

    def changes(self, count: int) -> Iterator[tuple[sa.Table, tuple[Any, ...], sa.Column[Any]]]:
        """Places: tables by turns, a row and a column of each by chance."""
        filled = [table for table in TABLES if self._rows[table.name]]
        for number in range(count):
            table = filled[number % len(filled)]
            yield table, self._chance.choice(self._rows[table.name]), self._chance.choice(list(table.columns))

    def apply(self, tx: sa.Connection, place: tuple[sa.Table, tuple[Any, ...], sa.Column[Any]]) -> Change | None:
        """Change one byte there; None where there is none, or where the database takes no such value."""
        table, key, column = place
        here = [one == value for one, value in zip(table.primary_key, key, strict=True)]
        before = tx.scalar(sa.select(column).where(*here))
        after = self._changed(before)
        if after is None:
            return None
        try:
            with tx.begin_nested():
                tx.execute(table.update().where(*here).values({column: after}))
        except (sa.exc.IntegrityError, sa.exc.DataError):
            return None
        return Change(table.name, column.name, before, after)

    def _changed(self, value: Any) -> Any:
        """The value with another byte in one place."""
        if isinstance(value, int):
            return value ^ (1 << self._chance.randrange(15))
        if not value:
            return None
        raw = bytearray(value.encode() if isinstance(value, str) else value)
        raw[self._chance.randrange(len(raw))] ^= 1 << self._chance.randrange(7)
        if not isinstance(value, str):
            return bytes(raw)
        text = raw.decode(errors="replace").replace("\x00", "?")
        return None if text == value else text


def find_missed(tampering: Tampering, verify: Verify, count: int) -> tuple[int, list[Change]]:
    """How many changes were made, and those that no verification found."""
    made, missed = 0, list[Change]()
    for place in tampering.changes(100 * count):
        if made == count:
            break
        with tampering.store.begin_read() as tx, tx.begin_nested() as trial:
            change = tampering.apply(tx, place)
            made += change is not None
            missed += [change] if change and not verify(tx).fault else []
            trial.rollback()
    return made, missed


def run(*, quick: bool) -> list[Figure]:
    """Ten thousand changes of a log of two tiles, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(Path(folder))
        log.fill(ENTRIES)
        verifier = verification.Verifier(log.store, log.keys, log.memory)
        count = CHANGES // (20 if quick else 1)
        made, missed = find_missed(
            Tampering(log.store), lambda tx: verification.whole(partial(verifier.page_in, tx)), count
        )
        log.store.close()
    return [
        Figure("single bytes of the log's rows that were changed", OURS, made, ""),
        Figure("of these not found", OURS, len(missed), "; ".join(map(str, missed[:3])), most=0),
    ]
