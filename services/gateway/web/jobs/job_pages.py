"""The pages of somebody's own jobs: which there are, how far one is, and the word that stops it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.roles import WRITERS
from services.gateway.http.request import ApiRequest
from services.gateway.jobs.desk import JobDesk
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.jobs import job_progress
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, redirect

MOST_FAULTS, ON_PAGE = 200, 50


@dataclass
class JobPages:
    """Shows what `/v1/jobs` answers."""

    desk: JobDesk
    signing: bytes

    @page("/jobs", "page_jobs", WRITERS, "我的任务网页 / One's own jobs, as a page", "cursor, lang")
    def jobs(self, request: ApiRequest) -> Response:
        """One's own jobs, the newest first."""
        page = self.desk.page(request, ON_PAGE)
        items = [(self.desk.describe(one), self.desk.register(one)) for one in page.jobs]
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        return html_response(render.page("jobs", frame, jobs=items, turns=page.turns))

    @page("/jobs/{id}", "page_job", WRITERS, "任务网页 / A job, as a page")
    def job(self, request: ApiRequest) -> Response:
        """How far a job is, while it goes on; what came of it."""
        kept, frame = (
            self.desk.get(request.bearer, request.path["id"]),
            page_frame(request, self.signing, LANGUAGE_ONLY),
        )
        begin = self._page(request)
        if not kept.active:
            return html_response(begin)
        response = html_response("")
        response.response = job_progress.stream(
            lambda: self.desk.describe(self.desk.get(request.bearer, kept.id)),
            begin,
            lambda _job: self._page(request),
            lambda one: frame.say(f"job {one['state']}", rows=one["rows"], done=one["done"]),
        )
        response.headers.remove("Content-Length")
        return response

    @form("/jobs/{id}", "page_job_cancelled", WRITERS, "取消任务 / Cancel a job from a form", others=(303,))
    def cancel(self, request: ApiRequest) -> Response:
        """Stop a job after the part that is under way."""
        job = self.desk.cancel(request.bearer, request.path["id"])
        return redirect(page_frame(request, self.signing).plain(f"/jobs/{job.id}"))

    def _page(self, request: ApiRequest) -> str:
        kept = self.desk.get(request.bearer, request.path["id"])
        about: dict[str, Any] = {"job": self.desk.describe(kept), "register": self.desk.register(kept)}
        errors = [] if kept.active else self.desk.faults(kept, MOST_FAULTS)
        refused = (about["job"]["problem"] or {}).get("errors", [])
        about["errors"] = [*errors, *(one for one in refused if "row" in one)][:MOST_FAULTS]
        return render.page("job", page_frame(request, self.signing, LANGUAGE_ONLY), active=kept.active, **about)
