"""Orders of files for the platform above as they are kept, with the files that were made and how far the others are.

Each time that an order is begun is an attempt, and an attempt writes pieces of its own. Only the newest one may say how
far it is, and finish: whoever was thought dead and wrote on leaves nothing, so an order has its files once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.errors import Refused, Unknown
from services.chassis.storage import lease, store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import moments, sealing
from services.gateway.accounts.jobs.kept_jobs import (
    ACTIVE,
    DONE,
    FAILED,
    RUNNING,
    WAITING,
    JobOwner,
    OrderedOtherwise,
    OwnedWork,
)
from services.gateway.accounts.sealed_parts import SealedParts
from services.gateway.accounts.tables import EXCHANGE_COUNTS, exchange_orders, exchange_parts

DAYS = 400
"""For how many days the files of an order are kept: more than a year; what was ordered, and the hashes, for good."""
ARCHIVE, REPORT, FIRST = 0, 1, 2
"""The places of an attempt's archive, of its report of rejected rows, and of the first of these as they are shown."""
PLACES = 3
MOST_WAITING = 20
"""Orders that wait or are made at a time."""
Outcome = Mapping[str, Any]
Note = Callable[[], None]


class NoSuchFileOrder(Unknown):
    """There is no such order of files for the platform above."""

    slug, zh = "no-such-exchange-order", "没有此报送文件申请"


class FileNotKept(Unknown):
    """No file is kept of this order: it is not made yet, could not be made, or its time of keeping is over."""

    slug, zh, status = "exchange-file-not-kept", "该申请没有留存的文件：尚未生成、未能生成，或已过保存期限", 410


class FileAltered(Unknown):
    """What is kept of this file is not what was made: it is not given out. Tell the auditor, and order it anew."""

    slug, zh, status = (
        "exchange-file-altered",
        "所存报送文件与生成时的哈希不符，未予提供；请告知审计人员并重新生成",
        410,
    )


class TooManyWaiting(Refused):
    """As many files as may be are waited for: order when one of them is made."""

    slug, zh = "exchange-orders-full", "等待生成的报送文件过多，请待其生成后再申请"


class AttemptOvertaken(Exception):
    """Another attempt at the same order was begun since: this one stops."""


@dataclass(frozen=True)
class FileOrder(OwnedWork):
    """An order, and how far it is.

    attempt      how often it was begun, and whose files are kept where it is done
    tries        how often without an end: what was away does not count
    total, read  records that are to be read, 0: they are not counted yet; and those that were
    rows         good ones; `rejected` are those of the report
    kept         whether its files are there
    known_at, event  up to where the ledger reached when it was begun: when its last event was recorded, and its id
    """

    mapping: str
    month: str
    attempt: int
    tries: int
    total: int
    read: int
    rows: int
    rejected: int
    kept: bool
    known_at: str | None
    event: str | None
    bytes: int | None
    sha256: str | None
    manifest: str | None
    problem: str | None
    made_at: str
    changed_at: str

    @property
    def outcome(self) -> dict[str, Any] | None:
        """What the archive says of itself, once it is made."""
        return orjson.loads(self.manifest) if self.manifest else None

    @property
    def told_problem(self) -> dict[str, Any] | None:
        """Why it could not be made."""
        return orjson.loads(self.problem) if self.problem else None


_c = exchange_orders.c
_COLUMNS = [_c[one.name] for one in fields(FileOrder)]
_NEWEST = KeyOrder(("made_at", "id"), newest=True)
_ACTIVE = _c.state.in_(ACTIVE)
_NEXT = sa.select(*_COLUMNS).where(_ACTIVE).order_by(_c.changed_at, _c.id).limit(1)
_NOTHING = {**dict.fromkeys(EXCHANGE_COUNTS, 0), "kept": False, "state": WAITING}


@dataclass(frozen=True)
class FileOrders:
    """Keeps them; `key` is the home's."""

    store: Store
    key: bytes

    def keep(self, id_: str, owner: JobOwner, mapping: str, month: str) -> FileOrder:
        """An order under an id; sent again under the same it is the same.

        Raises NoSuchFileOrder where it is another's, OrderedOtherwise where it is of another file, TooManyWaiting.
        """
        now = moments.precise()
        plain = {"id": id_, **vars(owner), "mapping": mapping, "month": month, "made_at": now, "changed_at": now}
        with self.store.begin() as tx:
            lease.advisory_lock(tx, "exchange_orders")
            if tx.scalar(sa.select(_c.id).where(_c.id == id_)) is None:
                if (tx.scalar(sa.select(sa.func.count()).where(_ACTIVE)) or 0) >= MOST_WAITING:
                    raise TooManyWaiting
                store.insert_many(tx, exchange_orders, [plain | _NOTHING])
        self._discard_old()
        if (order := self.get(id_)).account != owner.account:
            raise NoSuchFileOrder(id_)
        if (order.mapping, order.month) != (mapping, month):
            raise OrderedOtherwise(f"{order.mapping} {order.month}")
        return order

    def get(self, id_: str) -> FileOrder:
        """An order. Raises NoSuchFileOrder."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(_c.id == id_)).one_or_none()
        if row is None:
            raise NoSuchFileOrder(id_)
        return FileOrder(*row)

    def page(self, window: ListWindow) -> RowPage[FileOrder]:
        """Those in a window of their list, the newest first."""
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [sa.select(*_COLUMNS)], _NEWEST, window)
        return RowPage([FileOrder(*row) for row in page.rows], page.part)

    def next(self) -> FileOrder | None:
        """The order whose turn it is: of those outstanding the one that waited longest."""
        with self.store.begin_read() as tx:
            row = tx.execute(_NEXT).one_or_none()
        return None if row is None else FileOrder(*row)

    def begin(self, order: FileOrder, point: tuple[str, str] | None) -> FileOrder:
        """Note that another attempt is begun, and up to where the ledger reaches; what others wrote is let go."""
        known_at, event = point or (None, None)
        counts = {"attempt": order.attempt + 1, "tries": order.tries + 1, "total": 0, "read": 0}
        about = {"rows": 0, "rejected": 0, "known_at": known_at, "event": event, "state": RUNNING}
        with self.store.begin() as tx:
            self._note(tx, order, **counts, **about)
            tx.execute(exchange_parts.delete().where(exchange_parts.c.file_order == order.id))
        return self.get(order.id)

    def advance(self, order: FileOrder, **counts: int) -> None:
        """Note how far an attempt is. Raises AttemptOvertaken."""
        with self.store.begin(durable=False) as tx:
            self._note(tx, order, **counts)

    def write(self, order: FileOrder, place: int, number: int, body: bytes) -> None:
        """Keep a piece of what an attempt makes."""
        with self.store.begin(durable=False) as tx:
            self._parts.write(tx, order.id, _place(order, place), [body], number)

    def pieces(self, order: FileOrder, place: int) -> Iterator[bytes]:
        """What an attempt wrote, piece by piece. Raises Unknown where it cannot be read."""
        return self._parts.read(order.id, _place(order, place))

    def finish(self, order: FileOrder, counts: Mapping[str, int], outcome: Outcome, note: Note) -> FileOrder:
        """Note what was made of an order, once `note` has put it on record. Raises AttemptOvertaken, NoRecord."""
        about = {"bytes": outcome["archive"]["bytes"], "sha256": outcome["archive"]["sha256"]}
        said = {"state": DONE, "kept": True, "manifest": orjson.dumps(outcome).decode()}
        with self.store.begin() as tx:
            self._note(tx, order, **counts, **about, **said)
            note()
        return self.get(order.id)

    def pause(self, order: FileOrder) -> None:
        """Note that an attempt was broken off because somebody was away, which is no fault of the order."""
        with self.store.begin() as tx:
            self._note(tx, order, state=WAITING, tries=0)

    def fail(self, order: FileOrder, problem: Mapping[str, Any]) -> None:
        """Note why an order could not be made; nothing is kept of what was written."""
        with self.store.begin() as tx:
            self._note(tx, order, state=FAILED, problem=orjson.dumps(problem).decode())
            self._parts.remove(tx, [order.id])

    def _note(self, tx: sa.Connection, order: FileOrder, **values: Any) -> None:
        mine = sa.and_(_c.id == order.id, _ACTIVE, _c.attempt == order.attempt)
        if not tx.execute(exchange_orders.update().where(mine).values(changed_at=moments.precise(), **values)).rowcount:
            raise AttemptOvertaken(order.id)

    def drop(self, order: FileOrder) -> None:
        """Let go of what an attempt wrote that was overtaken."""
        with self.store.begin() as tx:
            for place in range(PLACES):
                self._parts.remove(tx, [order.id], _place(order, place))

    def file(self, order: FileOrder, place: int) -> Iterator[bytes]:
        """The archive or the report of an order, piece by piece, held against its hash before the first one.

        Raises FileNotKept, FileAltered.
        """
        if not order.kept or order.outcome is None:
            raise FileNotKept(order.id)
        about = order.outcome["archive" if place == ARCHIVE else "rejected"]
        if _hash(self._given(order, place)) != (about["bytes"], about["sha256"]):
            raise FileAltered(order.id)
        return self._given(order, place)

    def _given(self, order: FileOrder, place: int) -> Iterator[bytes]:
        try:
            yield from self.pieces(order, place)
        except Unknown:
            raise FileAltered(order.id) from None

    def first(self, order: FileOrder) -> list[dict[str, Any]]:
        """The first rejected rows of an order that is made, as they are shown; none where they are not kept."""
        if not order.kept:
            return []
        said: list[dict[str, Any]] = orjson.loads(b"".join(self._given(order, FIRST)) or b"[]")
        return said

    def _discard_old(self) -> None:
        """Let go of the files that were kept for their time."""
        old = sa.and_(_c.kept, _c.changed_at < moments.later(days=-DAYS))
        with self.store.begin_read() as tx:
            gone = list(tx.scalars(sa.select(_c.id).where(old).limit(MOST_WAITING)))
        if gone:
            with self.store.begin() as tx:
                tx.execute(exchange_orders.update().where(_c.id.in_(gone)).values(kept=False))
                self._parts.remove(tx, gone)

    @property
    def _parts(self) -> SealedParts:
        return SealedParts(self.store, exchange_parts.c.file_order, sealing.cipher(self.key, b"exchange"))


def _place(order: FileOrder, place: int) -> int:
    return order.attempt * PLACES + place


def _hash(pieces: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()
