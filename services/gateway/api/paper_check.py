"""Papers compared with their hashes now, for whoever will not wait for the slow round."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import POST
from services.gateway.api.admin import BASE, GROUP, OPERATOR
from services.gateway.evidence import Evidence
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.scrub import Scrub

TITLE = "核对佐证文件 / Compare papers with their hashes"


@dataclass
class PaperCheck:
    """Checks papers some at a time: `after` is the hash behind which it goes on."""

    scrub: Scrub
    evidence: Evidence

    @Route(
        POST, f"{BASE}/papers", "check_papers", OPERATOR, TITLE, "PapersChecked", "after", others=(503,), group=GROUP
    )
    def check(self, request: ApiRequest) -> Response:
        """How many there are, how many were compared now, what is wrong with which, and where to go on."""
        found, read = self.scrub.check_some(request.query.get("after", ""))
        faults = {sha: fault for sha, fault in found.items() if fault}
        about = self.evidence.about(faults)
        body = {
            "of": self.evidence.count(),
            "checked": len(found),
            "bytes": read,
            "faults": [about[sha] | {"fault": fault} for sha, fault in faults.items() if sha in about],
            "next": max(found, default=None),
        }
        return responses.answer(body)
