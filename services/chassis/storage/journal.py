"""A service's own append-only table of its events: the history, the outbox and the source of every replay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import sqlalchemy as sa

from contracts import envelope
from contracts.audit.acts import AUDIT
from contracts.envelope import Event
from contracts.seal import Seal
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.sealed_journal import SEAL_COLUMNS, SEALED_TABLES, seal_of
from services.chassis.storage.tables import PENDING, QUARANTINED, journal

_c = journal.c
_FIELDS = ("id", "register", "subject", "version", "type", "body", "digest", "upto", "state", "attempts")
_RECEIPTS = sa.select(_c.id, _c.digest, _c.register, _c.subject, _c.upto).where(store.any_of(_c.id, "ids"))
FIRST = "-0"
NO_RECEIPTS: Mapping[str, CommandReceipt] = MappingProxyType({})
_WAITS, _SET_ASIDE = (_c.state == sa.literal_column(str(one)) for one in (PENDING, QUARANTINED))
"""As the indexes have it, word for word."""
_PENDING = (
    sa.select(_c.position, _c.id, _c.type, _c.body, _c.attempts, *SEAL_COLUMNS)
    .select_from(SEALED_TABLES)
    .where(_WAITS)
    .limit(sa.bindparam("most"))
)
_FRESH = _PENDING.where(_c.attempts == sa.literal_column("0")).order_by(_c.position)
_TRIED = _PENDING.where(_c.attempts > sa.literal_column("0")).order_by(_c.attempts, _c.position)
_OF_REGISTERS = _c.register.not_like(f"%.{AUDIT}")
_CHOSEN = store.any_of(_c.position, "positions")
_MARK = journal.update().where(_CHOSEN).values(state=sa.bindparam("now"))
_COUNTS_TO = 30_000
"""Below what the column holds, a SMALLINT."""
_FAILED = journal.update().where(_CHOSEN).values(attempts=_c.attempts % _COUNTS_TO + 1)
_ABOUT = sa.and_(_c.register == sa.bindparam("register"), store.any_of(_c.subject, "subjects"))
_HISTORY = sa.select(_c.subject, _c.body).where(_ABOUT).order_by(_c.position)
_BACKLOG = sa.select(sa.func.count(), sa.func.min(_c.position)).where(_WAITS)
_COUNT_ASIDE = sa.select(sa.func.count()).select_from(journal).where(_SET_ASIDE)
_OLDEST_WAITING = sa.select(_c.body).where(_WAITS).order_by(_c.position).limit(1)


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One journal row on its way to the broker: the stored bytes are the published bytes, the seal goes beside them."""

    position: int
    id: str
    type: str
    body: bytes
    attempts: int
    seal: Seal


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it stands in the journal: its id, and the bytes that are published."""

    id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class CommandReceipt:
    """What became of a command: the digest of what it said, its record, and the version it left the record at."""

    digest: str
    register: str
    record: str
    version: int


def append(
    tx: sa.Connection, events: Sequence[Event], receipts: Mapping[str, CommandReceipt] = NO_RECEIPTS
) -> list[StoredEvent]:
    """Put events into the journal, the first of each command with what became of it; answers them as they stand there.

    Raises IntegrityError when another writer wrote the same version, or carried out the same command, first.
    """
    # These bytes are sealed and published, and history is read from them: made once, when they were counted.
    stored = [StoredEvent(event.id, envelope.encode(event)) for event in events]
    rows = (
        _row(event, one.body.decode(), receipts.get(event.id.removesuffix(FIRST)))
        for event, one in zip(events, stored, strict=True)
    )
    store.append(tx, journal, _FIELDS, list(rows))
    return stored


def _row(event: Event, body: str, receipt: CommandReceipt | None) -> tuple[object, ...]:
    digest, upto = (receipt.digest, receipt.version) if receipt else (None, None)
    return (event.id, event.register, event.subject, event.recordversion, event.type, body, digest, upto, PENDING, 0)


def find_receipts(tx: sa.Connection, commands: Iterable[str]) -> dict[str, CommandReceipt]:
    """Which of these commands were carried out, and what became of them."""
    rows = tx.execute(_RECEIPTS, {"ids": [ids.event_id(one, 0) for one in commands]})
    return {row.id.removesuffix(FIRST): CommandReceipt(row.digest, row.register, row.subject, row.upto) for row in rows}


def pending(tx: sa.Connection, most: int) -> list[OutboxMessage]:
    """What was not published yet: what was never tried, oldest first, then what was refused, the least often first.

    What is not sealed is none of the owner's, and is not published. Never a cursor, since an early position may commit
    late. Two queries, so that the first follows the index.
    """
    rows = list(tx.execute(_FRESH, {"most": most}))
    if len(rows) < most:
        rows += tx.execute(_TRIED, {"most": most - len(rows)})
    return [
        OutboxMessage(row.position, row.id, row.type, row.body.encode(), row.attempts, seal_of(row)) for row in rows
    ]


def mark(tx: sa.Connection, positions: Iterable[int], state: int) -> None:
    """Say what became of published rows."""
    tx.execute(_MARK, {"positions": positions, "now": state})


def count_refusal(tx: sa.Connection, positions: Iterable[int]) -> None:
    """Count one more refusal; the row stays, behind those that were refused less often.

    The count begins again at 1 before its column is full: a row may be refused every second for days.
    """
    tx.execute(_FAILED, {"positions": positions})


def backlog(tx: sa.Connection) -> dict[str, int | str | None]:
    """How many rows wait for the broker, since when the oldest waits, and how many were set aside."""
    waits, oldest = tx.execute(_BACKLOG).one()
    return {"unpublished": waits, "oldest": oldest, "quarantined": tx.scalar(_COUNT_ASIDE)}


def waits_since(tx: sa.Connection) -> dt.datetime | None:
    """When the oldest event that waits for the broker was recorded."""
    oldest = tx.scalar(_OLDEST_WAITING)
    return envelope.decode(oldest.encode()).time if oldest else None


def page(tx: sa.Connection, after: int, most: int) -> list[tuple[int, str]]:
    """Journal rows of registers after a position, for replays: position and the event's bytes; acts are passed over."""
    query = sa.select(journal.c.position, journal.c.body).where(journal.c.position > after, _OF_REGISTERS)
    return [(row.position, row.body) for row in tx.execute(query.order_by(journal.c.position).limit(most))]


def history(tx: sa.Connection, register: str, subjects: Iterable[str]) -> list[tuple[str, str]]:
    """The events of several records: subject and the event's bytes, oldest first."""
    rows = tx.execute(_HISTORY, {"register": register, "subjects": subjects})
    return [(row.subject, row.body) for row in rows]


def has(tx: sa.Connection, event_id: str) -> bool:
    """Whether an event stands in this journal."""
    return tx.scalar(sa.select(journal.c.position).where(journal.c.id == event_id)) is not None


def subjects(tx: sa.Connection, register: str) -> list[str]:
    """The ids of a register's records."""
    return list(tx.scalars(sa.select(journal.c.subject).where(journal.c.register == register, journal.c.version == 1)))
