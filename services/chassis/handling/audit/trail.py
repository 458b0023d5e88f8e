"""Puts acts on record: each becomes an event of this service, sealed into its journal, and relayed like any other.

What nobody may do unrecorded is recorded before it is answered: it is written down, signed, with all that wait
(`acts_in_hand`), and gets its place in the journal within a second, with all of that second. What may come by the
thousand is counted, and written within a second without anybody waiting for it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import deque
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Protocol

import sqlalchemy as sa

from contracts.envelope import Event
from contracts.errors import Problem, Unavailable
from services.chassis.base import clock, log
from services.chassis.handling.audit import acts_in_hand, kept_counts
from services.chassis.handling.audit.act_events import ActEvents
from services.chassis.handling.audit.acts_in_hand import ActsInHand, Handful, LeftHandful
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.floods import Flood, FloodKey, Floods
from services.chassis.handling.audit.kept_counts import KeptCount
from services.chassis.handling.audit.signed_rows import CHANGED, Vouch
from services.chassis.handling.group_commit import GroupCommit
from services.chassis.messaging.retry import AWAY
from services.chassis.storage import lease, store
from services.chassis.storage.sealer import LOCK, Sealer
from services.chassis.storage.store import Store
from services.chassis.storage.tables import configured, journal

_log = log.get("audit")
SECOND = 1.0
MOST_WAITING = 5000
"""Events that wait for their place while the journal takes none; of further ones that were only noted it is counted how
many there were, and of what is to be shown nothing more is."""
AT_ONCE, TAKES_UP_EVERY = 500, 10
FAILURES = (Problem, sa.exc.SQLAlchemyError, OSError, *AWAY)
"""By which a database says that it does not take anything now."""


class NoRecord(Unavailable):
    """This cannot be put on record at the moment, so it is not done: ask the operator, and try again later."""

    slug, zh = "no-record", "目前无法留下审计记录，因此未予办理；请联系运维并稍后重试"


class ActRecorder(Protocol):
    """Puts acts on record."""

    def record(self, act: str, doer: Doer, **about: Any) -> None:
        """Put an act on record, durably, before anything is answered. Raises NoRecord."""

    def record_view(self, act: str, doer: Doer, state: str = "", **about: str) -> None:
        """Put on record that something was shown, before it is; the same again within a minute, in the same state, is
        counted. Raises NoRecord.
        """

    def record_done(self, act: str, doer: Doer, **about: Any) -> None:
        """Put on record what cannot be taken back: durably, or as soon as the journal takes it."""

    def note(self, act: str, doer: Doer, **about: Any) -> None:
        """Put an act on record within a second; what comes by the thousand is counted."""


class NoRecorder:
    """Records nothing: for parts that stand alone."""

    def record(self, act: str, doer: Doer, **about: Any) -> None:
        """Nothing."""

    def record_view(self, act: str, doer: Doer, state: str = "", **about: str) -> None:
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
        self._store, self._sealer, self._now = place, sealer, now
        self.after_commit = after_commit
        self.vouch: Vouch = sealer.has_signed
        self._events = ActEvents(sealer.source, service, now)
        # Apart: whoever reads thousands of records leaves as much room for what is denied as there was.
        self._floods, self._views, self._counts = Floods(), Floods(), True
        self._hand, self._waiting = ActsInHand(place, sealer), deque[Handful]()
        self._lock, self._turn, self._stopping = threading.Lock(), threading.Lock(), threading.Event()
        self._commit: GroupCommit[Event, None] = GroupCommit(self._take_in_hand, away=AWAY)

    def record(self, act: str, doer: Doer, **about: Any) -> None:
        """Put an act on record, durably, before anything is answered. Raises NoRecord."""
        try:
            self._commit(self._events.make(act, doer, about))
        except FAILURES as error:
            _log.error("act.not_recorded", act=act, error=type(error).__name__)
            raise NoRecord(self._events.service) from error

    def record_view(self, act: str, doer: Doer, state: str = "", **about: str) -> None:
        """Put on record that something was shown, before it is; the same again within a minute, in the same state, is
        counted. Raises NoRecord.
        """
        key = FloodKey(act, doer.habitual, tuple(about.items()), state)
        with self._lock:
            if self._writes_counts() and self._views.repeats(key):
                return
        self.record(act, doer, **about)
        with self._lock:
            self._views.begin(key, clock.ticks())

    def _writes_counts(self) -> bool:
        """Whether counts are written down each second; where they are not, a showing is tried, and refused."""
        writes = self._counts and not self._stopping.is_set()
        return writes and not self._store.damage.report() and self._store.refusal() is None

    def record_done(self, act: str, doer: Doer, **about: Any) -> None:
        """Put on record what cannot be taken back: durably, or as soon as the journal takes it."""
        event = self._events.make(act, doer, about)
        try:
            self._commit(event)
        except FAILURES as error:
            _log.error("act.waits", act=act, error=type(error).__name__)
            with self._lock:
                self._await(event)

    def note(self, act: str, doer: Doer, **about: Any) -> None:
        """Put an act on record within a second; what comes by the thousand is counted."""
        problem = about.get("problem", "")
        key = FloodKey(act, doer.habitual, (("problem", problem),) if problem else ())
        with self._lock:
            if self._floods.admit(key, clock.ticks()):
                self._await(self._events.make(act, doer, about))

    def _take_in_hand(self, events: list[Event]) -> list[None]:
        """Write acts down; they wait for their place in the journal. Raises Unavailable, and what the store raises."""
        if len(self._waiting) >= MOST_WAITING:
            raise Unavailable("journal")
        self._waiting.append(self._hand.keep(events, self._now()))
        return [None for _ in events]

    def _await(self, event: Event) -> None:
        """Let an event wait for the next second; where too many wait already it is counted only."""
        if len(self._waiting) >= MOST_WAITING:
            self._floods.count(FloodKey(event.type.split(".")[2], Doer()), clock.ticks(), event.data.get("count", 1))
        else:
            self._waiting.append(Handful((event,)))

    def run(self) -> None:
        """Write what waits, each second, until stopped."""
        seconds = 0
        while not self._stopping.wait(SECOND):
            if self.flush() and seconds % TAKES_UP_EVERY == 0:
                self._try_to_take_up()
            seconds += 1

    def _try_to_take_up(self) -> None:
        try:
            self.take_up()
        except FAILURES as error:
            _log.error("acts.not_taken_up", error=type(error).__name__)

    def stop(self) -> None:
        """Write all that waits or was counted."""
        self._stopping.set()
        with self._lock:
            self._tell([*self._floods.all(), *self._views.all()])
        if not self.flush() and (lost := sum(len(one.events) for one in self._waiting if not one.row)):
            _log.error("acts.lost", events=lost)

    def flush(self) -> bool:
        """Write what waits, and what was counted in minutes that are over; whether all of it is written."""
        with self._turn:  # whoever stops waits for what is being written
            self._count()
            while self._waiting:
                handfuls = self._next()
                try:
                    self._seal_all(handfuls)
                except FAILURES as error:
                    _log.error("acts.wait", acts=len(self._waiting) + len(handfuls), error=type(error).__name__)
                    self._waiting.extendleft(reversed(handfuls))
                    return False
        return True

    def _count(self) -> None:
        """Let what was counted in minutes that are over wait with the acts, and write down the other counts."""
        now = clock.ticks()
        with self._lock:
            if len(self._waiting) < MOST_WAITING:  # else they are counted on
                self._tell([*self._floods.over(now), *self._views.over(now)])
            grown = [(floods, floods.grown()) for floods in (self._floods, self._views)]
        self._counts = self._keep_counts([(flood, self._since(flood)) for _, many in grown for flood in many])
        if self._counts:
            with self._lock:
                for floods, many in grown:
                    floods.note_kept(many)

    def _tell(self, floods: Sequence[Flood]) -> None:
        self._waiting.extend(Handful((self._event_of(flood),)) for flood in floods)

    def _keep_counts(self, grown: list[tuple[Flood, str]]) -> bool:
        """Write down what was counted; whether that was possible."""
        try:
            kept_counts.keep(self._store, self._sealer, grown)
        except FAILURES as error:
            _log.error("counts.not_kept", error=type(error).__name__)
            return False
        return True

    def _next(self) -> list[Handful]:
        """As much of what waits as is sealed in one transaction."""
        handfuls, events = [self._waiting.popleft()], 0
        while self._waiting and (events := events + len(handfuls[-1].events)) < AT_ONCE:
            handfuls.append(self._waiting.popleft())
        return handfuls

    def _seal_all(self, handfuls: list[Handful]) -> None:
        """Give acts their place in the journal; of what another process took up, nothing is written twice."""
        events = list(chain.from_iterable(one.events for one in handfuls))
        rows = [one.row for one in handfuls if one.row]
        try:
            self._seal(events, rows)
        except sa.exc.IntegrityError:
            self._seal(events, rows, some=True)

    def _seal(self, events: Sequence[Event], rows: Sequence[str], *, some: bool = False) -> None:
        """`some`: without those that have their places already. What clashes otherwise goes on waiting."""
        with self._store.begin() as tx:
            self._sealer.append(tx, self._without_places(tx, events) if some else events)
            kept_counts.drop(tx, [event.id for event in events if "count" in event.data])
            acts_in_hand.drop(tx, rows)
        self.after_commit()

    @staticmethod
    def _without_places(tx: sa.Connection, events: Sequence[Event]) -> list[Event]:
        lease.advisory_lock(tx, LOCK)  # nobody gives places to more of them meanwhile
        there = store.present(tx, journal.c.id, [event.id for event in events])
        return [event for event in events if event.id not in there]

    def _event_of(self, flood: Flood) -> Event:
        """One event for all that was counted."""
        about = {**dict(flood.key.about), "count": flood.count, "since": self._since(flood)}
        return self._events.make(flood.key.act, flood.key.doer, about, flood.id)

    def _since(self, flood: Flood) -> str:
        return (self._now() - dt.timedelta(seconds=clock.ticks() - flood.since)).isoformat()

    def take_up(self) -> None:
        """Tell what a process had counted, and seal what it had in hand, that was killed before it could."""
        with self._store.begin_read() as tx:
            counts = kept_counts.left_behind(tx, self._sealer.source, self.vouch, self._now())
            left = acts_in_hand.left_behind(tx, self._sealer.source, self.vouch, self._now())
        for count in counts:
            self._seal_all([self._told(count)])
        for one in left:
            self._seal_all(self._with_notice(one))

    def _told(self, count: KeptCount) -> Handful:
        """The event of what was counted; what we did not sign is none of ours, and stays for who looks into it."""
        if count.digest:
            return self._notice(count.id, CHANGED, count.digest, count.notice)
        about = {**count.about, "count": count.count, "since": count.since}
        return Handful((self._events.make(count.act, count.doer, about, count.id),))

    def _with_notice(self, left: LeftHandful) -> list[Handful]:
        """What was left, after an event that tells what is wrong with it. What we did not sign is none of ours, and
        stays for who looks into it.
        """
        if not left.fault:
            return [left.acts]
        notice = self._notice(left.acts.row, left.fault, left.digest, left.notice)
        return [notice] if left.fault == CHANGED else [notice, left.acts]

    def _notice(self, row: str, fault: str, digest: str, id_: str) -> Handful:
        """The event that tells what is wrong with a row."""
        _log.error("acts.altered", row=row, fault=fault)
        about = {"about": row, "problem": fault, "digest": digest}
        return Handful((self._events.make("acts_altered", Doer(), about, id_),))

    def record_change(self, act: str, name: str, digest: str) -> None:
        """Put on record that something of this service is another than when that was recorded last."""
        with self._store.begin() as tx:
            lease.advisory_lock(tx, LOCK)
            if tx.scalar(sa.select(configured.c.digest).where(configured.c.name == name)) == digest:
                return
            store.insert_many(tx, configured, [{"name": name, "digest": digest}], update="digest")
            self._sealer.append(tx, [self._events.make(act, Doer(), {"about": name, "digest": digest})])
        self.after_commit()
