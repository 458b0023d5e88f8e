"""Jobs as they are kept: whose each is, its file, how far it is, what came of its rows; texts are encrypted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.errors import Refused, Unknown
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import moments, sealing
from services.gateway.accounts.sealed_parts import SealedParts
from services.gateway.accounts.tables import JOB_COUNTS, job_parts, jobs

COMING, WAITING, RUNNING = "coming", "waiting", "running"
DONE, CANCELLED, FAILED = "done", "cancelled", "failed"
STATES = (COMING, WAITING, RUNNING, DONE, CANCELLED, FAILED)
"""`COMING`: its file is not whole yet."""
ACTIVE = (WAITING, RUNNING)
DAYS = 7
"""For how many days a job and its file are kept after it ended; one that never ends is kept no longer than its file."""
ABOUT, FILE, ROWS = 0, 1, 2
"""The places of what is known of a job, of its file, and of what came of the rows of each part."""


class NoSuchJob(Unknown):
    """There is no such job of yours, or it is kept no longer."""

    slug, zh = "no-such-job", "没有此任务，或已不再保留"


class OrderedOtherwise(Refused):
    """Under this id something else was ordered before. Another order has an id of its own: open the form anew."""

    slug, zh = "ordered-otherwise", "该编号此前已用于另一申请；请重新打开页面（或换用新的编号）再申请"


@dataclass(frozen=True)
class JobOwner:
    """Whose a job is: an account, and the post in which it was begun."""

    account: str
    role: str
    unit: str | None
    behalf: str = ""


@dataclass(frozen=True)
class OwnedWork:
    """What goes on while nobody waits for it: whose it is, and how it stands."""

    id: str
    account: str
    role: str
    unit: str | None
    behalf: str
    state: str

    @property
    def owner(self) -> JobOwner:
        """Whose it is."""
        return JobOwner(self.account, self.role, self.unit, self.behalf)

    @property
    def active(self) -> bool:
        """Whether it goes on."""
        return self.state in ACTIVE


@dataclass(frozen=True)
class KeptJob(OwnedWork):
    """A job: whose it is, and how far it is.

    part    how many parts of its file are behind it
    tries   how often its next part was begun
    cancel  somebody asked that it stop
    rows    of its file; `done` of them are behind it, and the others say what came of these (`JOB_COUNTS`)
    """

    register: str
    bytes: int
    part: int
    tries: int
    cancel: bool
    rows: int
    done: int
    accepted: int
    repeated: int
    refused: int
    held: int
    made_at: str
    changed_at: str
    until: str

    @property
    def counts(self) -> dict[str, int]:
        """How many rows, and what came of them."""
        return {name: getattr(self, name) for name in JOB_COUNTS}


_NEWEST = KeyOrder(("made_at", "id"), newest=True)
_COLUMNS = [jobs.c[one.name] for one in fields(KeptJob)]


@dataclass(frozen=True)
class KeptJobs:
    """Keeps jobs; `key` is the home's, `days` for how long what came of one is kept."""

    store: Store
    key: bytes
    days: int = DAYS

    def keep(self, owner: JobOwner, register: str, about: Mapping[str, Any], chunks: Iterable[bytes]) -> KeptJob:
        """A new job with its file, which comes in chunks and is never held whole. Whoever is slow holds up nobody."""
        id_, now = ids.new_id(), moments.precise()
        none = dict.fromkeys(("bytes", "part", "tries", *JOB_COUNTS), 0)
        row = {**vars(owner), **none, "id": id_, "register": register, "state": COMING, "cancel": False}
        times = {"made_at": now, "changed_at": now, "until": moments.later(days=self.days)}
        with self.store.begin() as tx:
            store.insert_many(tx, jobs, [row | times])
            self._parts.write(tx, id_, ABOUT, [orjson.dumps(about)])
        job = self.get(id_)
        try:
            job = self._note(job, bytes=self._write_file(id_, chunks), state=WAITING)
        finally:
            if job.state == COMING:
                self._remove([id_])
        return job

    def _write_file(self, id_: str, chunks: Iterable[bytes]) -> int:
        size = 0
        for number, chunk in enumerate(chunks):
            with self.store.begin() as tx:
                self._parts.write(tx, id_, FILE, [chunk], number)
            size += len(chunk)
        return size

    def get(self, id_: str) -> KeptJob:
        """A job. Raises NoSuchJob."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(jobs.c.id == id_)).one_or_none()
        if row is None:
            raise NoSuchJob(id_)
        return KeptJob(*row)

    def of(self, account: str, window: ListWindow) -> RowPage[KeptJob]:
        """An account's jobs, the newest first, in a window of their order."""
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [sa.select(*_COLUMNS).where(jobs.c.account == account)], _NEWEST, window)
        return RowPage([KeptJob(*row) for row in page.rows], page.part)

    def everybody(self, window: ListWindow) -> RowPage[KeptJob]:
        """All accounts' jobs, the newest first, in a window of their order."""
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [sa.select(*_COLUMNS)], _NEWEST, window)
        return RowPage([KeptJob(*row) for row in page.rows], page.part)

    def tally(self) -> dict[str, int]:
        """How many jobs are in which state."""
        query = sa.select(jobs.c.state, sa.func.count()).group_by(jobs.c.state)
        with self.store.begin_read() as tx:
            counts = dict(tx.execute(query).tuples().all())
        return {state: counts.get(state, 0) for state in STATES}

    def next(self) -> KeptJob | None:
        """The job whose turn it is: of those that go on the one that waited longest."""
        active = sa.select(*_COLUMNS).where(jobs.c.state.in_(ACTIVE)).order_by(jobs.c.changed_at, jobs.c.id)
        return next(iter(self._select(active.limit(1))), None)

    def changed_since(self, moment: str) -> list[KeptJob]:
        """The jobs of which something changed at or after a moment."""
        return self._select(sa.select(*_COLUMNS).where(jobs.c.changed_at >= moment))

    def _select(self, query: sa.Select[Any]) -> list[KeptJob]:
        with self.store.begin_read() as tx:
            return [KeptJob(*row) for row in tx.execute(query)]

    def about(self, job: KeptJob) -> dict[str, Any]:
        """What is known of a job beside its columns. Raises Unknown where it cannot be read."""
        about: dict[str, Any] = orjson.loads(b"".join(self._parts.read(job.id, ABOUT)))
        return about

    def file(self, job: KeptJob) -> Iterator[bytes]:
        """Its file, piece by piece. Raises Unknown where it cannot be read."""
        return self._parts.read(job.id, FILE)

    def outcomes(self, job: KeptJob) -> Iterator[dict[str, Any]]:
        """What came of each part, in their order. Raises Unknown where it cannot be read."""
        return map(orjson.loads, self._parts.read(job.id, ROWS))

    def begin(self, job: KeptJob) -> KeptJob:
        """Note that a job's next part is begun."""
        return self._note(job, state=RUNNING, tries=job.tries + 1)

    def measure(self, job: KeptJob, rows: int) -> KeptJob:
        """Note how many rows a job's file has."""
        return job if job.rows == rows else self._note(job, rows=rows)

    def pause(self, job: KeptJob) -> KeptJob:
        """Note that a job's next part could not be begun now: an owner was away, which is no fault of the job."""
        return self._note(job, tries=0)

    def advance(self, job: KeptJob, counts: Mapping[str, int], outcome: Mapping[str, Any]) -> KeptJob:
        """Note what came of a job's next part; of two who do the same part one notes it."""
        sums = {name: getattr(job, name) + counts.get(name, 0) for name in JOB_COUNTS if name != "rows"}
        mine = sa.and_(jobs.c.id == job.id, jobs.c.part == job.part)
        values = {**sums, "part": job.part + 1, "tries": 0, "changed_at": moments.precise()}
        with self.store.begin() as tx:
            if tx.execute(jobs.update().where(mine).values(**values)).rowcount:
                self._parts.write(tx, job.id, ROWS, [orjson.dumps(outcome)], job.part)
        return self.get(job.id)

    def end(self, job: KeptJob, state: str, **about: Any) -> KeptJob:
        """Note that a job is over, and what is to be known of that."""
        known = {**self.about(job), **about}
        with self.store.begin() as tx:
            self._parts.remove(tx, [job.id], ABOUT)
            self._parts.write(tx, job.id, ABOUT, [orjson.dumps(known)])
            ended = {"state": state, "changed_at": moments.precise(), "until": moments.later(days=self.days)}
            tx.execute(jobs.update().where(jobs.c.id == job.id).values(**ended))
        return self.get(job.id)

    def cancel(self, job: KeptJob) -> KeptJob:
        """Ask that a job stop."""
        return self._note(job, cancel=True) if job.active else job

    def _note(self, job: KeptJob, **values: Any) -> KeptJob:
        with self.store.begin() as tx:
            tx.execute(jobs.update().where(jobs.c.id == job.id).values(changed_at=moments.precise(), **values))
        return self.get(job.id)

    def discard_old(self) -> None:
        """Let go of jobs that were kept for their time, with their files."""
        old = sa.select(jobs.c.id).where(jobs.c.until <= moments.now(), jobs.c.state.not_in(ACTIVE))
        with self.store.begin_read() as tx:
            gone = list(tx.scalars(old))
        if gone:
            self._remove(gone)

    def _remove(self, ids_: list[str]) -> None:
        with self.store.begin(durable=False) as tx:
            self._parts.remove(tx, ids_)
            tx.execute(jobs.delete().where(jobs.c.id.in_(ids_)))

    @property
    def _parts(self) -> SealedParts:
        return SealedParts(self.store, job_parts.c.job, sealing.cipher(self.key, b"jobs"))
