"""Puts acts on record: each becomes an event of this service, sealed into its journal, and relayed like any other.

What nobody may do unrecorded is recorded before it is answered: whoever waits is carried along in one transaction with
all who wait. What may come by the thousand is counted, and written within a second without anybody waiting for it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from typing import Any, Protocol

import sqlalchemy as sa

from contracts.audit import acts
from contracts.audit.acts import MOST_RECORDS
from contracts.envelope import Event
from contracts.errors import Problem, Unavailable
from services.chassis.base import clock, ids, log
from services.chassis.handling.audit import kept_counts
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.floods import MINUTE, Flood, FloodKey, Floods
from services.chassis.handling.group_commit import GroupCommit
from services.chassis.messaging.retry import AWAY
from services.chassis.records.command import BUREAU
from services.chassis.storage import lease, store
from services.chassis.storage.sealer import LOCK, Sealer
from services.chassis.storage.store import Store
from services.chassis.storage.tables import configured

_log = log.get("audit")
SECOND = 1.0
MOST_WAITING = 5000
"""Events that wait to be written while the database takes none; of further ones it is counted how many there were."""
AT_ONCE = 500
OUTCOMES = {"denied": "denied", "refused": "refused", "call_refused": "refused", "sign_in_failed": "failed"}
"""How acts end that do not end well; the others are done."""
FAILURES = (Problem, sa.exc.SQLAlchemyError, OSError, *AWAY)
"""By which a database says that it does not take anything now."""


class NoRecord(Unavailable):
    """This cannot be put on record at the moment, so it is not done: ask the operator, and try again later."""

    slug, zh = "no-record", "目前无法留下审计记录，因此未予办理；请联系运维并稍后重试"


class ActRecorder(Protocol):
    """Puts acts on record."""

    def record(self, act: str, doer: Doer, **about: Any) -> None:
        """Put an act on record, durably, before anything is answered. Raises NoRecord."""

    def record_done(self, act: str, doer: Doer, **about: Any) -> None:
        """Put on record what cannot be taken back: durably, or as soon as the journal takes it."""

    def note(self, act: str, doer: Doer, **about: Any) -> None:
        """Put an act on record within a second; what comes by the thousand is counted."""


class NoRecorder:
    """Records nothing: for parts that stand alone."""

    def record(self, act: str, doer: Doer, **about: Any) -> None:
        """Nothing."""

    def record_done(self, act: str, doer: Doer, **about: Any) -> None:
        """Nothing."""

    def note(self, act: str, doer: Doer, **about: Any) -> None:
        """Nothing."""


class AuditTrail:
    """The acts of one service. `run` in a thread of its own (green or not)."""

    def __init__(
        self,
        place: Store,
        service: str,
        sealer: Sealer,
        *,
        now: Callable[[], dt.datetime] = clock.now,
        after_commit: Callable[[], None] = lambda: None,
    ) -> None:
        """`sealer` writes the journal of `service` in `place`; `after_commit` wakes who publishes it."""
        self._store, self._service, self._sealer, self._now = place, service, sealer, now
        self.after_commit = after_commit
        self._floods, self._waiting = Floods(), deque[Event]()
        self._lock, self._stopping = threading.Lock(), threading.Event()
        self._commit: GroupCommit[list[Event], None] = GroupCommit(self._write, away=AWAY)

    def record(self, act: str, doer: Doer, **about: Any) -> None:
        """Put an act on record, durably, before anything is answered. Raises NoRecord."""
        try:
            self._commit([self._event(act, doer, about)])
        except FAILURES as error:
            _log.error("act.not_recorded", act=act, error=type(error).__name__)
            raise NoRecord(self._service) from error

    def record_done(self, act: str, doer: Doer, **about: Any) -> None:
        """Put on record what cannot be taken back: durably, or as soon as the journal takes it."""
        event = self._event(act, doer, about)
        try:
            self._commit([event])
        except FAILURES as error:
            _log.error("act.waits", act=act, error=type(error).__name__)
            with self._lock:
                self._await(event)

    def note(self, act: str, doer: Doer, **about: Any) -> None:
        """Put an act on record within a second; what comes by the thousand is counted."""
        key, now = FloodKey(act, doer.habitual, about.get("problem", "")), clock.ticks()
        with self._lock:
            if not self._floods.admit(key, now):
                return
            self._await(self._event(act, doer, about))

    def _await(self, event: Event) -> None:
        """Let an event wait for the next second; where too many wait already it is counted only."""
        if len(self._waiting) >= MOST_WAITING:
            self._floods.count(FloodKey(event.type.split(".")[2], Doer()), clock.ticks(), event.data.get("count", 1))
        else:
            self._waiting.append(event)

    def run(self) -> None:
        """Write what waits, each second, until stopped."""
        seconds = 0
        while not self._stopping.wait(SECOND):
            if self.flush() and seconds % MINUTE == 0:
                with suppress(*FAILURES):
                    self.take_up()
            seconds += 1

    def stop(self) -> None:
        """Write all that waits or was counted."""
        self._stopping.set()
        with self._lock:
            for flood in list(self._floods.all()):
                self._await(self._event_of(flood))
        if not self.flush():
            _log.error("acts.lost", events=len(self._waiting))

    def flush(self) -> bool:
        """Write what waits, and what was counted in minutes that are over; whether all of it is written."""
        with self._lock:
            for flood in list(self._floods.over(clock.ticks())):
                self._await(self._event_of(flood))
            grown = [(flood, self._since(flood)) for flood in self._floods.grown()]
        try:
            kept_counts.keep(self._store, grown)
        except FAILURES as error:
            _log.error("counts.not_kept", error=type(error).__name__)
        while self._waiting:
            events = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            try:
                self._commit_all(events)
            except FAILURES as error:
                _log.error("acts.wait", events=len(events) + len(self._waiting), error=type(error).__name__)
                self._waiting.extendleft(reversed(events))
                return False
        return True

    def _commit_all(self, events: list[Event]) -> None:
        """Write events; of a count that another process took up, nothing is written twice."""
        try:
            self._commit(events)
        except sa.exc.IntegrityError:
            for event in events:
                with suppress(sa.exc.IntegrityError):
                    self._commit([event])

    def _write(self, jobs: list[list[Event]]) -> list[None]:
        events = list(chain.from_iterable(jobs))
        with self._store.begin() as tx:
            self._sealer.append(tx, events)
            kept_counts.drop(tx, [event.id for event in events if "count" in event.data])
        self.after_commit()
        return [None for _ in jobs]

    def _event_of(self, flood: Flood) -> Event:
        """One event for all that was counted."""
        about = {"problem": flood.key.problem, "count": flood.count, "since": self._since(flood)}
        return self._event(flood.key.act, flood.key.doer, about, flood.id)

    def _since(self, flood: Flood) -> str:
        return (self._now() - dt.timedelta(seconds=clock.ticks() - flood.since)).isoformat()

    def take_up(self) -> None:
        """Tell what a process had counted that was killed before its minute was over."""
        with self._store.begin_read() as tx:
            left = kept_counts.left_behind(tx, self._now())
        for one in left:
            about = {"problem": one.problem, "count": one.count, "since": one.since}
            with suppress(sa.exc.IntegrityError):  # another process was quicker
                self._commit([self._event(one.act, one.doer, about, one.id)])

    def record_change(self, act: str, name: str, digest: str) -> None:
        """Put on record that something of this service is another than when that was recorded last."""
        with self._store.begin() as tx:
            lease.advisory_lock(tx, LOCK)
            if tx.scalar(sa.select(configured.c.digest).where(configured.c.name == name)) == digest:
                return
            store.insert_many(tx, configured, [{"name": name, "digest": digest}], update="digest")
            self._sealer.append(tx, [self._event(act, Doer(), {"about": name, "digest": digest})])
        self.after_commit()

    def _event(self, act: str, doer: Doer, about: dict[str, Any], id_: str = "") -> Event:
        at, id_ = self._now(), id_ or ids.new_id()
        return Event(
            id_,
            self._sealer.source,
            acts.event_type(self._service, act),
            subject=id_,
            time=at,
            occurredon=clock.day_of(at),
            recordversion=1,
            place=1,
            unit=doer.unit or BUREAU,
            actor=doer.actor,
            evidencelevel="E0",
            data=_data(act, {"route": doer.route, "address": doer.address, **about}),
            correlationid=doer.request,
            traceparent=doer.traceparent,
            post=doer.post,
            onbehalfof=doer.on_behalf_of,
        )


def _data(act: str, about: dict[str, Any]) -> dict[str, Any]:
    """What an event says beside who did it: no member is empty, and of many records some are named."""
    data = {name: value for name, value in about.items() if value not in ("", None, ())}
    if "records" in data:
        data["records"] = list(data["records"][:MOST_RECORDS])
    return {"outcome": OUTCOMES.get(act, "done")} | data
