"""What it costs that acts are on record: kinds of requests with their acts and without, turn by turn in one run.

What belongs to a request is counted until its last act stands in the audit log: gateway, owner, relay (in the process
whose journal it publishes), broker, audit service. What the suite uses for nothing meanwhile is taken off.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench import running_suite, soak
from bench.acts.house import BROKER, OWNER, Costs, House
from bench.figures import OURS, Figure
from bench.plan import UNIT, now
from bench.running_suite import CREATED, RunningSuite
from bench.scene import Scene
from contracts import catalogue
from operations.base.environment import ROOT

SEED = 463
RUNNER = "bench.acts.process"
CALLS, FEATURES = "/v1/outreach/service_calls", "/v1/outreach/features"
RECORDS, AGAIN, PAPERS, REQUESTS, PAIRS = 1200, 20, 20, 1200, 3
CONNECTIONS, ALONE = 16, 1
WARM = 100
MOST_PERCENT = 10.0
"""By so much throughput may fall, and processor time rise, by acts."""
OK, FORBIDDEN, MISSING, INVALID = 200, 403, 404, (400, 422)
MIX = {"command": 10, "refused": 2, "record": 10, "paper": 3}
"""The mix, of a hundred requests: the soak's, one write among ten, and what a clerk does beside it that leaves an act:
a form that is refused, a record with somebody's name and number in clear, a paper. The rest are the soak's reads, of
which each twelfth is an export."""
Asked = list[tuple[str, str, str]]
GROUPS = {"gateway": ("gateway",), "owner": (OWNER,), "audit service": (catalogue.AUDIT,), "broker": (BROKER,)}


@dataclass
class Turn:
    """One turn's load: so many answers in so many seconds, and what these have cost, by process."""

    answers: int
    seconds: float
    costs: Costs
    acts: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def milliseconds(self, *processes: str) -> float:
        """Of the processor, for one request; of all processes where none is named."""
        return sum(self.costs[one] for one in processes or self.costs) / self.answers * 1000


@dataclass(frozen=True)
class Kind:
    """A kind of requests.

    asked     makes as many of them as are asked for
    role      as what they are asked, each turn by another program, so that nobody is the same as in the turn before; or
    token     of the one who asks in every turn
    statuses  that are the right answers
    """

    name: str
    asked: Callable[[int], Asked]
    role: str = "captain"
    statuses: tuple[int, ...] = (OK,)
    connections: int = CONNECTIONS
    token: str = ""


@dataclass
class Bench:
    """A running suite with records and papers in it."""

    running: RunningSuite
    house: House
    requests: int
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 -- no secret
    turns: int = 0

    def fill(self) -> None:
        """A unit, calls with names and numbers, papers. All of it is synthetic."""
        after = running_suite.open_unit(self.running)
        clerk = self.clerk = self._key("clerk")
        self.records = [
            one for first in range(0, RECORDS, 100) for one in self._receive(clerk, min(RECORDS - first, 100), after)
        ]
        self.papers = [self._hand_in(clerk, number) for number in range(PAPERS)]
        self.house.settle()

    def _receive(self, clerk: str, count: int, after: str) -> list[str]:
        groups = {"groups": [[{"step": "receive", "form": self._call()}] for _ in range(count)]}
        address = f"{CALLS}:batch?after={after}"
        status, answer = running_suite.ask(self.running.port, "POST", address, clerk, json.dumps(groups).encode())
        body = json.loads(answer)
        if body.get("accepted") != count:
            raise RuntimeError(status, answer[:500])
        return [one["record"]["id"] for one in body["results"]]

    def _call(self) -> dict[str, Any]:
        return {
            "unit": UNIT,
            "received_at": "2017-03-01T09:00:00+08:00",
            "caller_kind": "merchant",
            "matter": "路灯不亮",
            "caller": "合成" + self.chance.choice("甲乙丙丁戊己庚辛"),
            "telephone": f"1000000{self.chance.randrange(10_000):04}",
        }

    def _hand_in(self, clerk: str, number: int) -> str:
        body = f"synthetic paper {number}\n".encode() * 100
        path = f"/v1/evidence?name=p{number}.txt"
        status, answer = running_suite.ask(self.running.port, "POST", path, clerk, body)
        if status != CREATED:
            raise RuntimeError(status, answer[:500])
        sha256: str = json.loads(answer)["sha256"]
        return sha256

    def _key(self, role: str) -> str:
        self.turns += 1
        return running_suite.make_key(self.running.port, self.running.key, f"bench-{role}-{self.turns}", role)

    def kinds(self) -> list[Kind]:
        """What is measured."""
        return [
            Kind("a command", self._commands, "clerk", (CREATED,)),
            Kind("records of many people, each read once", lambda count: self._reads(self.records, count)),
            Kind(
                "the same, one request after the other",
                lambda count: self._reads(self.records, count),
                connections=ALONE,
            ),
            Kind("the same records read again and again", lambda count: self._reads(self.records[:AGAIN], count)),
            Kind(
                "a paper",
                lambda count: self._cycle(count, [f"/v1/evidence/{one}" for one in self.papers]),
                token=self.clerk,
            ),
            Kind("a command that is refused", self._refused, "clerk", INVALID),
            Kind("a command that is denied", self._denied, "leader", (FORBIDDEN,)),
            Kind("the overview", lambda count: self._cycle(count, ["/v1/progress"])),
            Kind("the mix", self._mix, "clerk", (OK, CREATED, MISSING, *INVALID)),
        ]

    def _mix(self, count: int) -> Asked:
        """The mix, shuffled by the seed; the same in every turn."""
        chance, shares = random.Random(SEED), {name: count * share // 100 for name, share in MIX.items()}  # noqa: S311
        papers = self._cycle(shares["paper"], [f"/v1/evidence/{one}" for one in self.papers])
        written = self._commands(shares["command"]) + self._refused(shares["refused"])
        asked = written + self._reads(self.records, shares["record"]) + papers
        asked += [("GET", self._soak_read(number), "") for number in range(count - len(asked))]
        chance.shuffle(asked)
        return asked

    def _soak_read(self, number: int) -> str:
        day = {"number": number, "month": 1 + number // 28 % 9, "day": 1 + number % 28}
        return soak.READS[number % len(soak.READS)].format(**day)

    def _commands(self, count: int) -> Asked:
        forms = ({"unit": UNIT, "title": f"Feature {number}", "applied_on": "2017-03-01"} for number in range(count))
        return [("POST", FEATURES, json.dumps(form)) for form in forms]

    def _refused(self, count: int) -> Asked:
        return [("POST", FEATURES, json.dumps({"unit": UNIT, "applied_on": "2017-03-01"}))] * count

    def _denied(self, count: int) -> Asked:
        return [("POST", FEATURES, json.dumps({"unit": UNIT, "title": "x", "applied_on": "2017-03-01"}))] * count

    def _reads(self, records: list[str], count: int) -> Asked:
        return self._cycle(count, [f"{CALLS}/{one}" for one in records])

    def _cycle(self, count: int, paths: list[str]) -> Asked:
        return [("GET", paths[number % len(paths)], "") for number in range(count)]

    def turn(self, kind: Kind, idle: Costs, *, on: bool) -> Turn:
        """One turn of a kind, with acts or without; over when all of it stands in the audit log."""
        token = kind.token or self._key(kind.role)
        self.house.settle()
        self.house.switch(on=on)
        before, acts, began = self.house.costs(), self.house.acts(), now()
        done = self._load(kind, token, self.requests)
        self.house.settle()
        rest = now() - began
        used = {name: max(0.0, after - before[name] - idle[name] * rest) for name, after in self.house.costs().items()}
        self.house.switch(on=True)
        return Turn(done["answers"], done["seconds"], used, self.house.acts() - acts)

    def _load(self, kind: Kind, token: str, count: int) -> dict[str, Any]:
        plan = {
            "port": self.running.port,
            "token": token,
            "connections": kind.connections,
            "statuses": kind.statuses,
            "requests": kind.asked(count),
        }
        command = [sys.executable, "-m", "bench.acts.load"]
        said = subprocess.run(command, cwd=ROOT, input=json.dumps(plan), capture_output=True, text=True, check=True)  # noqa: S603 -- our own words
        answer: dict[str, Any] = json.loads(said.stdout)
        if answer["wrong"] or answer["answers"] != count:
            raise RuntimeError(kind.name, answer)
        return answer

    def warm(self, kind: Kind) -> None:
        """Some requests that are not measured."""
        self._load(kind, kind.token or self._key(kind.role), WARM)


def measure(scene: Scene, *, quick: bool, kinds: Sequence[str] = ()) -> Iterator[Figure]:
    """One round: every kind in turns, with and without; or those whose names have one of these words."""
    with running_suite.start(scene, RUNNER) as running:
        bench = Bench(running, House(running, scene.home), REQUESTS // (4 if quick else 1))
        bench.fill()
        idle = bench.house.idle_rates()
        for kind in (one for one in bench.kinds() if not kinds or any(word in one.name for word in kinds)):
            bench.warm(kind)
            turns = [(on, bench.turn(kind, idle, on=on)) for _ in range(PAIRS) for on in (True, False)]
            yield from _figures(kind, [one for on, one in turns if on], [one for on, one in turns if not on])


def _figures(kind: Kind, on: list[Turn], off: list[Turn]) -> Iterator[Figure]:
    rates = median(one.rate for one in on), median(one.rate for one in off)
    yield Figure(f"{kind.name}: on record", OURS, rates[0], "requests/s")
    yield Figure(f"{kind.name}: without acts", OURS, rates[1], "requests/s")
    yield Figure(f"{kind.name}: throughput lost", OURS, (1 - rates[0] / rates[1]) * 100, "%", most=MOST_PERCENT)
    yield Figure(f"{kind.name}: acts of a request", OURS, median(one.acts / one.answers for one in on), "")
    whole = median(one.milliseconds() for one in off)
    yield Figure(f"{kind.name}: processor without acts", OURS, whole, "ms")
    for name, processes in GROUPS.items():
        more = median(one.milliseconds(*processes) for one in on) - median(one.milliseconds(*processes) for one in off)
        yield Figure(f"{kind.name}: acts cost {name}", OURS, more, "ms")
    more = median(one.milliseconds() for one in on) - whole
    yield Figure(f"{kind.name}: acts cost in all", OURS, more, "ms")
    yield Figure(f"{kind.name}: acts cost of the request's own", OURS, more / whole * 100, "%", most=MOST_PERCENT)
