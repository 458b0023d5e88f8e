"""People at a cluster: one who reads all the while by every proxy, one who writes; what each of them met.

    python -m tests.cluster.onlookers --secrets DIR --proxy localhost:8463 --proxy localhost:8464 -- deploy/roll IMAGE

runs a command meanwhile, prints the figures, and ends with 1 where anybody was refused what they read, or lost what was
confirmed to them.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import ssl
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from services.chassis.base import clock
from services.gateway.http import bearer_tokens
from tests.threads import Threads

EVERY, PATIENCE = 0.02, 10.0
"""Seconds between two questions of who reads, and for which an answer is waited for."""
UNIT = "DT"
READ, WRITE = "/v1/progress", "/v1/outreach/features"
REFUSED, RETRY = 500, 0.1
GONE = (OSError, http.client.HTTPException)
NOTHING: MappingProxyType[str, str] = MappingProxyType({})


@dataclass
class Client:
    """Somebody's connections, one to each proxy, kept as a browser keeps them."""

    proxies: tuple[str, ...]
    context: ssl.SSLContext
    token: str
    open: dict[str, http.client.HTTPSConnection] = field(default_factory=dict)

    def answer(
        self, proxy: str, method: str, path: str, body: str = "", headers: Mapping[str, str] = NOTHING
    ) -> tuple[int, bytes]:
        """An answer's status and body. Raises OSError, HTTPException: there was none."""
        kept = proxy in self.open
        try:
            return self._answer(proxy, method, path, body, headers)
        except GONE:
            self._close(proxy)
            if not kept:
                raise
        # What was kept may have been closed since, as every client knows.
        return self._answer(proxy, method, path, body, headers)

    def _answer(self, proxy: str, method: str, path: str, body: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        if proxy not in self.open:
            self.open[proxy] = http.client.HTTPSConnection(proxy, context=self.context, timeout=PATIENCE)
        signed = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        self.open[proxy].request(method, path, body or None, signed)
        answer = self.open[proxy].getresponse()
        return answer.status, answer.read()

    def _close(self, proxy: str) -> None:
        self.open.pop(proxy).close()


@dataclass
class Reads:
    """What who reads has met.

    seconds    how long each answer took
    elsewhere  how often one proxy was not there and another answered
    refused    when, in seconds from the first, and what: a status, or the kind of what went wrong at every proxy
    """

    seconds: list[float] = field(default_factory=list)
    elsewhere: int = 0
    refused: list[tuple[float, str]] = field(default_factory=list)

    def put(self, client: Client, first: str, moment: float) -> None:
        """Ask once, at one proxy and where it is not there at the others."""
        began, met = time.monotonic(), ""
        for turn, proxy in enumerate(sorted(client.proxies, key=lambda one: one != first)):
            try:
                status, _ = client.answer(proxy, "GET", READ)
            except GONE as error:
                met = type(error).__name__
                continue
            self.elsewhere += bool(turn)
            met = str(status) if status >= REFUSED else ""
            break
        self.seconds.append(time.monotonic() - began)
        if met:
            self.refused.append((moment, met))


@dataclass
class Writes:
    """What who writes has met.

    confirmed  the titles that were confirmed, each with the moment
    repeats    how often a command was given again under its key
    others     answers by which it was refused, and how often
    """

    confirmed: dict[str, float] = field(default_factory=dict)
    repeats: int = 0
    others: dict[str, int] = field(default_factory=dict)

    def put(self, client: Client, title: str, stopping: threading.Event) -> None:
        """Give one command until it is confirmed."""
        form = json.dumps({"unit": UNIT, "title": title, "applied_on": "2017-03-01"})
        for turn, proxy in enumerate(itertools.cycle(client.proxies)):
            if stopping.is_set():
                return
            self.repeats += bool(turn)
            try:
                answered, _ = client.answer(proxy, "POST", WRITE, form, {"Idempotency-Key": title})
                status = str(answered)
            except GONE as error:
                status = type(error).__name__
            if status in ("200", "201"):
                self.confirmed[title] = time.monotonic()
                return
            self.others[status] = self.others.get(status, 0) + 1
            time.sleep(RETRY)

    def longest_pause(self) -> float:
        """The longest time without anything confirmed, the last one until now included."""
        moments = [*self.confirmed.values(), time.monotonic()]
        return max((after - before for before, after in itertools.pairwise(moments)), default=float("inf"))


@dataclass
class Onlookers:
    """One who reads and one who writes, until they are told to stop."""

    proxies: tuple[str, ...]
    secrets: Path
    reads: Reads = field(default_factory=Reads)
    writes: Writes = field(default_factory=Writes)
    threads: Threads = field(default_factory=Threads)

    def client(self, role: str = "operator") -> Client:
        """Somebody new: an operator or administrator of this machine, or a program with a key."""
        context = ssl.create_default_context(cafile=str(self.secrets / "tls-certificate"))
        context.check_hostname = False  # it is the cluster's own certificate, by whatever address it is asked
        if role in bearer_tokens.MACHINE_ROLES:
            key = (self.secrets / "token-key").read_bytes()
            return Client(self.proxies, context, bearer_tokens.issue(key, role, clock.now()))
        form = json.dumps({"name": f"onlooker {uuid.uuid4().hex[:8]}", "role": role})
        given = json.loads(self._insist("administrator", "/v1/keys", form))
        return Client(self.proxies, context, given["key"])

    def _insist(self, role: str, path: str, form: str) -> bytes:
        """The answer to somebody's command, which is given until it is carried out."""
        client, key = self.client(role), uuid.uuid4().hex
        for proxy in itertools.cycle(self.proxies):
            with suppress(*GONE):
                status, answer = client.answer(proxy, "POST", path, form, {"Idempotency-Key": key})
                if status < REFUSED:
                    return answer
            time.sleep(RETRY)
        raise AssertionError

    def start(self) -> None:
        """Begin, with a squadron that features are applied for by."""
        unit = {"code": UNIT, "name": UNIT, "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
        self._insist("trainer", "/v1/training/units", json.dumps(unit))
        for one in (self._read, self._write):
            self.threads.spawn(one)

    def stop(self) -> None:
        """End, when what is asked is answered."""
        self.threads.stop()

    def _read(self) -> None:
        client, began = self.client(), time.monotonic()
        for proxy in itertools.cycle(self.proxies):
            if self.threads.stopping.wait(EVERY):
                return
            self.reads.put(client, proxy, time.monotonic() - began)

    def _write(self) -> None:
        client, who = self.client("captain"), uuid.uuid4().hex[:8]
        for turn in itertools.count():
            if self.threads.stopping.is_set():
                return
            self.writes.put(client, f"{who}-{turn}", self.threads.stopping)

    def figures(self) -> list[str]:
        """What they met, in lines."""
        slowest = sorted(self.reads.seconds)
        p99 = slowest[int(len(slowest) * 0.99)] if slowest else 0.0
        return [
            (
                f"reads: {len(slowest)}, refused {len(self.reads.refused)}, by the other proxy {self.reads.elsewhere},"
                f" p99 {p99 * 1000:.0f} ms, slowest {max(slowest, default=0.0):.2f} s"
            ),
            *(f"  refused at {moment:.1f} s: {what}" for moment, what in self.reads.refused[:20]),
            (
                f"writes: {len(self.writes.confirmed)} confirmed, given again {self.writes.repeats}"
                f" {self.writes.others}, longest pause {self.writes.longest_pause():.2f} s"
            ),
        ]


def main() -> int:
    """Run a command under their eyes; 1: somebody was refused what they read, or the command failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--secrets", type=Path, required=True)
    parser.add_argument("--proxy", action="append", required=True)
    parser.add_argument("command", nargs="+")
    asked = parser.parse_args()
    onlookers = Onlookers(tuple(asked.proxy), asked.secrets)
    onlookers.start()
    ended = subprocess.run(asked.command, check=False).returncode
    onlookers.stop()
    print(*onlookers.figures(), sep="\n")  # noqa: T201
    return int(bool(ended or onlookers.reads.refused))


if __name__ == "__main__":
    sys.exit(main())
