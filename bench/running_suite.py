"""The suite as it runs: three services as processes of their own on a fresh home, without the runner around them."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.plan import UNIT, now
from bench.scene import Scene
from contracts import catalogue
from operations.base import ports
from operations.base.environment import ROOT
from services.chassis.base import clock
from services.gateway.http import bearer_tokens

READY_WITHIN, ANSWERED_WITHIN = 180.0, 3600.0
KEY_ROLE, CREATED = "captain", 201
SETTLED = 8.0  # what the others need to start, so that the gateway's own start is what is measured
UNBOUNDED = "100000000"  # one account asks for all
RUNNER = "services.chassis.host.runner"
Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class RunningSuite:
    """Running services, and a token for them."""

    port: int
    token: str
    key: bytes
    ready_after: float
    processes: dict[str, Process]
    home: Path

    def memory(self, service: str) -> float:
        """The resident memory of a service, MiB."""
        return memory(self.processes[service])

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """One request as the bearer."""
        return ask(self.port, method, path, self.token, body)


def make_key(port: int, signing: bytes, name: str, role: str = KEY_ROLE) -> str:
    """A key for a program of this name, made as this machine's administrator."""
    administrator = bearer_tokens.issue(signing, "administrator", clock.now())
    asked = json.dumps({"name": name, "role": role}).encode()
    status, body = ask(port, "POST", "/v1/keys", administrator, asked)
    if status != CREATED:
        raise RuntimeError(f"{status} {body.decode()}")
    key: str = json.loads(body)["key"]
    return key


@contextmanager
def start(scene: Scene, runner: str = RUNNER) -> Iterator[RunningSuite]:
    """Start the owners, then the gateway, and wait until it says that it is ready; `runner` is the module of each."""
    folder, port = scene.folder(), ports.free()
    environment = {
        **os.environ,
        "CAMPAIGN_HOME": str(folder),
        "AMQP_URI": scene.amqp_uri,
        "HTTP_ADDRESS": f"127.0.0.1:{port}",
        "REQUEST_RATE": UNBOUNDED,
    }
    key = bearer_tokens.key(folder)
    processes: dict[str, Process] = {}
    try:
        for service in (one for one in catalogue.SUITE if one != catalogue.GATEWAY):
            processes[service] = _start(runner, service, environment, folder)
        time.sleep(SETTLED)
        begun = now()
        processes["gateway"] = _start(runner, "gateway", environment, folder)
        wait_ready(port, processes["gateway"])
        ready_after = now() - begun
        yield RunningSuite(port, make_key(port, key, "bench"), key, ready_after, processes, folder)
    finally:
        for process in processes.values():
            stop(process)


def _start(runner: str, service: str, environment: dict[str, str], folder: Path) -> Process:
    with (folder / f"{service}.log").open("ab") as out:
        command = [sys.executable, "-m", runner, service]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)  # noqa: S603 -- our own words


def wait_ready(port: int, process: Process) -> None:
    """Wait until `/readyz` says 200. Raises RuntimeError."""
    until = now() + READY_WITHIN
    while now() < until and process.poll() is None:
        try:
            if ask(port, "GET", "/readyz")[0] == http.client.OK:
                return
        except OSError:
            pass
        time.sleep(0.02)
    raise RuntimeError("not ready")


def open_unit(running: RunningSuite) -> str:
    """A squadron is opened; the event's id."""
    opening = {"code": UNIT, "name": "东亭中队", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
    trainer = make_key(running.port, running.key, "bench-trainer", "trainer")
    _, answer = ask(running.port, "POST", "/v1/training/units", trainer, json.dumps(opening).encode())
    event: str = json.loads(answer)["event"]
    return event


def apply_for_features(running: RunningSuite, count: int, after: str) -> str:
    """So many applications, in one batch, once an event is known; the last one's event. Raises RuntimeError."""
    forms = [{"unit": UNIT, "title": f"Feature {number}", "applied_on": "2017-03-01"} for number in range(count)]
    groups = {"groups": [[{"step": "apply", "form": form}] for form in forms]}
    status, answer = running.ask("POST", f"/v1/outreach/features:batch?after={after}", json.dumps(groups).encode())
    if json.loads(answer).get("accepted") != count:
        raise RuntimeError(status, answer[:500])
    event: str = json.loads(answer)["results"][-1]["event"]
    return event


def ask(port: int, method: str, path: str, token: str = "", body: bytes | None = None) -> tuple[int, bytes]:
    """One request to a server on this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWERED_WITHIN)
    try:
        connection.request(method, path, body, {"Authorization": f"Bearer {token}"} if token else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def memory(process: Process) -> float:
    """The resident memory of a process, MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def stop(process: Process) -> None:
    """Ask it to end; after some seconds make it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
