"""Reminders as they are kept: each told once, ended when what it tells of is over, seen by whom it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import orjson
import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import EXACT_UP_TO, KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.reminders.tables import reminder_state, reminders
from services.gateway.reminders.terms import EscalationTerms

MONTHS_KEPT = 12
"""For so many months what is over is kept: that it is not told again, and that it can be looked up that it was told."""


TERMS = "terms"
"""Under what the bureau's terms are noted."""


@dataclass(frozen=True)
class Reminder:
    """What one person is told of: see `notices.py`."""

    id: str
    person: str
    record: str
    unit: str
    label: str
    kind: str
    name: str
    run: str
    start: str
    stage: str
    day: str
    made_at: str
    due: str | None
    seen_at: str | None
    ended_at: str | None


_c = reminders.c
_NEWEST = KeyOrder(("made_at", "id"), newest=True)
REMINDER_COLUMNS = [_c[one.name] for one in fields(Reminder)]
_OF_RECORDS = sa.select(_c.id, _c.record, _c.ended_at).where(store.any_of(_c.record, "records"))
_REOPEN = reminders.update().where(store.any_of(_c.id, "ids")).values(ended_at=None)
_END = reminders.update().where(store.any_of(_c.id, "ids")).values(ended_at=sa.bindparam("now"))
_OPEN_RECORDS = (
    sa.select(_c.record)
    .where(_c.ended_at.is_(None), _c.record > sa.bindparam("after"))
    .distinct()
    .order_by(_c.record)
    .limit(sa.bindparam("most"))
)


@dataclass(frozen=True)
class KeptReminders:
    """Keeps them."""

    store: Store

    def settle(self, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Of some records, keep what is to be told now and end all else. Safe to repeat."""
        wanted = {str(row["id"]): dict(row) for some in rows.values() for row in some}
        with self.store.begin() as tx:
            known = {row.id: row.ended_at for row in tx.execute(_OF_RECORDS, {"records": list(rows)})}
            over = [id_ for id_, ended in known.items() if ended is None and id_ not in wanted]
            again = [id_ for id_, ended in known.items() if ended is not None and id_ in wanted]
            if over:
                tx.execute(_END, {"ids": over, "now": moments.now()})
            if again:
                tx.execute(_REOPEN, {"ids": again})
            store.insert_many(tx, reminders, [row for id_, row in wanted.items() if id_ not in known])

    def of(self, person: str, window: ListWindow) -> RowPage[Reminder]:
        """What somebody is told of that goes on, the newest first."""
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [sa.select(*REMINDER_COLUMNS).where(*_open_of(person))], _NEWEST, window)
        return RowPage([Reminder(*row) for row in page.rows], page.part)

    def unseen(self, person: str, most: int) -> list[Reminder]:
        """The newest that somebody has not seen."""
        newest = sa.select(*REMINDER_COLUMNS).where(*_open_of(person), _c.seen_at.is_(None))
        with self.store.begin_read() as tx:
            rows = tx.execute(newest.order_by(_c.made_at.desc(), _c.id.desc()).limit(most)).all()
        return [Reminder(*row) for row in rows]

    def count(self, person: str, *, unseen: bool = False) -> int:
        """How many there are of somebody's, or how many they have not seen; not more than can be counted exactly."""
        group = sa.select(*REMINDER_COLUMNS).where(*_open_of(person), *([_c.seen_at.is_(None)] if unseen else []))
        with self.store.begin_read() as tx:
            return keyset.count(tx, [group], EXACT_UP_TO)

    def note_seen(self, person: str, ids_: Sequence[str]) -> int:
        """Note that somebody has seen some of theirs, or, where none is named, all; how many they had not seen."""
        meant = [*_open_of(person), _c.seen_at.is_(None), *([store.among(_c.id, ids_)] if ids_ else [])]
        with self.store.begin() as tx:
            return int(tx.execute(reminders.update().where(*meant).values(seen_at=moments.now())).rowcount)

    def open_records(self, after: str, most: int) -> list[str]:
        """Some records of which somebody is told still, in their order."""
        with self.store.begin_read() as tx:
            return list(tx.scalars(_OPEN_RECORDS, {"after": after, "most": most}))

    def forget_old(self) -> None:
        """Let go of what was over long ago."""
        with self.store.begin(durable=False) as tx:
            tx.execute(reminders.delete().where(_c.ended_at < moments.later(days=-30 * MONTHS_KEPT)))

    def terms(self) -> EscalationTerms:
        """After how many days the bureau tells upwards."""
        return EscalationTerms(**self.state(TERMS))

    def set_terms(self, terms: EscalationTerms) -> None:
        """Say after how many."""
        self.note_state(TERMS, terms.to_dict())

    def state(self, name: str) -> dict[str, Any]:
        """What was noted under a name; nothing where nothing was."""
        with self.store.begin_read() as tx:
            text = tx.scalar(sa.select(reminder_state.c.value).where(reminder_state.c.name == name))
        state: dict[str, Any] = orjson.loads(text) if text else {}
        return state

    def note_state(self, name: str, value: Mapping[str, Any]) -> None:
        """Note something under a name."""
        row = {"name": name, "value": orjson.dumps(value).decode()}
        with self.store.begin() as tx:
            store.insert_many(tx, reminder_state, [row], update="value")


def _open_of(person: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _c.person == person, _c.ended_at.is_(None)
