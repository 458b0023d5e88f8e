"""A recovered home has an empty broker: what was on its way is published once more.

Of each journal only what somebody who hears it may lack: their databases say up to where they have everything.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from contracts import catalogue
from operations.recovery import agreement

_COMPLETE = "SELECT epoch, sequence FROM inbox_heads WHERE owner = ?"
_EPOCH = "SELECT id FROM epochs ORDER BY number DESC LIMIT 1"
_AGAIN = "UPDATE journal SET state = 0 WHERE state = 1 AND id IN (SELECT id FROM sealed WHERE sequence > ?)"


def mark_waiting(data: Path) -> int:
    """Have the relays publish again what may be missing anywhere; how many events."""
    return sum(
        _mark(data, owner)
        for owner in catalogue.PUBLISHERS
        if agreement.has(agreement.journal_of(data, owner), "sealed")
    )


def _mark(data: Path, owner: str) -> int:
    file = agreement.journal_of(data, owner)
    if not agreement.has(file, "sealed"):
        return 0
    with closing(sqlite3.connect(file)) as journal, journal:
        epoch = journal.execute(_EPOCH).fetchone()
        floor = min((_complete(data / f"{one}.db", owner, epoch) for one in _hearers(owner)), default=0)
        return journal.execute(_AGAIN, (floor,)).rowcount


def _hearers(owner: str) -> list[str]:
    return [one for one in catalogue.SUBSCRIBERS if owner in catalogue.owners_heard_by(one)]


def _complete(database: Path, owner: str, epoch: tuple[str] | None) -> int:
    """Up to which sequence of an owner's journal a service has everything; 0 where that is of another epoch."""
    if not agreement.has(database, "inbox_heads"):
        return 0
    with closing(sqlite3.connect(database)) as inbox:
        row = inbox.execute(_COMPLETE, (owner,)).fetchone()
    return int(row[1]) if row and epoch and row[0] == epoch[0] else 0
