"""Acts that are on record and have no place in the journal yet: written down at once, under our signature.

One short row for all who wait at a time, since a place in the journal costs several times that. Whoever wrote it puts
its acts into the journal within a second, from its memory; the rows are for the process after a killed one. Each
says after which act its process wrote it: one that is taken away from before others is missed, as in the journal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
import sqlalchemy as sa

from contracts import envelope
from contracts.envelope import Event
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from services.chassis.storage.tables import in_hand, journal

LEFT_AFTER = dt.timedelta(seconds=10)
"""A process that lives has put its acts into the journal long before; by more no two clocks of ours differ."""
CHANGED, MISSING = "changed", "missing"
"""What can be wrong with a row: it is not as we signed it; what its process wrote before it is nowhere."""
Vouch = Callable[[str, bytes, bytes], bool]
"""Whether we signed a message: by the id of the key, the signature, the message."""


@dataclass(frozen=True, slots=True)
class Handful:
    """Acts that are written together; `row` is where they are on record already, empty where they are not."""

    events: tuple[Event, ...]
    row: str = ""


@dataclass(frozen=True, slots=True)
class LeftHandful:
    """A row that nobody is left to put into the journal; of one that is not as we signed it there are no acts.

    after   the act before its own; empty where it was its process's first
    fault   what is wrong with it, if anything is
    digest  of what stands in it
    """

    acts: Handful
    after: str = ""
    fault: str = ""
    digest: str = ""

    @property
    def notice(self) -> str:
        """The id of the event that tells of its fault: the same however often it is met."""
        return ids.derive_id(f"{self.fault} {self.acts.row} {self.digest}")


class ActsInHand:
    """Where one process writes its acts down, one row at a time."""

    def __init__(self, place: Store, sealer: Sealer) -> None:
        """`sealer` signs."""
        self._store, self._sealer = place, sealer
        self._after = ""

    def keep(self, events: Sequence[Event], now: dt.datetime) -> Handful:
        """Write acts down, durably. Raises what the store raises."""
        bodies = orjson.dumps([envelope.encode(event).decode() for event in events]).decode()
        row = {"id": ids.new_id(), "at": _moment(now), "after": self._after, "bodies": bodies}
        signature = self._sealer.sign(_statement(self._sealer.source, **row))
        self._store.put(in_hand, row | {"key": self._sealer.key_id, "signature": signature})
        self._after = events[-1].id
        return Handful(tuple(events), row["id"])


def _statement(source: str, **row: str) -> bytes:
    """The bytes that are signed."""
    return b"four-six-three acts in hand 1\n" + orjson.dumps([source, *(row[name] for name in _SIGNED)])


def _moment(at: dt.datetime) -> str:
    """As texts that stand in the order of their moments."""
    return at.isoformat(timespec="microseconds")


_SIGNED = ("id", "at", "after", "bodies")


def drop(tx: sa.Connection, rows: Sequence[str]) -> None:
    """The acts of these rows have their places in the journal now."""
    if rows:
        tx.execute(in_hand.delete().where(store.among(in_hand.c.id, rows)))


def left_behind(tx: sa.Connection, source: str, vouch: Vouch, now: dt.datetime) -> list[LeftHandful]:
    """What nobody is left to put into the journal, the oldest first, but for faults that the journal tells of already.

    A row of the future is none of a process that lives: somebody gave it its time.
    """
    c = in_hand.c
    theirs = c.at.between(_moment(now - LEFT_AFTER), _moment(now + LEFT_AFTER))
    rows = tx.scalars(sa.select(c.id).where(~theirs).order_by(c.at, c.id)).all()
    left = list(_with_what_is_missing(tx, [_read(tx, row, source, vouch) for row in rows]))
    noticed = store.present(tx, journal.c.id, [one.notice for one in left if one.fault])
    return [one for one in left if one.fault != CHANGED or one.notice not in noticed]


def _read(tx: sa.Connection, id_: str, source: str, vouch: Vouch) -> LeftHandful:
    try:
        row = tx.execute(_AS_IT_IS, {"id": id_}).one()
    except sa.exc.OperationalError:  # what SQLite cannot read as text
        return LeftHandful(Handful((), id_), fault=CHANGED, digest=sha256().hexdigest())
    values = {name: bytes(one) if isinstance(one, memoryview) else one for name, one in row._asdict().items()}
    said = {name: str(values[name]) for name in _SIGNED}
    if not _is_ours(values, _statement(source, **said), vouch):
        return LeftHandful(Handful((), id_), fault=CHANGED, digest=sha256(repr(values).encode()).hexdigest())
    events = tuple(envelope.decode(body.encode()) for body in orjson.loads(said["bodies"]))
    return LeftHandful(Handful(events, id_), said["after"])


_AS_IT_IS = sa.select(*(sa.type_coerce(one, sa.types.NullType()).label(one.name) for one in in_hand.c)).where(
    in_hand.c.id == sa.bindparam("id")
)
"""Whatever stands in a row, of whatever type somebody has made it."""


def _is_ours(row: dict[str, Any], statement: bytes, vouch: Vouch) -> bool:
    """SQLite takes a value of any type for any column."""
    signature = row["signature"]
    return isinstance(signature, bytes) and vouch(str(row["key"]), signature, statement)


def _with_what_is_missing(tx: sa.Connection, left: list[LeftHandful]) -> Iterator[LeftHandful]:
    """The same rows, marked where the act before theirs is neither in the journal nor in another row."""
    there = {event.id for one in left for event in one.acts.events}
    there |= store.present(tx, journal.c.id, [one.after for one in left if one.after])
    for one in left:
        missing = one.after and one.after not in there
        yield LeftHandful(one.acts, one.after, MISSING, sha256(one.after.encode()).hexdigest()) if missing else one
