"""The pages of everybody's jobs, and of backups and their tests."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.errors import Problem
from services.gateway.accounts.operations.kept_backups import DEEDS
from services.gateway.api.admin import OPERATOR
from services.gateway.api.operations.all_jobs import AllJobs
from services.gateway.api.operations.backups import MOST_AGE, OLD_ARCHIVE, OLD_DRILL, Backups
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, problem_words, redirect

JOBS, BACKUPS = "/operations/jobs", "/operations/backups"
ON_PAGE = 50
LIMITS = {deed: age.days for deed, age in MOST_AGE.items()} | {"drill": OLD_DRILL.days, "archive": OLD_ARCHIVE.seconds}
"""What the page of backups says of limits: days, of the archive seconds."""


@dataclass
class UpkeepPages:
    """Shows what `/v1/operations/jobs` and `/v1/operations/backups` answer, and does what is done there."""

    all_jobs: AllJobs
    backups: Backups
    signing: bytes

    @page(JOBS, "page_all_jobs", OPERATOR, "全部任务网页 / Everybody's jobs, as a page", "cursor, lang", others=(422,))
    def jobs(self, request: ApiRequest) -> Response:
        """Everybody's jobs, the newest first."""
        page = self.all_jobs.page(request, ON_PAGE)
        rows = [(one, catalogue.REGISTERS.get(one.register)) for one in page.rows]
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        return html_response(render.page("operations_jobs", frame, rows=rows, turns=page.turns))

    @form(f"{JOBS}/{{id}}", "page_job_stopped", OPERATOR, "停止任务 / Stop somebody's job", others=(303, 404))
    def stop(self, request: ApiRequest) -> Response:
        """Stop a job after the part that is under way."""
        self.all_jobs.stop(request)
        return redirect(page_frame(request, self.signing).plain(JOBS))

    @page(BACKUPS, "page_backups", OPERATOR, "备份网页 / Backups, as a page")
    def list_backups(self, request: ApiRequest) -> Response:
        """The newest backups and tests, and the form by which one is noted."""
        return self._backups(request)

    @form(BACKUPS, "page_backup_noted", OPERATOR, "登记备份 / Note a backup from a form", others=(303, 422, 503))
    def note(self, request: ApiRequest) -> Response:
        """Note a backup, or a test."""
        said = {name: request.http.form.get(name, "").strip() for name in ("deed", "name", "fault")}
        try:
            self.backups.keep(request, dict(said))
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._backups(request, problem, said)
        return redirect(page_frame(request, self.signing).plain(BACKUPS))

    def _backups(
        self, request: ApiRequest, problem: Problem | None = None, said: dict[str, str] | None = None
    ) -> Response:
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        about = {
            "standing": self.backups.standing(),
            "notes": self.backups.kept.newest(),
            "deeds": DEEDS,
            "limits": LIMITS,
            "fault": problem_words(problem, frame.lang) if problem else "",
            "said": said or {"deed": DEEDS[0], "name": "", "fault": ""},
        }
        return html_response(render.page("operations_backups", frame, **about), problem.status if problem else 200)
