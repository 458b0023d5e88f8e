"""Acts as they stand in a journal, for tests: each held against the document that is published of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from contracts import envelope
from contracts.envelope import Event
from services.chassis.handling.audit.trail import AuditTrail
from services.chassis.storage.store import Store
from services.chassis.storage.tables import journal
from tests import keys
from tests.office import migrated_store, published_events


class JournalledActs(AuditTrail):
    """The acts of a service in a journal of their own, or in one that is given."""

    def __init__(self, service: str, place: Store | Path, **more: Any) -> None:
        """`place`: the store, or the folder for one."""
        self.store = place if isinstance(place, Store) else migrated_store(f"sqlite:///{place}/acts.db")
        super().__init__(self.store, service, keys.sealer(), **more)

    def raw(self) -> list[Event]:
        """All acts so far, whether this service has such or not."""
        self.flush()
        with self.store.begin_read() as tx:
            bodies = tx.scalars(sa.select(journal.c.body).order_by(journal.c.position)).all()
        return [envelope.decode(body.encode()) for body in bodies if ".audit." in body]

    def events(self, act: str = "") -> list[Event]:
        """All acts so far, or those of one kind, in their order; every one is as published."""
        written = self.raw()
        assert not [fault for event in written for fault in published_events().faults(event.body)]
        return [event for event in written if act in ("", event.type.split(".")[2])]
