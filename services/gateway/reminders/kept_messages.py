"""Messages as they are kept: what is told to which address, from when on it may be sent, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from services.chassis.base import clock, ids
from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.reminders.kept_reminders import REMINDER_COLUMNS, Reminder
from services.gateway.reminders.tables import reminder_lines, reminder_messages, reminders

WAITING, DELIVERED, FAILED, WITHDRAWN = "waiting", "delivered", "failed", "withdrawn"
STATES = (WAITING, DELIVERED, FAILED, WITHDRAWN)
REMINDERS, CODE = "reminders", "code"
KEPT_DAYS = 90
_m, _l, _r = reminder_messages.c, reminder_lines.c, reminders.c
_NEWEST = KeyOrder(("made_at", "id"), newest=True)


@dataclass(frozen=True)
class KeptMessage:
    """A message: `lines` is how many reminders it told of, as often as it was tried."""

    id: str
    address: str
    person: str
    kind: str
    purpose: str
    state: str
    not_before: str
    made_at: str
    ended_at: str | None
    tries: int
    lines: int


_COLUMNS = [_m[one.name] for one in fields(KeptMessage)]


@dataclass(frozen=True)
class Laying:
    """A reminder that is to be told to an address, from a moment on."""

    reminder: str
    address: str
    person: str
    kind: str
    not_before: dt.datetime


@dataclass(frozen=True)
class KeptMessages:
    """Keeps them."""

    store: Store

    def unlaid(self, most: int) -> list[Reminder]:
        """Some reminders of which it was not looked yet whether they are told outside the house."""
        some = (
            sa.select(*REMINDER_COLUMNS)
            .where(_r.ended_at.is_(None), _r.laid_at.is_(None))
            .order_by(_r.person)
            .limit(most)
        )
        with self.store.begin_read() as tx:
            return [Reminder(*row) for row in tx.execute(some)]

    def lay(self, reminders_: Sequence[Reminder], layings: Iterable[Laying]) -> None:
        """Put each where it is told, beside what waits for the same moment.

        All of it in one transaction: a reminder is told to an address in one message, whatever dies.
        """
        groups: dict[tuple[str, str], list[Laying]] = {}
        for one in layings:
            groups.setdefault((one.address, moments.stamp(one.not_before)), []).append(one)
        with self.store.begin() as tx:
            for (address, not_before), some in groups.items():
                message = self._waiting(tx, address, not_before)
                if message is None:
                    message = ids.new_id()
                    store.insert_many(tx, reminder_messages, [_row(message, some[0], REMINDERS, not_before)])
                rows = [{"reminder": one.reminder, "address": address, "message": message} for one in some]
                store.insert_many(tx, reminder_lines, rows)
            laid = sa.update(reminders).where(store.among(_r.id, [one.id for one in reminders_]))
            tx.execute(laid.values(laid_at=moments.now()))

    def _waiting(self, tx: sa.Connection, address: str, not_before: str) -> str | None:
        """The message that waits for a moment at an address and was not tried yet."""
        found: str | None = tx.scalar(
            sa.select(_m.id).where(
                _m.address == address,
                _m.not_before == not_before,
                _m.state == WAITING,
                _m.purpose == REMINDERS,
                _m.tries == 0,
            )
        )
        return found

    def add_code(self, address: str, person: str, kind: str) -> None:
        """A message with the code of an address, at once."""
        laying = Laying("", address, person, kind, clock.now())
        with self.store.begin() as tx:
            others = (_m.address == address, _m.purpose == CODE, _m.state == WAITING)
            tx.execute(reminder_messages.update().where(*others).values(state=WITHDRAWN, ended_at=moments.now()))
            store.insert_many(tx, reminder_messages, [_row(ids.new_id(), laying, CODE, moments.now())])

    def count_codes(self, person: str, since: str) -> int:
        """How many codes were sent for somebody since a moment."""
        asked = sa.select(sa.func.count()).where(_m.person == person, _m.purpose == CODE, _m.made_at >= since)
        with self.store.begin_read() as tx:
            return int(tx.scalar(asked) or 0)

    def due(self, most: int) -> list[KeptMessage]:
        """Messages that may be sent now, what waited longest first."""
        now = _m.not_before <= moments.now()
        with self.store.begin_read() as tx:
            rows = tx.execute(
                sa.select(*_COLUMNS).where(_m.state == WAITING, now).order_by(_m.not_before, _m.id).limit(most)
            ).all()
        return [KeptMessage(*row) for row in rows]

    def lines_of(self, message: str) -> list[Reminder]:
        """What a message tells of that is not over, what is due first before."""
        told = sa.select(*REMINDER_COLUMNS).join(reminder_lines, _l.reminder == _r.id)
        with self.store.begin_read() as tx:
            rows = tx.execute(told.where(_l.message == message, _r.ended_at.is_(None)).order_by(_r.due, _r.id)).all()
        return [Reminder(*row) for row in rows]

    def begin(self, message: KeptMessage, lines: int, again: dt.datetime) -> None:
        """Note that a message is being tried, and when it is tried again should nobody say what came of it."""
        self._update(message.id, tries=message.tries + 1, lines=lines, not_before=moments.stamp(again))

    def put_off(self, message: KeptMessage, until: dt.datetime) -> None:
        """Note that it could not be tried, which is not its address's fault."""
        self._update(message.id, tries=message.tries, not_before=moments.stamp(until))

    def end(self, id_: str, state: str) -> None:
        """Note what came of a message."""
        self._update(id_, state=state, ended_at=moments.now())

    def _update(self, id_: str, **values: Any) -> None:
        with self.store.begin() as tx:
            tx.execute(reminder_messages.update().where(_m.id == id_).values(**values))

    def of_all(self, window: ListWindow) -> RowPage[KeptMessage]:
        """All messages, the newest first."""
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [sa.select(*_COLUMNS)], _NEWEST, window)
        return RowPage([KeptMessage(*row) for row in page.rows], page.part)

    def tally(self, since: str) -> dict[str, Mapping[str, Any]]:
        """Of each kind of channel: how many messages since a moment are in which state, and when one was delivered."""
        counts = sa.select(_m.kind, _m.state, sa.func.count(), sa.func.max(_m.ended_at)).where(_m.made_at >= since)
        with self.store.begin_read() as tx:
            rows = tx.execute(counts.group_by(_m.kind, _m.state)).all()
        tallies: dict[str, dict[str, Any]] = {}
        for kind, state, count, last in rows:
            one = tallies.setdefault(kind, dict.fromkeys(STATES, 0) | {"delivered_at": None})
            one[state] = count
            if state == DELIVERED:
                one["delivered_at"] = last
        return dict(tallies)

    def forget_old(self) -> None:
        """Let go of messages of long ago, with their lines: what they told of is noted as laid, and not told again."""
        old = sa.select(_m.id).where(_m.made_at < moments.later(days=-KEPT_DAYS), _m.state != WAITING)
        with self.store.begin(durable=False) as tx:
            tx.execute(reminder_lines.delete().where(_l.message.in_(old)))
            tx.execute(reminder_messages.delete().where(_m.id.in_(old)))


def _row(id_: str, one: Laying, purpose: str, not_before: str) -> dict[str, Any]:
    return {
        "id": id_,
        "address": one.address,
        "person": one.person,
        "kind": one.kind,
        "purpose": purpose,
        "state": WAITING,
        "not_before": not_before,
        "made_at": moments.precise(),
        "ended_at": None,
        "tries": 0,
        "lines": 0,
    }
