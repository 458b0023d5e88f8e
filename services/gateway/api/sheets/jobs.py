"""Imports as jobs: taken in at once under an address of their own, looked at, stopped, and told of row by row."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents import endpoints
from contracts.documents.endpoints import FORM, GET, JOBS, POST, REGISTER
from contracts.roles import WRITERS
from services.gateway.accounts.jobs.kept_jobs import KeptJob
from services.gateway.display import paging
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.jobs import report
from services.gateway.jobs.desk import PATH, JobDesk
from services.gateway.jobs.terms import JobTerms
from services.gateway.register_path import register_at
from services.gateway.spreadsheets import mapping, upload
from services.gateway.spreadsheets.choosing.desk import SheetDesk
from services.gateway.spreadsheets.exporting import download
from services.gateway.spreadsheets.faults import MOST_FAULTS
from services.gateway.spreadsheets.long import opening
from services.gateway.spreadsheets.tables import choice

NAME = "name"
TERMS = f"{NAME}, partial, dry_run, {mapping.FIELD}, {upload.STEPS}, {choice.SHEETS}, {choice.HIDDEN}"


@dataclass
class JobRoutes:
    """Takes in jobs and tells of them."""

    desk: JobDesk
    sheets: SheetDesk

    @Route(
        POST,
        f"{REGISTER}/import/job",
        "import_job",
        WRITERS,
        "导入任务 / Import as a job",
        "Job",
        TERMS,
        takes=(endpoints.XLSX, endpoints.CSV, FORM),
        status=202,
        others=(413, 422, 503),
        headers=("Location",),
    )
    def begin(self, request: ApiRequest) -> Response:
        """Take in a sheet of any length and answer at once; what comes of it stands at its own address.

        Up to 5,000 rows are imported whole or not at all; a longer file in parts of 200 rows, each whole, unless
        `partial`. It goes on after a restart, with the rights that its account has then.
        """
        register = register_at(request)
        chunks, beside = upload.read_chunks(request, self.desk.bounds.bytes)
        texts = (mapping.FIELD, upload.STEPS, choice.SHEETS, choice.HIDDEN)
        said = {name: request.query.get(name) or beside.get(name, "") for name in texts}
        terms = JobTerms(
            request.query.get(NAME, "")[-upload.LONGEST_NAME :],
            **said,
            partial=request.flag("partial"),
            dry_run=request.flag("dry_run"),
        )
        return self._accepted(self.desk.begin(request.bearer, register, terms, chunks))

    @Route(
        POST,
        "/v1/sheets/{id}/job",
        "sheet_job",
        WRITERS,
        "导入已上传的表格（任务） / Import a spreadsheet that was sent, as a job",
        "Job",
        "partial, dry_run",
        status=202,
        others=(404, 422, 503),
        headers=("Location",),
        group="sheets",
    )
    def begin_with_sheet(self, request: ApiRequest) -> Response:
        """Import a file that is kept, by what was chosen for it; the job has a copy of its own."""
        sheet = self.sheets.open(request.bearer, request.path["id"])
        flags = {name: request.flag(name) for name in ("partial", "dry_run")}
        return self._accepted(self.desk.begin_with(request.bearer, self.sheets, sheet, **flags))

    @Route(
        GET,
        PATH,
        "jobs",
        WRITERS,
        "我的任务 / One's own jobs",
        "Jobs",
        "cursor, limit",
        others=(422,),
        headers=("Link",),
        group=JOBS,
    )
    def jobs(self, request: ApiRequest) -> Response:
        """One's own jobs, the newest first; each is kept for a week after it ended."""
        page = self.desk.page(request, paging.rows_asked(request))
        items = [self.desk.describe(one) for one in page.jobs]
        return responses.answer({"items": items, **vars(page.turns)}, **page.turns.links(request))

    @Route(GET, f"{PATH}/{{id}}", "job", WRITERS, "任务 / A job", "Job", others=(404,), group=JOBS)
    def job(self, request: ApiRequest) -> Response:
        """How far a job is and what came of its rows so far, with the first thousand mistakes."""
        return responses.answer(self._description(self._job(request)))

    @Route(
        POST,
        f"{PATH}/{{id}}/cancel",
        "cancel_job",
        WRITERS,
        "取消任务 / Cancel a job",
        "Job",
        others=(404,),
        group=JOBS,
    )
    def cancel(self, request: ApiRequest) -> Response:
        """Stop a job after the part that is under way: what was imported stays. One that has ended is let be."""
        return responses.answer(self._description(self.desk.cancel(request.bearer, request.path["id"])))

    @Route(
        GET,
        f"{PATH}/{{id}}/rows",
        "job_rows",
        WRITERS,
        "任务逐行结果 / What came of each row",
        endpoints.CSV,
        others=(404,),
        group=JOBS,
    )
    def rows(self, request: ApiRequest) -> Response:
        """What came of each row of a job's file so far, as a csv."""
        return download(report.row_by_row(self.desk.jobs.outcomes(self._job(request))), "rows.csv")

    @Route(
        GET,
        f"{PATH}/{{id}}/marked",
        "job_marked",
        WRITERS,
        "标出错误的任务表格 / A job's file with its mistakes marked",
        endpoints.XLSX,
        others=(404, 413, 422, 503),
        group=JOBS,
    )
    def mark(self, request: ApiRequest) -> Response:
        """A workbook of what was read, wrong cells coloured, a last column that says why: mend it and send it again."""
        job = self._job(request)
        file = opening.open_file(self.desk.jobs.file(job), self.desk.bounds.rows)
        with closing(file.lines):
            marked = report.marked_copy(file, self.desk.jobs.outcomes(job))
        return download(marked, "marked.xlsx")

    def _job(self, request: ApiRequest) -> KeptJob:
        return self.desk.get(request.bearer, request.path["id"])

    def _description(self, job: KeptJob) -> dict[str, Any]:
        return {**self.desk.describe(job), "errors": self.desk.faults(job, MOST_FAULTS)}

    def _accepted(self, job: KeptJob) -> Response:
        return responses.answer(self._description(job), 202, Location=f"{PATH}/{job.id}")
