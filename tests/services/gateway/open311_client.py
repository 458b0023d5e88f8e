"""A gateway to which citizens' applications speak."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from contracts import envelope
from services.chassis.base import clock
from services.chassis.base.clock import day_of
from services.chassis.storage import journal
from services.gateway.evidence import Evidence
from services.gateway.http import routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.open311 import errors
from services.gateway.open311.routes import Open311
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.programme import campaign
from services.gateway.record_client import RecordClient
from tests.office import Office, build_view, migrated_store
from tests.services.cases.city import CASES, FORMS, City
from tests.services.gateway.gateway_client import KEY
from tests.services.gateway.local_rpc import LocalRpcClient
from tests.tokens import bearer_of, token_of

V2, APP = "/open311/v2", "app@ZX"
FOUND = {
    "service_code": "E-0501",
    "lat": "31.5901",
    "long": "120.3532",
    "address_string": "映月路12号门前",
    "description": "占道经营",
}
COMPLAINT = {"service_code": "complaint-slow", "address_string": "映月路12号", "description": "办理太慢"}
WHO = {"first_name": "三", "last_name": "张", "phone": "13812345678", "email": "zhang@example.org"}
MINUTE = dt.timedelta(minutes=1)


def read_json(response: TestResponse) -> Any:
    """What was answered in JSON."""
    return json.loads(response.data)


class Open311Client:
    """A gateway to which applications speak, over a city that lives today."""

    def __init__(self, home: Path) -> None:
        self.office = Office(start=str(day_of(clock.now()) - dt.timedelta(days=1)))
        self.city = City(self.office)
        self.office.now = clock.now()
        self.store = migrated_store(f"sqlite:///{home}/view.db")
        self.read_model = build_view(self.office.events, campaign(), self.store)
        self.rpc_client = ProjectingRpcClient(self)
        client = RecordClient(
            OwnerClient(self.rpc_client), self.read_model, Evidence(self.store, f"file://{home}/evidence")
        )
        open311 = Open311(client, self.read_model, "320205", "https://example.org")
        self.app = App(routing.bind([open311]), KEY, bearer_of, page=errors.problem)
        self.client = Client(self.app)

    def key(self, unit: str | None = "ZX", role: str = "outsider", account: str = APP) -> str:
        return token_of(Bearer(account, role, unit))

    def get(self, path: str, **query: str) -> TestResponse:
        return self.client.get(f"{V2}/{path}", query_string=query)

    def get_json(self, path: str, **query: str) -> Any:
        response = self.get(f"{path}.json", **query)
        assert response.status_code == 200, response.text
        return read_json(response)

    def post(self, arguments: Mapping[str, str], form: str = "json", **more: str) -> TestResponse:
        self.office.now = clock.now()
        return self.client.post(f"{V2}/requests.{form}", data={"api_key": self.key(), **arguments, **more})

    def create_request(self, arguments: Mapping[str, str] = FOUND, **more: str) -> str:
        """A request that was handed in; its id."""
        response = self.post(arguments, **more)
        assert response.status_code == 201, response.text
        (receipt,) = read_json(response)
        return str(receipt["service_request_id"])

    def take(self, case: str, *steps: str, **last: Any) -> None:
        """Steps of a case, a minute after one another."""
        for step in steps:
            self.office.now = (self.office.now or clock.now()) + MINUTE
            form = {name: self._now(name, value) for name, value in FORMS[step].items()}
            more = {"grid": "G-01"} if step == "accept" else {}
            self.office.do(CASES, case, step, **form | more | (last if step == steps[-1] else {}))
        self.project_events()

    def _now(self, name: str, value: Any) -> Any:
        assert self.office.now
        by_suffix = {"_at": self.office.now.isoformat(), "_on": str(day_of(self.office.now))}
        return by_suffix.get(name[-3:], value)

    def later(self) -> str:
        """A moment after all that was done here."""
        return (clock.now() + 60 * MINUTE).isoformat()

    def project_events(self) -> None:
        """The view hears of everything that was told."""
        with self.office.store.begin_read() as tx:
            events = [envelope.decode(body.encode()) for _, body in journal.page(tx, 0, 10_000)]
        with self.read_model.store.begin() as tx:
            self.read_model.handle(tx, events)
        self.read_model.after_commit(events)


class ProjectingRpcClient(LocalRpcClient):
    """Owners of whom the view hears at once."""

    def __init__(self, desk: Open311Client) -> None:
        super().__init__(desk.office)
        self.desk = desk

    def call(self, service: str, method: str, *arguments: Any, deadline: float = 0) -> Any:
        payload = super().call(service, method, *arguments, deadline=deadline)
        self.desk.project_events()
        return payload
