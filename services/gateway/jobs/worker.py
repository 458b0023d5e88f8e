"""Goes on with jobs, a part of each in turn, and notes after every part how far it is: after a kill it goes on there.

A part that was sent but not noted is sent again. Its commands have the ids that they had, so that their owner carries
nothing out twice. Of several gateways over one database one goes on with jobs, by a lease.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request

from contracts.errors import Problem, Unavailable
from services.chassis.base import clock, ids, log
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import ActRecorder, NoRecorder
from services.chassis.storage.lease import Lease
from services.gateway.accounts.jobs.kept_jobs import CANCELLED, DONE, FAILED, KeptJob, KeptJobs
from services.gateway.acts.request_acts import RequestActs
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.errors import InternalError
from services.gateway.http.request import ACTS, ApiRequest, bearer_known
from services.gateway.jobs.desk import JobDesk
from services.gateway.jobs.rights import JobRights
from services.gateway.jobs.terms import JobTerms
from services.gateway.spreadsheets.faults import EmptySheet, ImportRefused
from services.gateway.spreadsheets.grid import MOST_ROWS
from services.gateway.spreadsheets.idempotency import EqualRows
from services.gateway.spreadsheets.importer import FilePart, SheetImporter
from services.gateway.spreadsheets.long import opening
from services.gateway.spreadsheets.long.long_book import BookPart, LongBook
from services.gateway.spreadsheets.tables import matching

IDLE, AWAY = 0.5, 2.0
"""Seconds between two looks for a job, and after a look at which an owner or a database was away."""
MOST_TRIES = 5
"""How often a part is begun that never comes to an end: it may be what ends the gateway."""
MOST_OPEN = 4
ROUTE = "JOB import"
"""What nobody asks at the moment, but went on by itself."""
NO_ROWS = {"rows": 0, "accepted": 0, "repeated": 0, "refused": 0}
NOTHING: dict[str, Any] = {**NO_ROWS, "errors": [], "records": [], "last_event": None, "import": None}
_log = log.get("jobs")


@dataclass
class OpenJob:
    """A job's file while it is gone on with: what is left of it, and what its rows count on."""

    file: LongBook
    parts: Iterator[BookPart]
    rows: int
    import_id: str = ""
    equal: EqualRows = field(default_factory=EqualRows)

    @property
    def whole(self) -> bool:
        """Whether it is taken whole or not at all; what its events bear is known when its rows were read."""
        return not self.import_id


@dataclass
class JobWorker:
    """Goes on with jobs."""

    desk: JobDesk
    importer: SheetImporter
    rights: JobRights
    trail: ActRecorder = field(default_factory=NoRecorder)
    _open: dict[str, OpenJob] = field(default_factory=dict)

    @property
    def jobs(self) -> KeptJobs:
        """Where they are kept."""
        return self.desk.jobs

    def run(self) -> None:
        """Go on with jobs, for ever."""
        lease = Lease(self.importer.read_model.store, "jobs", ids.new_id())
        lease.take_turns(lambda: 0 if self.step() else IDLE, IDLE, AWAY)

    def step(self) -> bool:
        """Go on with the job whose turn it is by one part; whether there was one."""
        if (job := self.jobs.next()) is None:
            return False
        try:
            self._go_on(job)
        except Unavailable:
            self._wait(job)
        except Problem as problem:
            if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self._wait(job)  # an owner's own trouble, or a full disk: neither is the file's
            else:
                self._end(job, FAILED, problem=problem.to_dict())
        return True

    def _wait(self, job: KeptJob) -> None:
        """The part is tried again, when others have had their turn."""
        _log.warning("job.waits", job=job.id)
        self.jobs.pause(job)
        self._close(job)
        clock.pause(AWAY)

    def _go_on(self, job: KeptJob) -> None:
        if job.cancel and not _is_complete(job):
            self._end(job, CANCELLED)
        elif job.tries >= MOST_TRIES:
            self._end(job, FAILED, problem=InternalError().to_dict())
        else:
            self._take_part(job)

    def _take_part(self, job: KeptJob) -> None:
        bearer, about = self.rights.bearer(job.owner), self.jobs.about(job)
        job, terms = self.jobs.begin(job), JobTerms.from_dict(about)
        opened = self._opened(job, terms, about)
        job = self.jobs.measure(job, opened.rows)
        part = next(opened.parts, None)
        if part is None:
            self._end(job, DONE)
            return
        sheets = part.sheet if terms.sheets and not opened.whole else None
        file_part = FilePart(terms.to_upload(part.book, about, sheets), opened.import_id, opened.equal)
        outcome = self._import(bearer, job, file_part, terms)
        counts = {name: outcome[name] for name in ("accepted", "repeated", "refused", "held")}
        equal = [dict(one) for one in opened.equal.here]
        known = {name: outcome[name] for name in ("errors", "records", "last_event", "import")}
        self.jobs.advance(job, {**counts, "done": part.rows}, {**known, "equal": equal})
        opened.equal.settle([equal])

    def _import(self, bearer: Bearer, job: KeptJob, part: FilePart, terms: JobTerms) -> dict[str, Any]:
        """What came of a part; where it was refused, its other rows are held back with those that are wrong."""
        doer = Doer(**bearer_known(bearer), route=ROUTE, request=job.id)
        request = ApiRequest(Request({ACTS: RequestActs(self.trail, doer, "POST")}), bearer, {}, {})
        register = self.desk.register(job)
        try:
            outcome = self.importer.import_part(request, register, part, partial=terms.partial, dry=terms.dry_run)
        except EmptySheet:  # nothing in it but notes
            return {**NOTHING, "held": 0}
        except ImportRefused as refused:
            told = refused.to_dict()
            return {**NOTHING, **told, "accepted": 0, "held": told["rows"] - told["refused"]}
        return {**outcome, "held": 0}

    def _opened(self, job: KeptJob, terms: JobTerms, about: dict[str, Any]) -> OpenJob:
        """A job's file where it is to be gone on with. Raises NotASheet, TooLarge, ImportRefused."""
        if job.id not in self._open:
            while len(self._open) >= MOST_OPEN:
                self._forget(next(iter(self._open)))
            self._open[job.id] = self._take_up(job, terms, about)
        return self._open[job.id]

    def _take_up(self, job: KeptJob, terms: JobTerms, about: dict[str, Any]) -> OpenJob:
        """A job's file, unpacked anew. What keeps it from being read at all is said before anything is imported."""
        digest = hashlib.blake2b(f"{terms.columns}\n{terms.steps}".encode(), digest_size=16)
        file = opening.open_file(_hashed(self.jobs.file(job), digest), self.desk.bounds.rows)
        with ExitStack() as unless_taken:
            unless_taken.callback(file.lines.close)
            opened = self._laid_open(job, terms, about, (file, digest))
            unless_taken.pop_all()
        return opened

    def _laid_open(
        self, job: KeptJob, terms: JobTerms, about: dict[str, Any], unpacked: tuple[LongBook, Any]
    ) -> OpenJob:
        """A file that was unpacked, from the part on that comes next."""
        file, digest = unpacked
        matched = matching.match(self.desk.register(job), terms.to_upload(file.beginning(), about))
        heads = {table.page: table.head.number for table in matched.tables.tables}
        if (rows := file.rows_below(heads)) <= MOST_ROWS:
            parts = [] if job.part else [BookPart(file.whole(), rows, "")]
            return OpenJob(file, iter(parts), rows)
        if matched.faults:
            raise ImportRefused(matched.faults, **NO_ROWS, book=matched.report({}))
        import_id = ids.derive_id(f"\nimport {job.register} {job.account} {digest.hexdigest()}")
        opened = OpenJob(file, file.parts(heads, job.part), rows, import_id)
        opened.equal.settle(one["equal"] for one in self.jobs.outcomes(job))
        return opened

    def close(self) -> None:
        """Let go of the files that are open; jobs are gone on with from what is kept of them."""
        for id_ in list(self._open):
            self._forget(id_)

    def _end(self, job: KeptJob, state: str, **about: Any) -> None:
        known: dict[str, Any] = {"last_event": None, "import": None}
        for one in self.jobs.outcomes(job):
            known = {name: one[name] or before for name, before in known.items()}
        self.jobs.end(job, state, **known, **about)
        self._close(job)
        _log.info("job.ended", job=job.id, state=state, rows=job.rows, done=job.done)

    def _close(self, job: KeptJob) -> None:
        if job.id in self._open:
            self._forget(job.id)

    def _forget(self, id_: str) -> None:
        self._open.pop(id_).file.lines.close()


def _is_complete(job: KeptJob) -> bool:
    """Whether every row was taken before it was to be stopped: then there was nothing to stop."""
    return 0 < job.rows <= job.done


def _hashed(chunks: Iterator[bytes], digest: Any) -> Iterator[bytes]:
    """The same chunks, of which a digest takes note."""
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
