"""One audit log that is measured: entries come in by the very code by which the service appends them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.audit.events import DISTRICT, Events
from bench.plan import now
from bench.year import transfer
from contracts.envelope import Event
from contracts.tlog.notes import Signer, Verifier
from services.audit import appending, stored_tree
from services.audit.checkpoints import Checkpoints, Keys, origin_of
from services.audit.memory import Memory
from services.chassis.base import clock
from services.chassis.base.signing_keys import SigningKey
from services.chassis.storage import migrations
from services.chassis.storage.store import Store

BATCH, LARGE = 500, 5000
KEY = SigningKey(b"a key for measurements, of no use elsewhere")


@dataclass
class Log:
    """The log that is measured."""

    store: Store
    folder: Path

    def __post_init__(self) -> None:
        origin = origin_of(DISTRICT)
        self.keys = Keys(origin, Signer(origin, KEY.public, KEY.sign), (Verifier(origin, KEY.public),))
        self.memory = Memory(self.folder / "checkpoints.json")
        self.checkpoints = Checkpoints(self.store, self.keys, self.memory)

    def size(self) -> int:
        """How many entries it has."""
        with self.store.begin_read() as tx:
            return stored_tree.read_head(tx).size

    def fill(self, entries: int) -> None:
        """Append up to so many. What is not measured comes in larger pieces: it is the same code."""
        events, first = Events(entries), self.size()
        while first < entries:
            batch = events.batch(first, min(LARGE, entries - first))
            self._append(batch)
            first += len(batch)
        self.checkpoints.sign()

    def grow(self, entries: int) -> list[tuple[float, float]]:
        """Append so many more, in batches as the inbox brings them, signed once a second; each batch's seconds, and its
        seconds of the processor's.
        """
        first = self.size()
        events, took, signed_at = Events(first + entries), list[tuple[float, float]](), now()
        for position in range(first, first + entries, BATCH):
            batch = events.batch(position, BATCH)
            began, cpu = now(), clock.processor_seconds()
            self._append(batch)
            if now() - signed_at > 1:
                self.checkpoints.sign()
                signed_at = now()
            took.append((now() - began, clock.processor_seconds() - cpu))
        self.checkpoints.sign()
        return took

    def _append(self, batch: Sequence[Event]) -> None:
        with self.store.begin() as tx:
            appending.append(tx, batch)

    def read(self, ask: Callable[[Any], Any]) -> Any:
        """What one reading transaction answers."""
        with self.store.begin_read() as tx:
            return ask(tx)


def open_log(home: Path, url: str = "") -> Log:
    """The log of a folder, or in another database: an empty one is filled with what the folder's file holds.

    From there on each grows by itself, and what it remembers to have signed lies apart.
    """
    file, own = home / "audit.db", home / "elsewhere" if url else home
    own.mkdir(parents=True, exist_ok=True)
    store = Store(url or f"sqlite:///{file}")
    migrations.migrate(store, "audit")
    log = Log(store, own)
    if url and file.exists() and not log.size():
        transfer.carry(file, url, "audit")
    return log
