"""A process that is there and no longer works is replaced; one that is only busy is not."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from operations.base import ports
from operations.base.environment import PYTHON, ROOT
from operations.base.processes import belongs
from operations.suite import state
from operations.suite.supervisor import Supervisor
from operations.suite.vital_signs import Notifications
from services.chassis.host.watchdog import BUSY_FOR, EVERY, IDLE_FOR, Standstill
from tests.broker import environment, need_server
from tests.proof import fault, proves
from tests.suite import Suite, until

WITHIN = 30.0
FROZEN = ("gateway", "outreach", "broker")


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """A suite as `./campaign up` runs it."""
    need_server()
    suite = Suite(tmp_path_factory.mktemp("up"), "", port=ports.free(), by_command=True)
    settings = environment(suite.home, HTTP_ADDRESS=f"127.0.0.1:{suite.port}").inherited
    with (suite.home / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [PYTHON, "-m", "operations", "up"], cwd=ROOT, env=dict(settings), stdout=log, stderr=log
        )
    suite.processes["up"] = process
    try:
        suite.ready()
        suite.unit("DT")
        yield suite
    finally:
        process.terminate()
        process.wait(20)


def pid(suite: Suite, name: str) -> int | None:
    current = state.load(suite.home)
    return current.processes[name].pid if current else None


def send(suite: Suite, name: str, number: int) -> int:
    """To a process that there is: 0 would be all of us."""
    process = pid(suite, name)
    assert process
    os.kill(process, number)
    return process


def apply_for_feature(suite: Suite, title: str) -> bool:
    form = {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
    return suite.post("/v1/outreach/features", form, Idempotency_Key=title).status in (200, 201)


def count(suite: Suite) -> int:
    response = suite.get("/v1/measures/A3.applied/facts")
    return int(response.json["n"]) if response.status == 200 else -1


@pytest.mark.at_length
def test_each_frozen_process_is_replaced_within_30_seconds_and_nothing_is_lost(up: Suite) -> None:
    until(lambda: apply_for_feature(up, "before"), "one is acknowledged")
    before = {name: send(up, name, signal.SIGSTOP) for name in FROZEN}
    until(lambda: all(pid(up, name) not in (None, before[name]) for name in FROZEN), "all are replaced", WITHIN)
    assert not any(belongs(number, name, up.home) for name, number in before.items())
    up.ready()
    until(lambda: apply_for_feature(up, "after"), "one more is acknowledged")
    until(lambda: count(up) == 2, "both are in the view")
    log = (up.home / "up.log").read_text()
    assert log.count("process.frozen") == len(FROZEN)


def test_a_service_that_is_frozen_for_less_goes_on(up: Suite) -> None:
    before = send(up, "equipment", signal.SIGSTOP)
    time.sleep(Notifications.silent_for / 3)
    send(up, "equipment", signal.SIGCONT)
    up.ready()
    assert pid(up, "equipment") == before


@proves(54, "watches-exits-only")
def test_a_child_that_stays_silent_is_ended_and_started_again() -> None:
    """Without a sign it is given the time of a start, with one the time between two signs."""
    signs = Notifications()
    signs.silent_for, signs.first_within = 0.5, 60
    script = (
        "import os, socket, time; s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);"
        "s.sendto(b'WATCHDOG=1', os.environ['NOTIFY_SOCKET'].replace('@', chr(0), 1)); time.sleep(60)"
    )
    env = {"NOTIFY_SOCKET": signs.address}
    supervisor = Supervisor()
    supervisor.add("silent", lambda: subprocess.Popen([sys.executable, "-c", script], env=env), signs)
    child = supervisor.children[0]
    with contextlib.closing(signs):
        until(lambda: bool(supervisor.tick()) and child.restarts == 1, "it was started again")
    fault.occurs(child.restarts)
    assert child.process
    child.process.kill()
    child.process.wait()


def test_a_sign_of_a_stranger_is_none_of_the_childs() -> None:
    signs = Notifications()
    with contextlib.closing(signs), notifier(signs.address) as stranger:
        until(lambda: signs.came(stranger.pid), "it was read")
        assert not signs.came(os.getpid())
        assert not signs.came(stranger.pid), "each is read once"


@contextlib.contextmanager
def notifier(address: str) -> Iterator[subprocess.Popen[bytes]]:
    script = (
        "import socket, sys; s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);"
        "s.sendto(b'WATCHDOG=1', sys.argv[1].replace('@', chr(0), 1)); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", script, address], stdin=subprocess.PIPE) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.mark.parametrize(
    ("share", "stands_for"),
    [
        (0.0, IDLE_FOR),  # waits for what never comes
        (0.01, IDLE_FOR),
        (0.05, BUSY_FOR),  # a slow disk
        (1.0, BUSY_FOR),  # a rebuild, or a circle
    ],
)
def test_a_loop_that_stands_still_is_given_longer_while_it_works(share: float, stands_for: float) -> None:
    standstill = Standstill()
    assert not standstill.look(1, 0.0)
    looks = int(stands_for / EVERY)
    assert not any(standstill.look(1, number * EVERY * share) for number in range(1, looks))
    assert standstill.look(1, looks * EVERY * share)


def test_a_loop_that_turns_starts_afresh() -> None:
    standstill = Standstill()
    assert not any(standstill.look(number // 10, 0.0) for number in range(100))


LOOP = """
from services.chassis.host import watchdog
import eventlet, os, sys, time
eventlet.monkey_patch()
watchdog.EVERY, watchdog.IDLE_FOR, watchdog.BUSY_FOR = 0.1, 0.5, 60
one = watchdog.Watchdog(os.environ.get("NOTIFY_SOCKET", ""))
one.start()
one.watch_loop()
eventlet.sleep(0.2)
def waits_for_ever():
    eventlet.patcher.original("time").sleep(60)
def works():
    until = time.monotonic() + 1.5
    while time.monotonic() < until: pass
globals()[sys.argv[1]]()
"""


@pytest.mark.parametrize(("deed", "code"), [("waits_for_ever", 70), ("works", 0)])
def test_a_process_whose_loop_waits_for_ever_ends_itself_and_says_where(deed: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOP, deed],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == code
    assert ("loop.stuck" in done.stderr) == (code == 70)
    assert (f"in {deed}" in done.stderr) == (code == 70)


def test_a_process_that_is_busy_gives_signs_all_the_time() -> None:
    signs, command = Notifications(), [sys.executable, "-W", "ignore", "-c", LOOP, "works"]
    env = {**os.environ, "NOTIFY_SOCKET": signs.address}
    with contextlib.closing(signs), subprocess.Popen(command, cwd=ROOT, env=env) as process:
        until(lambda: signs.came(process.pid), "the first")
        for _ in range(3):
            until(lambda: signs.came(process.pid), "and the next")
