"""Whether the journals and the view are what was recorded, for who trusts nobody."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import POST
from contracts.errors import Unknown
from services.gateway.api.admin import BASE, GATEWAY, GROUP, OPERATOR
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel
from services.gateway.sealed_journals import ChangedJournal, SealedJournals

TITLE = "核验日志与视图 / Verify journals and view"


@dataclass
class AuditCheck:
    """Reads everything once; it changes nothing."""

    owners: OwnerClient
    read_model: ReadModel
    journals: SealedJournals

    @Route(
        POST,
        f"{BASE}/verify",
        "verify",
        OPERATOR | {"auditor"},
        TITLE,
        "Verified",
        "service",
        others=(404, 503),
        group=GROUP,
    )
    def verify(self, request: ApiRequest) -> Response:
        """A service's journal as the service reads it, or the view against the journals as we read them."""
        service = request.query.get("service", GATEWAY)
        if service in catalogue.SERVICES:
            return responses.answer({"service": service, **self.owners.verify(service).to_payload()})
        if service != GATEWAY:
            raise Unknown(service)
        try:
            return responses.answer({"service": service, **self.read_model.verify(self.journals)})
        except ChangedJournal as changed:
            return responses.answer({"service": service, "events": 0, "fault": str(changed.about[0])})
