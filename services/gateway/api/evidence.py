"""Evidence in and out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import ANYTHING, GET, POST
from contracts.errors import Unknown
from contracts.roles import EVERYONE, WRITERS
from services.chassis.base import clock, real_threads
from services.gateway import evidence
from services.gateway.acts.recent_keys import RecentKeys
from services.gateway.casefile.binding import pictures
from services.gateway.evidence import Evidence
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.photographs import exif
from services.gateway.photographs.media_type import media_type_of
from services.gateway.photographs.opening import MEDIA_TYPES, SHOWN, unpack
from services.gateway.photographs.thumbnails import MEDIA_TYPE, NoPicture, Thumbnails
from services.gateway.reading_rights import PaperRights

LONGEST_NAME = 200
GROUP, JPEG = "evidence", "image/jpeg"
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
        "HandedIn",
        "name",
        takes=(ANYTHING,),
        status=201,
        others=(413, 422),
        headers=("Location",),
        group=GROUP,
        by_script=True,
    )
    def upload(self, request: ApiRequest) -> Response:
        """Keep the body as evidence; `name` is the file's name, by which an import may refer to it.

        What a camera wrote into a photograph is answered once, to who has it anyway; it stays in the file alone, of
        which the paper's page tells who may read it.
        """
        body = request.body(evidence.MOST_BYTES)
        media_type = media_type_of(body, request.http.mimetype or "application/octet-stream")
        name = request.query.get("name", "")[:LONGEST_NAME]
        description = self.evidence.save(body, name=name, media_type=media_type, by=request.bearer.id)
        answer = description | _what_a_camera_wrote(body, media_type)
        return responses.answer(answer, 201, Location=f"/v1/evidence/{description['sha256']}")

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
        return self._shown(request, "small", self.thumbnails.of, MEDIA_TYPE)

    @Route(
        GET,
        "/v1/evidence/{sha256}/picture",
        "picture",
        EVERYONE,
        "佐证图片 / A paper's picture for every browser",
        JPEG,
        others=(304, 404, 410),
        headers=("ETag",),
        group=GROUP,
    )
    def picture(self, request: ApiRequest) -> Response:
        """A photograph of whatever kind as every browser shows it: a JPEG of at most 1,400 points a side.

        Nothing that a camera wrote is in it. Raises Unknown, NoPicture, Spoilt.
        """
        return self._shown(request, "picture", self._as_jpeg, JPEG)

    def _shown(self, request: ApiRequest, kind: str, make: Callable[[str], bytes], media_type: str) -> Response:
        """A picture of a paper, made when a browser has it not yet. Raises Unknown for what may not be read."""
        sha256 = request.path["sha256"]
        if sha256 not in self.rights.readable(request.bearer, [sha256]):
            raise Unknown(sha256)
        self._note_reading(request, sha256)
        etag = f'"{sha256}-{kind}"'
        headers = {"ETag": etag, "Cache-Control": CACHED}
        if responses.has_already(request.http.environ, etag):
            return Response(status=304, headers=headers)
        return Response(make(sha256), headers=headers, content_type=media_type)

    def _as_jpeg(self, sha256: str) -> bytes:
        body, about = self.evidence.read(sha256)
        if about["media_type"] not in MEDIA_TYPES:
            raise NoPicture(sha256)
        made = unpack(pictures.jpeg, body)
        if made is None:
            raise NoPicture(sha256)
        return made[0]

    def _note_reading(self, request: ApiRequest, sha256: str, *, always: bool = False) -> None:
        """Put on record that somebody reads a paper: each time, or once a minute. Raises NoRecord."""
        if always or not self._readings.is_remembered((sha256, request.bearer.id)):
            request.acts.record_view("paper_read", paper=sha256)
        self._readings.remember((sha256, request.bearer.id))


def _what_a_camera_wrote(body: bytes, media_type: str) -> dict[str, Any]:
    """What a form may propose of a photograph."""
    seen = real_threads.run(exif.read, body) if media_type in MEDIA_TYPES else exif.NOTHING
    proposal = seen.until(clock.now()).proposal
    return {"seen": proposal} if proposal else {}
