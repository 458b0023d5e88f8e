"""Jobs as their owners know them: begun with a file, looked at, stopped; by pages and interface alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exc

from contracts import catalogue
from contracts.errors import Unknown
from contracts.register import Register
from services.chassis.base import clock
from services.chassis.base.settings import JobBounds
from services.chassis.storage.damage import StorageDamaged
from services.gateway.accounts.jobs.kept_jobs import JobOwner, KeptJob, KeptJobs, NoSuchJob
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.jobs.terms import CHOICE, JobTerms
from services.gateway.spreadsheets.choosing import desk as sheet_desk
from services.gateway.spreadsheets.choosing.choice import NOTHING_CHOSEN, HeadingChoice
from services.gateway.spreadsheets.choosing.desk import OpenSheet, SheetDesk

PATH = "/v1/jobs"


@dataclass(frozen=True)
class JobPage:
    """Some jobs, and the pages on both sides."""

    jobs: Sequence[KeptJob]
    turns: Turns


@dataclass(frozen=True)
class JobDesk:
    """Begins jobs and tells of them."""

    jobs: KeptJobs
    bounds: JobBounds = field(default_factory=JobBounds)

    def begin(
        self,
        bearer: Bearer,
        register: Register,
        terms: JobTerms,
        chunks: Iterable[bytes],
        choice: HeadingChoice = NOTHING_CHOSEN,
    ) -> KeptJob:
        """A new job; its file comes in chunks. Raises Forbidden for who may take none of the register's steps."""
        sheet_desk.admit(register, bearer)
        owner = JobOwner(bearer.id, bearer.role, bearer.unit, bearer.on_behalf_of)
        return self.jobs.keep(owner, register.name, {**terms.to_dict(), CHOICE: choice.to_dict()}, chunks)

    def begin_with(
        self, bearer: Bearer, sheets: SheetDesk, sheet: OpenSheet, *, partial: bool, dry_run: bool
    ) -> KeptJob:
        """A new job with a copy of a file that is kept, taken as was chosen for it. Raises Forbidden."""
        chosen = sheet.terms
        terms = JobTerms(sheet.name, "", chosen.steps, chosen.sheets, chosen.hidden, partial, dry_run)
        job = self.begin(bearer, sheet.register, terms, sheets.sheets.chunks(sheet.kept), chosen.choice)
        if not dry_run:
            sheets.sheets.settle(sheet.kept)
        return job

    def page(self, request: ApiRequest, most: int) -> JobPage:
        """The page of somebody's own jobs that they ask for, the newest first. Raises BadCursor."""
        asked = AskedWindow(request, CURSOR, ("jobs", request.bearer.id))
        page = self.jobs.of(request.bearer.id, asked.window(most, 2))
        return JobPage(page.rows, asked.turns(page.part))

    def get(self, bearer: Bearer, id_: str) -> KeptJob:
        """One of somebody's jobs. Raises NoSuchJob, of another's as of none."""
        job = self.jobs.get(id_)
        if job.account != bearer.id:
            raise NoSuchJob(id_)
        return job

    def cancel(self, bearer: Bearer, id_: str) -> KeptJob:
        """Ask that a job stop after the part that is under way. Raises NoSuchJob."""
        return self.jobs.cancel(self.get(bearer, id_))

    def watch(self) -> None:
        """Let go, now and then, of jobs that were kept for their time."""
        while True:
            clock.pause(sheet_desk.LOOK)
            with suppress(exc.DBAPIError, StorageDamaged):  # what cannot be written now is tried again
                self.jobs.discard_old()

    def describe(self, job: KeptJob) -> dict[str, Any]:
        """A job as clients see it."""
        try:
            about = self.jobs.about(job)
        except Unknown:  # the home has another key since
            about = JobTerms().to_dict()
        terms = JobTerms.from_dict(about)
        return {
            "id": job.id,
            "register": job.register,
            "name": terms.name,
            "state": job.state,
            "cancel": job.cancel,
            "partial": terms.partial,
            "dry_run": terms.dry_run,
            **job.counts,
            "import": about.get("import"),
            "last_event": about.get("last_event"),
            "problem": about.get("problem"),
            "made_at": job.made_at,
            "changed_at": job.changed_at,
            "until": job.until,
        }

    def faults(self, job: KeptJob, most: int) -> list[dict[str, Any]]:
        """The first mistakes in a job's file, row by row."""
        errors = list[dict[str, Any]]()
        for outcome in self.jobs.outcomes(job):
            errors += outcome["errors"][: most - len(errors)]
            if len(errors) >= most:
                break
        return errors

    def register(self, job: KeptJob) -> Register:
        """The register of a job's file."""
        return catalogue.REGISTERS[job.register]
