"""Reads: the cached view at 32 connections, beside FastAPI serving the same bytes; and what the processes weigh.

Both check the same Authorization header by a look-up of a token that they know already: the gateway keeps a token that
was good for some seconds, the peer has one in a dict and verifies no signature at all.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench import running_suite
from bench.figures import OURS, Figure
from bench.running_suite import RunningSuite
from bench.scene import Scene
from operations.base import ports
from operations.base.environment import ROOT

PATH = "/v1/progress"
CONNECTIONS = 32
SECONDS = 10
RECORDS = 1000
MOST_MIB = 150.0
FASTAPI = "FastAPI on uvicorn"
_TO_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def measure(scene: Scene, *, quick: bool) -> Iterator[Figure]:
    """One round: start, load, read, weigh."""
    seconds = SECONDS // (4 if quick else 1)
    with running_suite.start(scene) as running:
        yield Figure("start of the gateway to ready", OURS, running.ready_after, "s")
        _load(running)
        status, body = running.ask("GET", PATH)
        if status != 200:  # noqa: PLR2004 -- HTTP
            raise RuntimeError(status, body)
        yield from _measure_reads(running.port, running.token, seconds, OURS, least=None)
        with _peer(scene, running.token, body) as port:
            yield from _measure_reads(port, running.token, seconds, FASTAPI, least=1.0)
        for service in running.processes:
            most = MOST_MIB if service == "gateway" else None
            yield Figure(f"resident memory of {service} after load", OURS, running.memory(service), "MiB", most=most)


def _load(running: RunningSuite) -> None:
    """A unit and a thousand applications, through the way in that people use."""
    last = running_suite.apply_for_features(running, RECORDS, running_suite.open_unit(running))
    running.ask("GET", f"{PATH}?after={last}")


def _measure_reads(port: int, token: str, seconds: int, title: str, *, least: float | None) -> Iterator[Figure]:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
    command += ["-H", f"Authorization: Bearer {token}", f"http://127.0.0.1:{port}{PATH}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 -- our own words
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(output)
    (rate,) = re.findall(r"Requests/sec:\s+([\d.]+)", output)
    ((late, unit),) = re.findall(r"99%\s+([\d.]+)(us|ms|s)", output)
    yield Figure(f"cached GET {PATH}, {CONNECTIONS} connections", title, float(rate), "requests/s", least=least)
    yield Figure(f"cached GET {PATH}, p99", title, float(late) * _TO_MS[unit], "ms")


@contextmanager
def _peer(scene: Scene, token: str, body: bytes) -> Iterator[int]:
    folder, port = scene.folder(), ports.free()
    (folder / "body").write_bytes(body)
    command = [sys.executable, "-m", "uvicorn", "bench.web:app", "--port", str(port), "--workers", "1"]
    command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    environment = {**os.environ, "BENCH_BODY": str(folder / "body"), "BENCH_TOKEN": token}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 -- our own words
    try:
        running_suite.wait_ready(port, process)
        yield port
    finally:
        running_suite.stop(process)
