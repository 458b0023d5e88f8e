"""Acts that are on record and have no place in the journal yet: written down at once, under our signature.

One short row for all who wait at a time, since a place in the journal costs several times that. Whoever wrote it puts
its acts into the journal within a second, from its memory; the rows are for the process after a killed one. Each
says after which act its process wrote it: one that is taken away from before others is missed, as in the journal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import orjson
import sqlalchemy as sa

from contracts import envelope
from contracts.envelope import Event
from services.chassis.base import ids
from services.chassis.handling.audit.signed_rows import CHANGED, SignedRows, Vouch, notice_id
from services.chassis.storage import store
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from services.chassis.storage.tables import in_hand, journal

LEFT_AFTER = dt.timedelta(seconds=10)
"""A process that lives has put its acts into the journal long before; by more no two clocks of ours differ."""
MISSING = "missing"
"""What else can be wrong with a row: what its process wrote before it is nowhere."""
_ROWS = SignedRows(in_hand, b"four-six-three acts in hand 1\n", ("id", "at", "after", "bodies"))


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
        """The id of the event that tells of its fault."""
        return notice_id(self.fault, self.acts.row, self.digest)


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
        self._store.put(in_hand, _ROWS.sign(self._sealer, row))
        self._after = events[-1].id
        return Handful(tuple(events), row["id"])


def _moment(at: dt.datetime) -> str:
    """As texts that stand in the order of their moments."""
    return at.isoformat(timespec="microseconds")


def drop(tx: sa.Connection, rows: Sequence[str]) -> None:
    """The acts of these rows have their places in the journal now."""
    if rows:
        tx.execute(in_hand.delete().where(store.among(in_hand.c.id, rows)))


def left_behind(tx: sa.Connection, source: str, vouch: Vouch, now: dt.datetime) -> list[LeftHandful]:
    """What nobody is left to put into the journal, the oldest first, but for faults that the journal tells of already.

    A row of the future is none of a process that lives: somebody gave it its time.
    """
    lives = in_hand.c.at.between(_moment(now - LEFT_AFTER), _moment(now + LEFT_AFTER))
    left = _rows(tx, ~lives, source, vouch)
    if missing := _afters(left) - _acts(left) - store.present(tx, journal.c.id, _afters(left)):
        # One clock may be put back, or two differ: what was written before may seem to be the younger.
        missing -= _acts(_rows(tx, lives, source, vouch))
    left = [_marked(one) if one.after in missing else one for one in left]
    noticed = store.present(tx, journal.c.id, [one.notice for one in left if one.fault])
    return [one for one in left if one.fault != CHANGED or one.notice not in noticed]


def _rows(tx: sa.Connection, which: sa.ColumnElement[bool], source: str, vouch: Vouch) -> list[LeftHandful]:
    ids_ = tx.scalars(sa.select(in_hand.c.id).where(which).order_by(in_hand.c.at, in_hand.c.id)).all()
    return [_read(tx, one, source, vouch) for one in ids_]


def _read(tx: sa.Connection, id_: str, source: str, vouch: Vouch) -> LeftHandful:
    row = _ROWS.read(tx, id_, source, vouch)
    if row.digest:
        return LeftHandful(Handful((), row.id), fault=CHANGED, digest=row.digest)
    events = tuple(envelope.decode(body.encode()) for body in orjson.loads(row.said["bodies"]))
    return LeftHandful(Handful(events, row.id), row.said["after"])


def _acts(rows: Sequence[LeftHandful]) -> set[str]:
    return {event.id for one in rows for event in one.acts.events}


def _afters(rows: Sequence[LeftHandful]) -> set[str]:
    return {one.after for one in rows if one.after}


def _marked(row: LeftHandful) -> LeftHandful:
    """The act before its own is neither in the journal nor in another row."""
    return replace(row, fault=MISSING, digest=sha256(row.after.encode()).hexdigest())
