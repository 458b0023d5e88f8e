"""Where accounts lie: in a file of their own, since nothing makes them again, while the ledger can be rebuilt.

PostgreSQL has no file for each table, and its databases are copied whole: there they stay beside the ledger.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command

from services.chassis.storage import migrations
from services.chassis.storage.store import Store

FILE = "accounts.db"
HISTORY = Path(__file__).parents[1] / "migrations" / "accounts"


def open_store(ledger: Store) -> Store:
    """The database of accounts: beside the ledger's file, or the ledger's own where that is no file."""
    if not ledger.is_sqlite or not ledger.url.database:
        return ledger
    return Store(ledger.url.set(database=str(Path(ledger.url.database).with_name(FILE))).render_as_string())


def prepare(accounts: Store, ledger: Store) -> None:
    """Bring the accounts to the present schema. Raises StorageDamaged; safe to repeat."""
    if accounts is ledger:
        return
    with accounts.begin() as tx:
        command.upgrade(migrations.config("accounts", HISTORY, tx), migrations.HEAD)
