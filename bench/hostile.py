"""Honest clients beside five thousand hostile ones: how long they wait, and whether anybody honest is refused."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench import running_suite
from bench.figures import OURS, Figure, percentile
from bench.plan import now
from bench.running_suite import RunningSuite
from bench.scene import Scene
from operations.base.environment import ROOT
from services.chassis.base import clock

COUNT, GATHERS, SECONDS = 5000, 8.0, 20.0
HONEST, EVERY = 8, 0.1
"""Accounts that ask, each so often: half of them on one connection, half on a new one each time."""
PATHS = ("/v1/progress", "/v1/measures/A6.matters_done")
MOST_MS = 500.0


@dataclass
class Waits:
    """How long honest clients waited, and what they got that was no answer."""

    seconds: list[float] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def measure(scene: Scene, *, quick: bool) -> Iterator[Figure]:
    """One round: the crowd gathers, then the honest ask among it."""
    count = COUNT // (4 if quick else 1)
    with running_suite.start(scene) as running:
        before = running.memory("gateway")
        with _crowd(running, count) as crowd:
            clock.pause(GATHERS)
            waits = ask_honestly(running.port, _tokens(running), SECONDS)
            after = running.memory("gateway")
            output, _ = crowd.communicate()
        tally = json.loads(output)
    name = f"beside {count} hostile connections"
    ranked = sorted(waits.seconds)
    yield Figure(f"honest p50 {name}", OURS, percentile(ranked, 50) * 1000, "ms")
    yield Figure(f"honest p99 {name}", OURS, percentile(ranked, 99) * 1000, "ms", most=MOST_MS)
    yield Figure(f"honest requests refused {name}", OURS, float(len(waits.refusals)), f"of {len(ranked)}", most=0)
    yield Figure(f"resident memory of gateway {name}", OURS, after, "MiB")
    yield Figure("resident memory of gateway before", OURS, before, "MiB")
    for outcome, number in sorted(tally.items()):
        yield Figure(f"hostile: {outcome}", OURS, float(number), "")


def _crowd(running: RunningSuite, count: int) -> subprocess.Popen[str]:
    seconds = GATHERS + SECONDS + 2
    command = [sys.executable, "-m", "bench.crowd", str(running.port), _token(running, "hostile"), str(count)]
    return subprocess.Popen([*command, str(seconds)], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- our own words


def _tokens(running: RunningSuite) -> list[str]:
    return [_token(running, f"honest{number}") for number in range(HONEST)]


def _token(running: RunningSuite, who: str) -> str:
    return running_suite.make_key(running.port, running.key, who)


def ask_honestly(port: int, tokens: list[str], seconds: float) -> Waits:
    """Ask with each token from an address of its own, some of which the crowd has too."""
    waits = Waits()
    with ThreadPoolExecutor(len(tokens)) as threads:
        for number, token in enumerate(tokens):
            client = _HonestClient(port, f"127.0.0.{1 + number % 3}", token, stays=bool(number % 2))
            threads.submit(_ask, client, seconds, waits)
    return waits


def _ask(client: _HonestClient, seconds: float, waits: Waits) -> None:
    until, number = now() + seconds, 0
    while (begun := now()) < until:
        number += 1
        outcome = client.ask(PATHS[number % len(PATHS)])
        waits.seconds.append(now() - begun)
        if outcome != str(http.client.OK):
            waits.refusals.append(outcome)
        clock.pause(max(0.0, EVERY - (now() - begun)))
    client.connection.close()


class _HonestClient:
    """One account from one address; it stays on its connection, or comes on a new one each time."""

    def __init__(self, port: int, address: str, token: str, *, stays: bool) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, 30, source_address=(address, 0))
        self._headers, self._stays = {"Authorization": f"Bearer {token}"}, stays

    def ask(self, path: str) -> str:
        """The status of the answer, or the name of what came instead."""
        try:
            self.connection.request("GET", path, headers=self._headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            return type(error).__name__
        if not self._stays:
            self.connection.close()
        return str(answer.status)
