"""Evidence in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from services.gateway import evidence
from services.gateway.evidence import Evidence
from services.gateway.http import app
from services.gateway.http.app import ApiRequest, Route

LONGEST_NAME = 200


@dataclass
class EvidenceFiles:
    """The evidence store's addresses."""

    evidence: Evidence

    def routes(self) -> Iterable[Route]:
        """The addresses."""
        yield Route("POST", "/v1/evidence", "keep_evidence", self.upload, frozenset({"name"}))
        yield Route("GET", "/v1/evidence/<sha256>", "evidence", self.download)

    def upload(self, asking: ApiRequest) -> Response:
        """Keep the body as evidence; `name` is the file's name, by which an import may refer to it."""
        body = asking.body(evidence.MOST_BYTES)
        media_type = asking.request.mimetype or "application/octet-stream"
        name = asking.query.get("name", "")[:LONGEST_NAME]
        kept = self.evidence.save(body, name=name, media_type=media_type, by=asking.bearer.id)
        return app.answer(kept, 201, Location=f"/v1/evidence/{kept['sha256']}")

    def download(self, asking: ApiRequest) -> Response:
        """The file itself, to be saved, never to be run: whatever it is, a browser does not take it for a page."""
        body, about = self.evidence.read(asking.path["sha256"])
        shown = about["media_type"] in ("image/png", "image/jpeg")
        response = Response(body, content_type=about["media_type"])
        response.headers["Content-Disposition"] = "inline" if shown else "attachment"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "private, immutable, max-age=31536000"
        return response
