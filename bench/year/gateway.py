"""The gateway over a house: its own application with all of its addresses, whose owners answer in the same process."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from werkzeug.test import Client

from bench.year.house import House, Owner
from contracts.call import PROTOCOL_HEADER
from contracts.rpc import PROTOCOL
from operations.year.journey import YEAR
from services.chassis.base import clock, garbage
from services.chassis.base.settings import SETTINGS, STORE
from services.chassis.handling.audit.trail import NoRecorder
from services.chassis.host.rpc_server import OwnerRpc
from services.chassis.messaging.call_guard import Call
from services.chassis.messaging.rpc_client import RpcClient
from services.gateway.composition import Gateway
from services.gateway.http import bearer_tokens
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model import ledger

READER, CREATED = "operator", 201
"""Reads everything but private texts."""


class LocalCalls(RpcClient):
    """Calls of owners that go through JSON, as they do over the broker, and through nothing else."""

    def __init__(self, house: House) -> None:
        """The owners of a house answer."""
        super().__init__()
        self._owners = {owner.name: _serve(owner) for owner in house.owners.values()}
        for service in self._owners:
            self.peers.note(service, {PROTOCOL_HEADER: PROTOCOL})

    def call(self, service: str, method: str, *arguments: Any, deadline: float = 0) -> Any:
        """What a method of a service answers, however long it takes."""
        del deadline
        answer = getattr(self._owners[service], method)(*json.loads(json.dumps(arguments)))
        return json.loads(json.dumps(answer))


def _serve(owner: Owner) -> OwnerRpc:
    service: OwnerRpc = importlib.import_module(f"services.{owner.name}.service").Service()
    service.call = Call("gateway")  # type: ignore[assignment]
    provider = SimpleNamespace(commands=owner.commands, store=owner.store, trail=NoRecorder())
    service.provider = provider  # type: ignore[assignment]
    return service


class Door:
    """Asks the gateway of a house what browsers and programs ask it."""

    def __init__(self, house: House) -> None:
        """What the house hears from now on, the gateway has heard."""
        self.house, self._gateway = house, Gateway()
        self._gateway.rpc_client = LocalCalls(house)
        settings = house.settings("gateway")
        self._gateway.container = SimpleNamespace(config={SETTINGS: settings, STORE: house.gateway})
        self._gateway.setup()
        self.read_model = house.read_model = self._gateway.read_model
        # The district's year is the one that runs: a gateway keeps less of those that are long over.
        self.read_model.today = lambda: dt.date(YEAR, 12, 31)
        self._gateway.warm()
        garbage.look_seldom()  # as a service does when it has come up
        self._persons: dict[str, Bearer] = {}
        self._gateway.app.identify = self._identify
        self._client = Client(self._gateway.app)
        self._signing = bearer_tokens.key(settings.home)
        self._token = self._token_of(READER)

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """The status and the bytes with which an address answers."""
        return self._ask("GET", path, self._token, None, headers)

    def get_as(self, role: str, unit: str, path: str, **headers: str) -> tuple[int, bytes]:
        """The same for a post of one unit, or, empty, of the whole bureau."""
        person = Bearer(f"{role}@{unit or 'bureau'}", role, unit or None)
        self._persons[person.id] = person
        return self._ask("GET", path, person.id, None, headers)

    def post(self, path: str, token: str, body: bytes, media_type: str) -> tuple[int, bytes]:
        """The same, for what somebody hands in."""
        return self._ask("POST", path, token, body, {"Content-Type": media_type})

    def key(self, name: str, role: str) -> str:
        """A key for a program with a role, made as this machine's administrator. Raises RuntimeError."""
        asked = json.dumps({"name": name, "role": role}).encode()
        status, body = self.post("/v1/keys", self._token_of("administrator"), asked, "application/json")
        if status != CREATED:
            raise RuntimeError(status, body)
        made: str = json.loads(body)["key"]
        return made

    def moment_before(self, share: int) -> str:
        """The moment since which one in so many of the district's events was told."""
        c, store = ledger.tellings.c, self.house.gateway
        with store.begin_read() as tx:
            since = ledger.count_events(tx, self.read_model.district) // share
            own = sa.select(c.known).where(c.district == self.read_model.district)
            return str(tx.scalar(own.order_by(c.known.desc()).offset(since).limit(1))).replace("+00:00", "Z")

    def rebuild(self) -> int:
        """Have the read model made again from the journals; it sends nothing."""
        self.read_model.rebuild(self._gateway.journals)
        return 0

    def _ask(
        self, method: str, path: str, token: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        asked = {"Authorization": f"Bearer {token}", "Accept": "application/json", **headers}
        with self._client.open(path, method=method, data=body, headers=asked) as answer:
            return answer.status_code, answer.get_data()

    def _identify(self, secret: str) -> Bearer:
        """Whom a secret stands for; persons have no accounts in a synthetic district, and stand for themselves."""
        return self._persons.get(secret) or self._gateway.accounts.identity.bearer(secret)

    def _token_of(self, role: str) -> str:
        return bearer_tokens.issue(self._signing, role, clock.now())
