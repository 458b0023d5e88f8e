"""Where the list of papers lies: in a file of its own, since nothing makes it again, while the ledger can be rebuilt.

PostgreSQL has no file for each table, and its databases are copied whole: there it stays beside the ledger.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command

from services.chassis.base import failpoints, log
from services.chassis.storage import migrations, store
from services.chassis.storage.store import Store

_log = log.get("papers")
FILE = "papers.db"
HISTORY = Path(__file__).parent / "migrations" / "papers"
MOVED_AT_ONCE = 1000
meta = sa.MetaData()
papers = sa.Table(
    "papers",
    meta,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("media_type", sa.String, nullable=False),
    sa.Column("kept_at", sa.String, nullable=False),
    sa.Column("kept_by", sa.String, primary_key=True),
    sa.Index("papers_by_name", "name", "kept_by"),
)
_KEYS = sa.select(papers.c.sha256, papers.c.name, papers.c.kept_by, papers.c.bytes)


class PapersNotMoved(SystemExit):
    """The list of papers was copied out of the ledger's file, and the copy lacks rows: both are left as they are."""


def open_store(ledger: Store) -> Store:
    """The database of the list: beside the ledger's file, or the ledger's own where that is no file."""
    if not ledger.is_sqlite or not ledger.url.database:
        return ledger
    return Store(ledger.url.set(database=str(Path(ledger.url.database).with_name(FILE))).render_as_string())


def prepare(list_: Store, ledger: Store) -> None:
    """Bring the list to the present schema, with the rows that an older version had in the ledger's file.

    Raises StorageDamaged, PapersNotMoved; safe to repeat, also after it was killed at any point.
    """
    if list_ is ledger:
        return
    with list_.begin() as tx:
        command.upgrade(migrations.config("papers", HISTORY, tx), "head")
    if rows := _rows_in(ledger):
        _copy(rows, list_)
    # Durably there by now: what is dropped is a second copy.
    failpoints.reach("papers.copied")
    with ledger.begin() as tx:
        tx.execute(sa.schema.DropTable(papers, if_exists=True))


def _rows_in(ledger: Store) -> list[dict[str, object]]:
    with ledger.begin_read() as tx:
        if not sa.inspect(tx).has_table(papers.name):
            return []
        return [{str(name): value for name, value in row.items()} for row in tx.execute(sa.select(papers)).mappings()]


def _copy(rows: list[dict[str, object]], list_: Store) -> None:
    with list_.begin() as tx:
        for start in range(0, len(rows), MOVED_AT_ONCE):
            store.insert_many(tx, papers, rows[start : start + MOVED_AT_ONCE])
    with list_.begin_read() as tx:
        there = {tuple(row) for row in tx.execute(_KEYS)}
    if missing := sum(tuple(row[column.name] for column in _KEYS.selected_columns) not in there for row in rows):
        raise PapersNotMoved(f"{missing} of {len(rows)} papers are not in {list_.url.database}")
    _log.info("papers.moved", rows=len(rows))
