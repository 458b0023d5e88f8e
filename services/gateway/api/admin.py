"""What operators ask of a running suite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.envelope import Event
from contracts.errors import Invalid, Unknown, fault
from contracts.forms import WHO
from services.chassis.base import log
from services.chassis.messaging.rpc_client import RpcClient
from services.gateway.http import app
from services.gateway.http.app import ApiRequest, Route
from services.gateway.read_model.read_model import ReadModel, digest

_log = log.get("operations")
GATEWAY = "gateway"
REBUILD_DEADLINE = 600.0


@dataclass
class Admin:
    """Rebuilding what can be rebuilt, and fingerprints to compare."""

    peers: RpcClient
    view: ReadModel
    journals: Callable[[], Iterator[Sequence[Event]]]

    def routes(self) -> Iterable[Route]:
        """The addresses."""
        yield Route("POST", "/v1/operations/rebuild", "rebuild", self.rebuild, frozenset({"service"}))
        yield Route("POST", "/v1/operations/forget", "forget", self.forget, frozenset({"service", "who"}))
        yield Route("GET", "/v1/operations/digest", "digest", self.digest)

    def rebuild(self, asking: ApiRequest) -> Response:
        """Tell a projection again: the gateway's ledger from all journals, a service's records from its own."""
        service = asking.query.get("service", GATEWAY)
        if service == GATEWAY:
            return app.answer(self.view.rebuild(self.journals))
        if service not in catalogue.SERVICES:
            raise Unknown(service)
        return app.answer(self.peers.call(service, "rebuild", deadline=REBUILD_DEADLINE))

    def forget(self, asking: ApiRequest) -> Response:
        """Delete the private text behind a token, for good: somebody has asked for it. Raises Unknown, Invalid."""
        service, who = asking.query.get("service", ""), asking.query.get("who", "")
        if service not in catalogue.SERVICES:
            raise Unknown(service)
        if not re.fullmatch(WHO, who):
            raise Invalid("who", errors=[fault("who", "Not a token of private text", "不是个人信息代号")])
        told = self.peers.call(service, "forget", who)
        _log.info("private.forgotten", owner=service, who=who, by=asking.bearer.id, found=told["forgotten"])
        return app.answer(told)

    def digest(self, _asking: ApiRequest) -> Response:
        """The fingerprint of the ledger: two views that saw the same events have the same."""
        with self.view.store.begin_read() as tx:
            return app.answer({"ledger": digest(tx)})
