"""Where the gateway's own journal lies: in a file of its own, since whoever writes the ledger would hold it up.

PostgreSQL lets many write at once: there it stands beside the ledger.
"""

from __future__ import annotations

from pathlib import Path

from services.chassis.storage import migrations
from services.chassis.storage.store import Store

FILE = "gateway-journal.db"
HISTORY = "gateway-journal"
"""No service's name: it follows the chassis's history and no other."""


def open_store(ledger: Store) -> Store:
    """The database of the journal: beside the ledger's file, or the ledger's own where that is no file."""
    if not ledger.is_sqlite or not ledger.url.database:
        return ledger
    return Store(ledger.url.set(database=str(Path(ledger.url.database).with_name(FILE))).render_as_string())


def prepare(journal: Store, ledger: Store) -> None:
    """Bring the journal to the present schema. Raises StorageDamaged; safe to repeat."""
    if journal is not ledger:
        migrations.migrate(journal, HISTORY)
