"""Checkpoints: the service signs how large the log is and which root it has, after the commit, at most once a second.

Each says when it was made. The first of a new key names the key before it, so that who trusted the old one can go on.
What was signed is written beside the database too: a database that was put back from an older copy, or cut, does not
know by itself that it once held more.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from contracts.audit.rpc import CheckpointReply
from contracts.tlog.checkpoints import Checkpoint, open_checkpoint
from contracts.tlog.notes import Note, Signature, Signer, Verifier
from services.audit import stored_tree
from services.audit.memory import Memory
from services.audit.stored_tree import NoHead
from services.audit.tables import checkpoints, cosignatures
from services.chassis.base import clock, log, metrics
from services.chassis.messaging.retry import AWAY
from services.chassis.storage import store
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.store import Store

_log = log.get("checkpoints")
Now = Callable[[], dt.datetime]
EVERY = 1.0
"""Seconds between two checkpoints, at the least."""
KEPT_EACH = 15
"""Of checkpoints whose times begin with the same so many characters, tens of minutes, the last stays."""
TIME, KEY_BEFORE = "time ", "key-before "
"""What the lines begin with that stand beneath a checkpoint's own three."""
_NEWEST = sa.select(checkpoints).order_by(checkpoints.c.size.desc(), checkpoints.c.at.desc()).limit(1)
_UPTO = _NEWEST.where(checkpoints.c.size <= sa.bindparam("upto"))


@dataclass(frozen=True)
class Keys:
    """The log's name, what signs for it, and every key with which anybody of ours ever signed for it."""

    origin: str
    signer: Signer
    verifiers: tuple[Verifier, ...]


def origin_of(district: str) -> str:
    """What a district's log is called, for ever: a key of this name signs its checkpoints."""
    return f"four-six-three/{district}/audit"


class Checkpoints:
    """Signs for one log."""

    def __init__(self, store_: Store, keys: Keys, memory: Memory, now: Now = clock.now) -> None:
        """`memory` keeps what was signed outside the database; `now` tells the time."""
        self._store, self._keys, self._memory, self._now = store_, keys, memory, now
        self.fault = ""
        self._stopping, self._due = threading.Event(), threading.Event()

    def wake(self) -> None:
        """Something was appended."""
        self._due.set()

    def run(self) -> None:
        """Sign what is new, once a second at most, until stopped. `run` in a thread of its own (green or not)."""
        while not self._stopping.is_set():
            if self._due.wait(EVERY):
                self._due.clear()
                self._try()
                self._stopping.wait(EVERY)

    def stop(self) -> None:
        """Stop after the signature in hand."""
        self._stopping.set()
        self._due.set()

    def _try(self) -> None:
        try:
            self.sign()
        except (StorageDamaged, NoHead, *AWAY) as error:
            _log.warning("checkpoint.waits", error=type(error).__name__)
            self._due.set()

    def sign(self) -> str:
        """Sign the present head, and keep the note here and outside; the note. Nothing is signed twice."""
        with self._store.begin() as tx:
            head = stored_tree.read_head(tx)
            newest = tx.execute(_NEWEST).one_or_none()
            key = self._keys.signer.verifier.key_id.hex()
            if newest is not None and (newest.size, newest.key) == (head.size, key):
                return str(newest.note)
            if not head.size:
                return ""
            now = self._now()
            at = now.isoformat(timespec="milliseconds")
            lines = [f"{TIME}{at}", *self._names_key_before(newest, key)]
            note = Checkpoint(self._keys.origin, head.size, head.root, tuple(lines)).sign(self._keys.signer).to_text()
            if newest is not None and newest.key == key and newest.at[:KEPT_EACH] == at[:KEPT_EACH]:
                _thin_out(tx, newest.size, key)
            store.insert_many(tx, checkpoints, [{"size": head.size, "key": key, "at": at, "note": note}])
            self.fault = self._contradiction(tx, head.size)
        metrics.show_checkpoint(now)
        if self.fault:
            metrics.show_log_fault(faulty=True)
            _log.error("log.is_another", fault=self.fault)
        else:
            self._memory.keep(note)
        return note

    def _contradiction(self, tx: sa.Connection, size: int) -> str:
        """How the log contradicts what is remembered of it; that stays remembered then."""
        for note in self._memory.notes()[-1:]:
            before = Checkpoint.parse(Note.parse(note).text)
            if before.size > size:
                return f"{before.size} entries were signed, and {size} are there"
            if stored_tree.root_of(tx, before.size) != before.root:
                return f"the first {before.size} entries are others than those that were signed"
        return ""

    def _names_key_before(self, newest: sa.Row[tuple[object, ...]] | None, key: str) -> list[str]:
        """The line that names the key before, under the first checkpoint of another."""
        if newest is None or newest.key == key:
            return []
        before = [one.to_text() for one in self._keys.verifiers if one.key_id.hex() == newest.key]
        return [f"{KEY_BEFORE}{one}" for one in before]


def _thin_out(tx: sa.Connection, size: int, key: str) -> None:
    """Forget a checkpoint that a later one stands for, unless a witness cosigned it or a key was changed by it."""
    if tx.scalar(sa.select(cosignatures.c.size).where(cosignatures.c.size == size).limit(1)) is None:
        changes_key = checkpoints.c.note.contains(f"\n{KEY_BEFORE}", autoescape=True)
        tx.execute(checkpoints.delete().where(checkpoints.c.size == size, checkpoints.c.key == key, ~changes_key))


def newest_key(tx: sa.Connection) -> str | None:
    """The id of the key that signed last; None before the first checkpoint."""
    row = tx.execute(_NEWEST).one_or_none()
    return None if row is None else str(row.key)


def reply(tx: sa.Connection, size: int | None = None) -> CheckpointReply:
    """The newest checkpoint, or the newest that is not larger than a size, with its cosignatures beneath it."""
    row = tx.execute(_NEWEST if size is None else _UPTO, {} if size is None else {"upto": size}).one_or_none()
    if row is None:
        return CheckpointReply("", 0, "", "")
    note, root = Note.parse(row.note), Checkpoint.parse(Note.parse(row.note).text).root
    lines = list(tx.scalars(sa.select(cosignatures.c.line).where(cosignatures.c.size == row.size)))
    for line in lines:
        note = note.beside(Signature.parse(line.removesuffix("\n")))
    witnesses = tuple(sorted(Signature.parse(line.removesuffix("\n")).name for line in lines))
    return CheckpointReply(note.to_text(), row.size, root.hex(), row.at, witnesses)


def read(note: str, keys: Iterable[Verifier], origin: str) -> Checkpoint:
    """The checkpoint in a note of ours. Raises TlogError for what none of our keys signed for this log."""
    return open_checkpoint(note, keys, origin).checkpoint


def line_of(checkpoint: Checkpoint, beginning: str) -> str:
    """What a line beneath a checkpoint says after its beginning; empty where there is no such line."""
    return next((one.removeprefix(beginning) for one in checkpoint.extensions if one.startswith(beginning)), "")
