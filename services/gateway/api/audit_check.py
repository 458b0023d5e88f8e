"""Whether the journals and the view are what was recorded, for who trusts nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import POST
from contracts.errors import Unknown
from services.chassis.storage.verification import Verification
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
    verify_own: Callable[[], Verification]

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
        """A service's journal as the service reads it; of the gateway its own journal too, which holds acts alone, and
        the view against the journals as we read them.
        """
        service = request.query.get("service", GATEWAY)
        if service in catalogue.SERVICES:
            return responses.answer({"service": service, **self.owners.verify(service).to_payload()})
        if service != GATEWAY:
            raise Unknown(service)
        own = self.verify_own()
        journal = {"events": own.checked, "epochs": own.epochs, "fault": own.fault}
        try:
            answer = self.read_model.verify(self.journals)
        except ChangedJournal as changed:
            answer = {"events": 0, "fault": str(changed.about[0])}
        return responses.answer({"service": service, **answer, "journal": journal})
