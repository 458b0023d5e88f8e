"""A log for tests: synthetic events, a key of no use elsewhere, and a clock that moves with the events."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from contracts import envelope
from contracts.audit import acts
from contracts.audit.rpc import LogPageVerdict
from contracts.envelope import Event
from contracts.tlog.notes import Signer, Verifier
from services.audit import appending, stored_tree, verification
from services.audit.checkpoints import Checkpoints, Keys, origin_of
from services.audit.memory import Memory
from services.audit.stored_tree import Head
from services.chassis.base.signing_keys import SigningKey
from services.chassis.storage.store import Store

DISTRICT = "320205"
SOURCE = f"/{DISTRICT}/audit"
KEY, OTHER_KEY = SigningKey(b"a log's key for tests, of no use elsewhere"), SigningKey(b"another of the kind")
_ELEVEN_MINUTES = (dt.timedelta(minutes=11 * number) for number in itertools.count())
"""Each signature of a test is so much later: of checkpoints that lie together only the last is kept."""
START = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def keys(key: SigningKey = KEY, *before: SigningKey) -> Keys:
    """What signs with a key, after others."""
    origin = origin_of(DISTRICT)
    return Keys(
        origin, Signer(origin, key.public, key.sign), tuple(Verifier(origin, one.public) for one in (key, *before))
    )


def act(number: int, name: str = "denied", *, actor: str = "", service: str = "gateway", **said: Any) -> Event:
    """An audit event: the one of this number."""
    data = {"outcome": "denied", "address": f"10.0.0.{number % 7}", **said}
    return _event(number, acts.event_type(service, name), f"a{number}", actor or f"SYN-{number % 5}", data)


def step(number: int, record: str = "m1", *, actor: str = "", type_: str = "outreach.matters.finished.v1") -> Event:
    """An event of a register: the one of this number."""
    return _event(number, type_, record, actor or f"SYN-{number % 3}", {"form": {"result": f"办结 {number}"}, "of": {}})


def _event(number: int, type_: str, subject: str, actor: str, data: dict[str, Any]) -> Event:
    at = START + dt.timedelta(seconds=number)
    id_, service = f"event-{number:07}", type_.partition(".")[0]
    source = f"/{DISTRICT}/{service}"
    post = ("clerk@DT", "captain@ZS")[number % 2]
    event = Event(id_, source, type_, subject, at, at.date(), 1, 1, post[-2:], actor, "E0", data, post=post)
    return envelope.decode(envelope.encode(event))


def mixture(number: int) -> Event:
    """One event of a mixture."""
    if number % 4 == 0:
        records = [f"training.people/p{number % 9}", f"training.people/p{number % 9 + 1}"]
        return act(number, "text_shown", service="training", outcome="done", records=records)
    return act(number, record=f"outreach.matters/m{number % 6}") if number % 4 == 1 else step(number, f"m{number % 6}")


@dataclass
class SampleLog:
    """One log with its signer."""

    store: Store
    folder: Path
    keys: Keys = field(default_factory=keys)

    def __post_init__(self) -> None:
        self.reopen(self.keys)

    def reopen(self, with_keys: Keys) -> None:
        """As after a restart, perhaps with another key."""
        self.keys, self.memory = with_keys, Memory(self.folder / "checkpoints.json")
        self.checkpoints = Checkpoints(self.store, with_keys, self.memory, lambda: START + next(_ELEVEN_MINUTES))

    def append(self, *events: Event) -> Head:
        """One batch."""
        with self.store.begin() as tx:
            return appending.append(tx, events)

    def fill(self, first: int, end: int, *, each: int = 100) -> None:
        """Events of a mixture, in batches, with a checkpoint after each."""
        for start in range(first, end, each):
            self.append(*map(mixture, range(start, min(start + each, end))))
            self.checkpoints.sign()

    def head(self) -> Head:
        """How large it is."""
        with self.store.begin_read() as tx:
            return stored_tree.read_head(tx)

    def verify(self, *remembered: str) -> LogPageVerdict:
        """All of it, from the beginning."""
        verifier = verification.Verifier(self.store, self.keys, Memory(self.folder / "checkpoints.json"))
        return verification.whole(verifier.page, remembered)

    def change(self, sql: str, **values: Any) -> None:
        """What somebody does who can write the database."""
        with self.store.begin() as tx:
            tx.execute(sa.text(sql), values)
