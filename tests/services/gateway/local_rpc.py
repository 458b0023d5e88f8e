"""Owners as they answer over RPC, without broker and processes: what is sent goes through JSON, both ways."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from contracts import catalogue
from contracts.call import PROTOCOL_HEADER
from contracts.errors import Unavailable
from contracts.operations.dead_letters import DeadLetterMethod
from contracts.rpc import PROTOCOL, Method
from services.cases.service import Service as Cases
from services.chassis.handling.audit.trail import NoRecorder
from services.chassis.host.rpc_server import OwnerRpc
from services.chassis.messaging.call_guard import Call
from services.chassis.messaging.rpc_client import RpcClient
from tests.office import Office
from tests.services.gateway.local_log import LocalLog

ALL = 500
WITHOUT_LOG = (Method.PULSE, *DeadLetterMethod)
"""What the log of tests, which is no service, does not answer."""


class LocalRpcClient(RpcClient):
    """One office answers for all services, but for those that are `away`; `calls` are those that were made.

    `log` answers for the audit service, which is away until there is one.
    """

    def __init__(self, office: Office, owner: type[OwnerRpc] = OwnerRpc) -> None:
        super().__init__()
        provider = SimpleNamespace(commands=office.registers, store=office.store, trail=NoRecorder())
        self.owner, self.cases = owner(), Cases()
        for one in (self.owner, self.cases):
            one.call = Call("gateway")  # type: ignore[assignment]
            one.provider = provider  # type: ignore[assignment]
        self.away: set[str] = set()
        self.calls: list[tuple[str, Any]] = []
        self.log: LocalLog | None = None
        for service in catalogue.SERVICES:
            self.peers.note(service, {PROTOCOL_HEADER: PROTOCOL})

    def call(self, service: str, method: str, *arguments: Any, deadline: float = 0) -> Any:
        assert deadline >= 0
        if service in self.away or (service == catalogue.AUDIT and (self.log is None or method in WITHOUT_LOG)):
            raise Unavailable(service)
        payload = json.loads(json.dumps(arguments))
        if service == catalogue.AUDIT and self.log is not None:
            return json.loads(json.dumps(self.log.answer(method, payload)))
        self.calls.append((method, payload))
        owner = self.cases if method == Method.CASE_FILE else self.owner
        reply = json.loads(json.dumps(getattr(owner, method)(*payload)))
        return self._own_tasks(service, payload, reply) if method == Method.TASKS else reply

    def _own_tasks(self, service: str, payload: Any, reply: Any) -> Any:
        """Of the office's tasks those of one service: all services' lie in its one database."""
        within, _, actor = payload
        whole = self.owner.tasks({**within, "place": "", "backward": False}, ALL, actor)
        totals = {one["kind"]: len(_of_service(service, one["rows"])) for one in whole["sections"]}
        for one in reply["sections"]:
            one |= {"rows": _of_service(service, one["rows"]), "total": totals[one["kind"]], "is_exact": True}
        return reply


def _of_service(service: str, rows: list[Any]) -> list[Any]:
    return [one for one in rows if one["record"]["register"].startswith(f"{service}.")]
