"""One run of one system: its two processes from start to end, and what they found."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import machine
from bench.plan import Plan, now
from bench.scene import Scene
from operations.base.environment import ROOT

SYSTEMS = {"suite": "this suite", "stock_nameko": "stock nameko", "fast_stream": "FastStream"}
PATIENCE = 300.0
READY_WITHIN = 60.0


class Incomplete(RuntimeError):
    """A run did not end with every event in the ledger."""


@dataclass(frozen=True)
class RunResult:
    """What one run found.

    rate         events a second
    from_commit  for each event seconds from commit to visible; from_command: from the command
    owner, gateway, broker  microseconds of CPU an event in each
    """

    rate: float
    from_commit: list[float]
    from_command: list[float]
    owner: float
    gateway: float
    broker: float


def run(scene: Scene, system: str, database: str, **how: Any) -> RunResult:
    """Run a system once; `how` are the plan's callers, count, rate, threads. Raises Incomplete."""
    folder, owner_url, gateway_url = scene.fresh(database)
    plan = Plan(scene.amqp_uri, owner_url, gateway_url, str(folder), **how)
    before, children = machine.cpu_of(scene.home), [_start(system, "gateway", plan)]
    try:
        _until_ready(plan, children[0])
        children.insert(0, _start(system, "owner", plan))
        for child in children:
            if _exit_code(child) != 0:
                raise Incomplete(system, _log_tail(plan))
    finally:
        for child in children:
            child.kill()
            child.wait()
    return _result(plan, machine.cpu_of(scene.home) - before)


def _exit_code(child: subprocess.Popen[bytes]) -> int | None:
    """With which code a process ended; none: it is still at it and will never end."""
    try:
        return child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return None


def _until_ready(plan: Plan, gateway: subprocess.Popen[bytes]) -> None:
    until = now() + READY_WITHIN
    while not (Path(plan.folder) / "ready.json").exists():
        if gateway.poll() is not None or now() > until:
            raise Incomplete(_log_tail(plan))
        time.sleep(0.05)


def _log_tail(plan: Plan) -> str:
    return (Path(plan.folder) / "log").read_text()[-2000:]


def _start(system: str, role: str, plan: Plan) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"bench.systems.{system}", role, str(plan.write())]
    with (Path(plan.folder) / "log").open("ab") as out:
        return subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=out, stderr=out)  # noqa: S603 -- our own words


def _result(plan: Plan, broker: float) -> RunResult:
    owner, gateway = plan.load_result("owner"), plan.load_result("gateway")
    commits, at = owner["commits"], gateway["at"]
    if set(commits) - set(at) or gateway["events"] != len(at):
        raise Incomplete(f"{len(commits)} committed, {len(at)} seen, {gateway['events']} in the ledger")
    last = max(at[event] for event in commits)
    commit = [at[event] - committed for event, (_, committed) in commits.items()]
    command = [at[event] - given_at for event, (given_at, _) in commits.items()]
    spent = (cpu / len(commits) * 1e6 for cpu in (owner["cpu"], gateway["cpu"], broker))
    return RunResult(len(commits) / (last - owner["begun"]), sorted(commit), sorted(command), *spent)
