"""What the journal is asked at every pulse and every scrape costs nothing of what was published."""

from __future__ import annotations

from contracts import envelope
from services.chassis.storage import journal, tables
from services.chassis.storage.store import Store
from tests.office import Office
from tests.rows_read import rows_read, settle

FEW, MANY = 500, 3000
FEWER = 200
"""What is counted by tens differs by some; the rows that must not be read are many more."""


def test_what_waits_and_what_was_set_aside_is_counted_without_reading_what_was_published(
    store: Store, office: Office
) -> None:
    office.matter()
    body = envelope.encode(office.events[0]).decode()
    _publish(store, range(FEW), body)
    few = rows_read(store, lambda: _ask(store))
    _publish(store, range(FEW, MANY), body)
    many = rows_read(store, lambda: _ask(store))
    assert many < few + FEWER, f"{few} -> {many}"


def _ask(store: Store) -> None:
    with store.begin() as tx:
        counts = journal.backlog(tx)
        assert (counts["unpublished"], counts["quarantined"]) == (1, 1)
        assert journal.waits_since(tx) is not None


def _publish(store: Store, numbers: range, body: str) -> None:
    """Rows that were published, but for one that waits and one that was set aside."""
    with store.begin() as tx:
        rows = [
            {"id": f"e{n}", "register": "cases.transfers", "subject": f"r{n}", "version": 1, "type": "t", "body": body}
            | {"state": _state(n), "attempts": 0}
            for n in numbers
        ]
        tx.execute(tables.journal.insert(), rows)
    settle(store)


def _state(number: int) -> int:
    last = {FEW - 1: tables.PENDING, FEW - 2: tables.QUARANTINED}
    return last.get(number, tables.PUBLISHED)
