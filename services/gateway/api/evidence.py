"""Evidence in and out."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.wrappers import Response

from contracts.documents.endpoints import ANYTHING, GET, POST
from contracts.errors import Unknown
from contracts.roles import EVERYONE, WRITERS
from services.gateway import evidence
from services.gateway.acts.recent_keys import RecentKeys
from services.gateway.evidence import Evidence
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.photographs.opening import SHOWN
from services.gateway.photographs.thumbnails import MEDIA_TYPE, Thumbnails
from services.gateway.reading_rights import PaperRights

LONGEST_NAME = 200
GROUP = "evidence"
CACHED = "private, no-cache"
"""The bytes behind a hash never change, who may read them does: a browser asks each time, and is mostly told 304."""


@dataclass
class EvidenceFiles:
    """The evidence store's addresses."""

    evidence: Evidence
    rights: PaperRights
    thumbnails: Thumbnails
    _readings: RecentKeys = field(default_factory=RecentKeys)

    @Route(
        POST,
        "/v1/evidence",
        "keep_evidence",
        WRITERS,
        "上传佐证 / Hand in evidence",
        "Paper",
        "name",
        takes=(ANYTHING,),
        status=201,
        others=(413, 422),
        headers=("Location",),
        group=GROUP,
        by_script=True,
    )
    def upload(self, request: ApiRequest) -> Response:
        """Keep the body as evidence; `name` is the file's name, by which an import may refer to it."""
        body = request.body(evidence.MOST_BYTES)
        media_type = request.http.mimetype or "application/octet-stream"
        name = request.query.get("name", "")[:LONGEST_NAME]
        description = self.evidence.save(body, name=name, media_type=media_type, by=request.bearer.id)
        return responses.answer(description, 201, Location=f"/v1/evidence/{description['sha256']}")

    @Route(
        GET,
        "/v1/evidence/{sha256}",
        "evidence",
        EVERYONE,
        "取出佐证 / Get evidence",
        ANYTHING,
        others=(206, 304, 404, 410, 412, 416),
        headers=("ETag",),
        group=GROUP,
    )
    def download(self, request: ApiRequest) -> Response:
        """The file itself, to be saved, never to be run: whatever it is, a browser does not take it for a page.

        Raises Unknown for what the bearer may not read as for what there is not: whoever tries hashes learns nothing.
        """
        sha256 = request.path["sha256"]
        if sha256 not in self.rights.readable(request.bearer, [sha256]):
            raise Unknown(sha256)
        etag = f'"{sha256}"'
        # A browser that has it, or goes on where it broke off, asks again and again.
        again = responses.has_already(request.http.environ, etag) or "Range" in request.http.headers
        self._note_reading(request, sha256, always=not again)
        if responses.has_already(request.http.environ, etag):
            return Response(status=304, headers={"ETag": etag, "Cache-Control": CACHED})
        body, about = self.evidence.read(sha256)
        is_picture = about["media_type"] in SHOWN
        response = Response(body, content_type=about["media_type"])
        shown = "inline" if is_picture else "attachment"
        response.headers["Content-Disposition"] = f'{shown}; filename="{sha256}"'
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
        response.headers["Cache-Control"], response.headers["ETag"] = CACHED, etag
        return responses.in_parts(response)

    @Route(
        GET,
        "/v1/evidence/{sha256}/thumbnail",
        "thumbnail",
        EVERYONE,
        "佐证缩略图 / A paper's small picture",
        MEDIA_TYPE,
        others=(304, 404, 410),
        headers=("ETag",),
        group=GROUP,
    )
    def thumbnail(self, request: ApiRequest) -> Response:
        """A picture as pages show it, under 30 KB; who may not read the paper is told that there is none.

        Raises Unknown, NoPicture, Spoilt.
        """
        sha256 = request.path["sha256"]
        if sha256 not in self.rights.readable(request.bearer, [sha256]):
            raise Unknown(sha256)
        self._note_reading(request, sha256)
        etag = f'"{sha256}-small"'
        headers = {"ETag": etag, "Cache-Control": CACHED}
        if responses.has_already(request.http.environ, etag):
            return Response(status=304, headers=headers)
        return Response(self.thumbnails.of(sha256), headers=headers, content_type=MEDIA_TYPE)

    def _note_reading(self, request: ApiRequest, sha256: str, *, always: bool = False) -> None:
        """Put on record that somebody reads a paper: each time, or once a minute. Raises NoRecord."""
        if always or not self._readings.is_remembered((sha256, request.bearer.id)):
            request.acts.record_view("paper_read", paper=sha256)
        self._readings.remember((sha256, request.bearer.id))
