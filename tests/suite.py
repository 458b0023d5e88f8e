"""A whole suite for tests: real processes, a real broker, an address, tokens; every process can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs

import pytest

from contracts import catalogue
from operations.base import ports
from operations.base.environment import DISTRICT
from operations.base.errors import OperatorError
from operations.client.client import Client
from services.audit import appending
from services.chassis.base import clock
from services.chassis.storage import replicas
from services.chassis.storage.store import Store
from services.gateway.http import bearer_tokens, cookies
from services.gateway.read_model import ledger
from tests import children
from tests.broker import environment, need_server
from tests.children import Child
from tests.office import clerk_of
from tests.people import People

ROOT = Path(__file__).parents[1]
SERVICES = catalogue.SUITE
PATIENCE = 240.0
"""Seconds; a machine with other work takes ten times as long as an idle one, and nothing is told by how soon."""
PAPERS = "evidence"
"""Where papers are handed in."""


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
    processes: dict[str, subprocess.Popen[bytes] | Child] = field(default_factory=dict)
    port: int = 0
    by_command: bool = False
    """Whether it is no runner of the tests' that starts it: then nobody has a post that no register gives."""
    keys: dict[str, str] = field(default_factory=dict)
    asking: threading.Lock = field(default_factory=threading.Lock)

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
            log = self.home / f"{service}.log"
            self.processes[service] = children.start(service, os.environ | settings, log)

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
        with self.asking:
            if name not in self.keys:
                self._ask_key(name, {"role": role, **({"unit": unit} if unit else {})})
        return self.keys[name]

    def _ask_key(self, name: str, post: Mapping[str, str]) -> None:
        """A program's key, asked for until there is one: who kills containers kills the one that would answer too."""

        def given() -> bool:
            # Each time under another name: a key whose answer was lost is there all the same.
            asked = json.dumps({"name": f"{name}-{uuid.uuid4().hex[:8]}", **post}).encode()
            with contextlib.suppress(OperatorError):
                self.keys[name] = self.administrator().post("/v1/keys", asked)["key"]
            return name in self.keys

        until(given, f"there is a key for {name}")

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
            request_headers["Authorization"] = f"Bearer {token or self._fitting(method, path, body)}"
        request = urllib.request.Request(self.address + path, data, request_headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return HttpResponse(response.status, title_case_headers(response.headers), response.read())
        except urllib.error.HTTPError as error:
            return HttpResponse(error.code, title_case_headers(error.headers), error.read())
        except urllib.error.URLError:
            return HttpResponse(0, {}, b"{}")
        except OSError:
            return HttpResponse(0, {}, b"{}")

    def _fitting(self, method: str, path: str, body: Any) -> str:
        """The token of who may do what is asked: a person for each step, a clerk for papers, or the operator."""
        place, _, query = path.partition("?")
        _, _, service, name, _, step, *_ = (*place.partition(":")[0].split("/"), "", "", "", "")
        register, named = catalogue.REGISTERS.get(f"{service}.{name}"), parse_qs(query).get("step", [""])[0]
        if service == PAPERS:
            return self.token("clerk")
        if method != "POST" or register is None:
            return self.token()
        form = _form(body)
        return self._clerk(register.name, step or _first_step(form) or named or register.opening.name, form)

    def _clerk(self, register: str, step: str, form: Mapping[str, Any] = MappingProxyType({})) -> str:
        actor = clerk_of(register, step, form)
        return self.token(actor.role, None, actor.id)

    def hand_in(self, body: bytes, register: str, step: str, *, name: str = "paper", kind: str = "text/plain") -> str:
        """Hand in a paper as who takes a step of a register, and so may name it there; its hash."""
        token = self._clerk(register, step)
        answer = self.post(f"/v1/evidence?name={name}", body, token=token, Content_Type=kind)
        assert answer.status == 201, answer.body
        return str(answer.json["sha256"])

    def unit(self, code: str = "DT", **more: Any) -> str:
        """Set up a squadron; the event's id."""
        form = {
            "code": code,
            "name": f"单位{code}",
            "kind": "squadron",
            "parents": [],
            "opened_on": "2010-01-01",
        } | more
        return str(self._sent("/v1/training/units", form, f"unit-{code}")["event"])

    def _sent(self, path: str, form: dict[str, Any], key: str) -> dict[str, Any]:
        """The answer once an owner has had time for it: sent again under the same key, as clients do."""
        answers: list[HttpResponse] = []

        def answers_now() -> bool:
            answers.append(self.post(path, form, Idempotency_Key=key))
            return answers[-1].status not in (0, 503)

        until(answers_now, f"{path} is answered")
        assert answers[-1].status in (200, 201), answers[-1].body
        return dict(answers[-1].json)


def _form(body: Any) -> dict[str, Any]:
    """What a form says, whatever may be wrong with it."""
    with contextlib.suppress(ValueError, RecursionError):
        body = json.loads(body) if isinstance(body, bytes) else body
    return body if isinstance(body, dict) else {}


def _first_step(form: dict[str, Any]) -> str:
    """The first step of a batch; empty: it is none."""
    groups = form.get("groups")
    return str(groups[0][0].get("step", "")) if groups and groups[0] else ""


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
        if service == catalogue.AUDIT:
            return appending.present(tx, events)
        return ledger.present(tx, DISTRICT, events) if service == catalogue.GATEWAY else replicas.present(tx, events)


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
