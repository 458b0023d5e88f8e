"""Looks through a service's database in the background: at the start, once a day, and when damage was met.

A page that nobody reads can be torn for a year; whoever looks in time still has a good copy of it.
"""

from __future__ import annotations

from contextlib import suppress

from eventlet import tpool

from services.chassis.messaging.retry import AWAY
from services.chassis.storage import integrity
from services.chassis.storage.store import Store

DAY = 24 * 3600.0


def run(store: Store) -> None:
    """Look, and wait; for a greenlet of its own. It never ends."""
    while True:
        with suppress(*AWAY):
            look(store)
        store.damage.noted.clear()
        store.damage.noted.wait(DAY)


def look(store: Store) -> None:
    """Look through all of it once; what is wrong is noted in the store."""
    if not store.is_sqlite:
        integrity.check_server(store)
    elif store.url.database:
        # SQLite would hold up every greenlet: a thread of its own reads, and gives the interpreter free while it does.
        for fault in tpool.execute(integrity.faults_in_file, store.url.database):
            store.damage.note(fault)
