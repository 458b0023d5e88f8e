"""The papers of a penalty case, printed or to be written on, and its whole file."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.cases.penalties import register
from contracts.documents import endpoints
from contracts.documents.endpoints import GET, ZIP
from contracts.errors import Unknown
from services.chassis.base import real_threads
from services.gateway import callers
from services.gateway.casefile import html, papers, word, zips
from services.gateway.casefile.archive import Archive
from services.gateway.casefile.case import CaseFile
from services.gateway.evidence import Evidence
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights

HTML, DOCX = "html", "docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BASE, GROUP = f"/v1/{register.service}/{register.slug}/{{id}}", "files"
CASE_READERS = register.reader_roles
"""Who works on penalty cases, supervises them or looks into them."""


@dataclass
class CaseFiles:
    """Writes what the owner of cases answers; who may not read personal data reads masks in their stead."""

    owners: OwnerClient
    read_model: ReadModel
    evidence: Evidence

    @Route(
        GET,
        f"{BASE}/papers/{{paper}}.{{form}}",
        "case_paper",
        CASE_READERS,
        "案件文书 / A paper of a penalty case",
        f"{endpoints.HTML}, {endpoints.DOCX}",
        others=(404, 503),
        group=GROUP,
    )
    def paper(self, request: ApiRequest) -> Response:
        """A paper as a page to print, or as a document. Raises Unknown."""
        form = request.path["form"]
        if form not in (HTML, DOCX):
            raise Unknown(form)
        case = self._case(request)
        paper = papers.paper(case, request.path["paper"])
        if form == HTML:
            headers = {"Content-Security-Policy": html.policy()}
            return _private(Response(html.paper(paper), content_type="text/html; charset=utf-8", headers=headers))
        self._note_export(request, f"{paper.name}.{DOCX}")
        return _as_attachment(
            Response(real_threads.run(word.paper, paper), content_type=WORD), f"{case.name}-{paper.name}.docx"
        )

    @Route(
        GET,
        f"{BASE}/file.zip",
        "case_file",
        CASE_READERS,
        "案卷导出 / The whole file of a penalty case",
        ZIP,
        others=(404, 503),
        group=GROUP,
    )
    def file(self, request: ApiRequest) -> Response:
        """Every paper, every piece of evidence, the timeline and the hashes, as a zip archive."""
        case = self._case(request)
        rights = ReadingRights(request.bearer, self.read_model)
        archive = Archive(case, self.evidence, clear=rights.papers(register, case.data.case.unit))
        self._note_export(request, "zip")
        body = zips.stream_zip(archive.members())
        return _as_attachment(Response(body, content_type="application/zip"), f"{case.name}.zip")

    def _note_export(self, request: ApiRequest, about: str) -> None:
        """Put on record that something of a case leaves as a file. Raises NoRecord."""
        request.acts.record("exported", record=f"{register.name}/{request.path['id']}", about=about)

    def _case(self, request: ApiRequest) -> CaseFile:
        """The case as its owner answers who asks. Raises OwnerProblem, Unavailable, Forbidden."""
        permissions.admit_reading(register, request.bearer)
        caller = callers.caller_of(request, self.read_model)
        return CaseFile(self.owners.case_file(request.path["id"], caller))


def _as_attachment(response: Response, name: str) -> Response:
    """An answer to be kept as a file."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _private(response)


def _private(response: Response) -> Response:
    """An answer that names people: no cache keeps it."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
