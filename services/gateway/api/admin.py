"""What operators ask of a running suite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET, POST
from contracts.errors import Invalid, Unknown, fault
from contracts.forms import WHO
from services.chassis.base import log
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.replay.worker import digest_apart
from services.gateway.sealed_journals import SealedJournals

_log = log.get("operations")
GATEWAY = "gateway"
BASE, GROUP = "/v1/operations", "operations"
OPERATOR = frozenset({"operator"})


@dataclass
class Admin:
    """Rebuilding what can be rebuilt, and fingerprints to compare."""

    owners: OwnerClient
    read_model: ReadModel
    journals: SealedJournals

    @Route(
        POST,
        f"{BASE}/rebuild",
        "rebuild",
        OPERATOR,
        "由日志重建 / Rebuild from the journals",
        "Rebuilt",
        "service, set_aside",
        others=(404, 409, 422, 503),
        group=GROUP,
    )
    def rebuild(self, request: ApiRequest) -> Response:
        """Make a projection again: the gateway's ledger from all journals, a service's records from its own."""
        service = request.query.get("service", GATEWAY)
        if service == GATEWAY:
            set_aside = request.query.get("set_aside") == "true"
            return responses.answer(self.read_model.rebuild(self.journals, set_aside=set_aside))
        if service not in catalogue.SERVICES:
            raise Unknown(service)
        return responses.answer(self.owners.rebuild(service).to_payload())

    @Route(
        POST,
        f"{BASE}/forget",
        "forget",
        OPERATOR,
        "删除个人信息 / Forget a private text",
        "Forgotten",
        "service, who",
        others=(404, 422, 503),
        group=GROUP,
    )
    def forget(self, request: ApiRequest) -> Response:
        """Delete the private text behind a token, for good: somebody has asked for it. Raises Unknown, Invalid."""
        service, who = request.query.get("service", ""), request.query.get("who", "")
        if service not in catalogue.SERVICES:
            raise Unknown(service)
        if not re.fullmatch(WHO, who):
            raise Invalid("who", errors=[fault("who", "Not a token of private text", "不是个人信息代号")])
        reply = self.owners.forget(service, who)
        _log.info("private.forgotten", owner=service, who=who, by=request.bearer.id, found=reply.forgotten)
        return responses.answer(reply.to_payload())

    @Route(
        GET,
        f"{BASE}/digest",
        "digest",
        OPERATOR | {"auditor"},
        "账目指纹 / The ledger's fingerprint",
        "Digest",
        others=(),
        group=GROUP,
    )
    def digest(self, _request: ApiRequest) -> Response:
        """The fingerprint of the ledger: two ledgers that saw the same events have the same."""
        view = self.read_model
        return responses.answer({"ledger": digest_apart(view.store, view.district, view.programme)})
