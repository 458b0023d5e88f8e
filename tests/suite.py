"""A whole suite for tests: real processes, a real broker, an address, tokens; every process can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue
from operations.base import ports
from operations.base.environment import DISTRICT
from operations.client.client import Client
from services.chassis.base import clock
from services.chassis.storage import replicas
from services.chassis.storage.store import Store
from services.gateway.http import bearer_tokens, cookies
from services.gateway.read_model import ledger
from tests.broker import environment, need_server
from tests.people import People

ROOT = Path(__file__).parents[1]
SERVICES = ("gateway", *catalogue.SERVICES)
PATIENCE = 60.0
RUNNER = "tests.runner"


@dataclass
class HttpResponse:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Suite:
    """The services as processes of ours, beside a broker that is given."""

    home: Path
    uri: str
    database_url: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    failpoints: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    port: int = 0
    by_command: bool = False
    """Whether it is no runner of the tests' that starts it: then nobody has a post that no register gives."""
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.port = self.port or ports.free()
        self.key = bearer_tokens.key(self.home)
        self.people = People(self.home, self.database_url)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *services: str) -> None:
        for service in services or SERVICES:
            settings = {
                "CAMPAIGN_HOME": str(self.home),
                "AMQP_URI": self.uri,
                "HTTP_ADDRESS": f"127.0.0.1:{self.port}",
                "CAMPAIGN_FAILPOINTS": self.failpoints.pop(service, ""),
                **({"DATABASE_URL": self.database_url} if self.database_url else {}),
                **self.environment,
            }
            command = [sys.executable, "-m", RUNNER, service]
            with (self.home / f"{service}.log").open("ab") as log:
                self.processes[service] = subprocess.Popen(
                    command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log, start_new_session=True
                )

    def ready(self) -> None:
        """Wait until every service answers."""
        until(lambda: self.get("/readyz", token="").status == 200, f"the suite is ready; see {self.home}")

    def kill(self, *services: str, number: int = signal.SIGKILL) -> None:
        for service in services or SERVICES:
            self.processes[service].send_signal(number)
            self.processes[service].wait(PATIENCE)

    def revive(self) -> list[str]:
        """Start again what has died; which."""
        dead = [name for name, process in self.processes.items() if process.poll() is not None]
        if dead:
            self.start(*dead)
        return dead

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()

    def token(self, role: str = "operator", unit: str | None = None, who: str = "") -> str:
        """The token of a person who is signed in, in a post."""
        return self._own_or_key(role, unit, who) if self.by_command else self.people.token(role, unit, who)

    def _own_or_key(self, role: str, unit: str | None, who: str) -> str:
        """A token as somebody beside the suite gets it: this machine's own, or a program's key."""
        if role in bearer_tokens.MACHINE_ROLES:
            return bearer_tokens.issue(self.key, role, clock.now())
        name = f"{who or 'tests'}-{role}-{unit or 'bureau'}"
        if name not in self.keys:
            asked = {"name": name, "role": role, **({"unit": unit} if unit else {})}
            self.keys[name] = self.administrator().post("/v1/keys", json.dumps(asked).encode())["key"]
        return self.keys[name]

    def administrator(self) -> Client:
        """The administrator of this machine, as the operator's command asks."""
        return Client(self.address, bearer_tokens.issue(self.key, "administrator", clock.now()))

    def sign_in(self, page: Any, role: str, unit: str | None = None, who: str = "") -> None:
        """Let a browser be signed in, and look at the first page."""
        cookie = {"name": cookies.PLAIN, "value": self.token(role, unit, who), "url": self.address}
        page.context.add_cookies([cookie | {"httpOnly": True, "sameSite": "Strict"}])
        page.goto(f"{self.address}/")

    def get(self, path: str, *, token: str | None = None, **headers: str) -> HttpResponse:
        return self.ask("GET", path, token=token, **headers)

    def post(self, path: str, body: Any = None, *, token: str | None = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, body, token=token, **headers)

    def ask(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str
    ) -> HttpResponse:
        """One request; header names with underscores. Raises OSError when nobody answers."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        request_headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token != "":
            request_headers["Authorization"] = f"Bearer {token or self.token()}"
        request = urllib.request.Request(self.address + path, data, request_headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return HttpResponse(response.status, title_case_headers(response.headers), response.read())
        except urllib.error.HTTPError as error:
            return HttpResponse(error.code, title_case_headers(error.headers), error.read())
        except urllib.error.URLError:
            return HttpResponse(0, {}, b"{}")
        except OSError:
            return HttpResponse(0, {}, b"{}")

    def unit(self, code: str = "DT", **more: Any) -> str:
        """Set up a squadron; the event's id."""
        form = {
            "code": code,
            "name": f"单位{code}",
            "kind": "squadron",
            "parents": [],
            "opened_on": "2010-01-01",
        } | more
        response = self.post("/v1/training/units", form, Idempotency_Key=f"unit-{code}")
        assert response.status in (200, 201), response.body
        return str(response.json["event"])


def title_case_headers(headers: Any) -> dict[str, str]:
    """Headers by their names in one spelling."""
    return {name.title(): value for name, value in headers.items()}


def until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait, bounded, until something holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.1)
    pytest.fail(f"not within {seconds:.0f} s: {what}")


@contextlib.contextmanager
def suite_of_our_own(home: Path, **settings: str) -> Iterator[Suite]:
    """A suite with a private node, ready, with a squadron that the owner of features knows; more settings by name."""
    with broker_of_our_own(home) as broker:
        suite = Suite(home, broker.uri, environment=settings)
        suite.start()
        try:
            suite.ready()
            event = suite.unit()
            until(lambda: has_event(suite, "outreach", event), "the owner knows the unit")
            yield suite
        finally:
            suite.stop()


def has_event(suite: Suite, service: str, event: str) -> bool:
    """Whether an event has come into a service's inbox and was written."""
    return bool(present_events(suite, service, [event]))


def present_events(suite: Suite, service: str, events: list[str]) -> set[str]:
    """Of these events, those that have come into a service's inbox and were written."""
    with Store(f"sqlite:///{suite.home}/data/{service}.db").begin_read() as tx:
        return ledger.present(tx, DISTRICT, events) if service == "gateway" else replicas.present(tx, events)


@contextlib.contextmanager
def broker_of_our_own(home: Path) -> Iterator[Any]:
    """A private node that a test may kill."""
    from operations.broker import broker

    need_server()
    running = broker.ensure(environment(home))
    try:
        yield running
    finally:
        running.stop()
