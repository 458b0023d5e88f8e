"""Everybody's jobs as operators see them: how far each is, and nothing of what its file says."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, POST
from contracts.wire import JsonObject
from services.gateway.accounts.jobs.kept_jobs import KeptJob, KeptJobs
from services.gateway.api.admin import BASE, GROUP, OPERATOR
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route

PATH = f"{BASE}/jobs"


@dataclass(frozen=True)
class JobTurns:
    """Some jobs, the newest first, and the pages beside."""

    rows: tuple[KeptJob, ...]
    turns: Turns


@dataclass
class AllJobs:
    """Tells of all jobs, and stops one."""

    jobs: KeptJobs

    @Route(
        GET,
        PATH,
        "all_jobs",
        OPERATOR,
        "全部任务 / Everybody's jobs",
        "AllJobs",
        "cursor, limit",
        others=(422,),
        headers=("Link",),
        group=GROUP,
    )
    def all(self, request: ApiRequest) -> Response:
        """Everybody's jobs, the newest first. Raises BadCursor."""
        page = self.page(request, paging.rows_asked(request))
        items = [job_item(one) for one in page.rows]
        return responses.answer({"items": items, **vars(page.turns)}, **page.turns.links(request))

    def page(self, request: ApiRequest, most: int) -> JobTurns:
        """A page of everybody's jobs. Raises BadCursor."""
        asked = AskedWindow(request, CURSOR, ("all jobs",))
        page = self.jobs.everybody(asked.window(most, 2))
        return JobTurns(tuple(page.rows), asked.turns(page.part))

    @Route(
        POST,
        f"{PATH}/{{id}}/cancel",
        "cancel_any_job",
        OPERATOR,
        "停止任务 / Stop somebody's job",
        "AnyJob",
        others=(404,),
        group=GROUP,
    )
    def cancel(self, request: ApiRequest) -> Response:
        """Stop a job after the part that is under way: what was imported stays. One that has ended is let be."""
        return responses.answer(job_item(self.stop(request)))

    def stop(self, request: ApiRequest) -> KeptJob:
        """The job, asked to stop. Raises NoSuchJob."""
        return self.jobs.cancel(self.jobs.get(request.path["id"]))


def job_item(job: KeptJob) -> JsonObject:
    """A job as operators see it: neither the name of its file nor what came of its rows."""
    about = {name: getattr(job, name) for name in ("id", "register", "account", "role", "unit", "state", "cancel")}
    times = {name: getattr(job, name) for name in ("made_at", "changed_at", "until")}
    return about | job.counts | {"bytes": job.bytes, "tries": job.tries} | times
