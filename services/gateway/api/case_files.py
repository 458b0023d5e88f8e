"""The papers of a penalty case, printed or to be written on, and its whole file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from werkzeug.wrappers import Response

from contracts.cases.penalties import register
from contracts.cases.penalties.papers import PAPERS
from contracts.documents import endpoints
from contracts.documents.endpoints import GET, ZIP
from contracts.errors import Unknown
from services.gateway.api.casefiles.asked_case import asked_case, asked_place
from services.gateway.api.casefiles.paper_answers import FORMS, HTML, paper_answer
from services.gateway.casefile import zips
from services.gateway.casefile.archive import Archive
from services.gateway.casefile.binding.bound_file import BoundFile
from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.case_evidence import CaseEvidence
from services.gateway.casefile.papers import papers_of
from services.gateway.casefile.template_library import default
from services.gateway.evidence import Evidence
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import as_attachment
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights

BASE, GROUP = f"/v1/{register.service}/{register.slug}/{{id}}", "files"
CHUNK = 256 * 1024
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
        f"{endpoints.HTML}, {endpoints.DOCX}, {endpoints.PDF}",
        "place",
        others=(404, 503),
        group=GROUP,
    )
    def paper(self, request: ApiRequest) -> Response:
        """A paper as a page to print, as a document to go on writing in, or as PDF.

        `place` says which of several, by the step that issued it. Raises Unknown, Invalid, NoPdf.
        """
        form = request.path["form"]
        if form not in FORMS:
            raise Unknown(form)
        case = self._case(request)
        paper = papers_of(case, self.evidence).document(request.path["paper"], asked_place(request))
        answer = paper_answer(paper, form, f"{case.name}-{paper.name}")
        if form != HTML:
            self._note_export(request, f"{paper.name}.{form}")
        return answer

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
        evidence = self._evidence(request)
        self._note_export(request, "zip")
        body = zips.stream_zip(Archive(papers_of(evidence.case, self.evidence), evidence).members())
        return as_attachment(Response(body, content_type=ZIP), f"{evidence.case.name}.zip")

    @Route(
        GET,
        f"{BASE}/file.pdf",
        "case_bound_file",
        CASE_READERS,
        "整卷 PDF / The whole file of a penalty case, bound",
        endpoints.PDF,
        others=(404, 503),
        group=GROUP,
    )
    def whole(self, request: ApiRequest) -> Response:
        """Cover, index with page ranges, papers and evidence, every page numbered. Raises NoPdf, NotBound."""
        evidence = self._evidence(request)
        body = BoundFile(papers_of(evidence.case, self.evidence), evidence).bind()
        self._note_export(request, "file.pdf")
        size = body.seek(0, io.SEEK_END)
        body.seek(0)
        answer = Response(_read(body), content_type=endpoints.PDF)
        answer.content_length = size
        return as_attachment(answer, f"{evidence.case.name}.pdf")

    @Route(
        GET,
        "/v1/paper-templates/{paper}.docx",
        "default_paper_template",
        CASE_READERS,
        "默认文书模板 / The default template of a paper",
        endpoints.DOCX,
        others=(404,),
        group=GROUP,
    )
    def default_template(self, request: ApiRequest) -> Response:
        """The template that comes with the suite, to be made into one of the bureau's own. Raises Unknown."""
        paper = request.path["paper"]
        if paper not in PAPERS:
            raise Unknown(paper)
        return as_attachment(Response(default(paper), content_type=endpoints.DOCX), f"{paper}.docx")

    def _note_export(self, request: ApiRequest, about: str) -> None:
        """Put on record that something of a case leaves as a file. Raises NoRecord."""
        request.acts.record("exported", record=f"{register.name}/{request.path['id']}", about=about)

    def _evidence(self, request: ApiRequest) -> CaseEvidence:
        """The case's evidence as who asks may have it."""
        case = self._case(request)
        rights = ReadingRights(request.bearer, self.read_model)
        clear = rights.papers(register, case.data.case.unit)
        return CaseEvidence(case, self.evidence, clear, self.read_model.captions)

    def _case(self, request: ApiRequest) -> CaseFile:
        return asked_case(request, request.path["id"], self.owners, self.read_model)


def _read(body: IO[bytes]) -> Iterator[bytes]:
    with body:
        while piece := body.read(CHUNK):
            yield piece
