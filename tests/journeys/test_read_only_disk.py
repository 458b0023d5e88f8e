"""A home whose file system turns read-only, as one does when its disk fails: all is answered, all ends in order."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.base import ports
from operations.base.environment import PYTHON, ROOT
from operations.base.processes import belongs
from operations.suite import state
from tests import messaging, mounts
from tests.suite import Suite, until


class Operator:
    """The command line of one home."""

    def __init__(self, home: Path, uri: str) -> None:
        self.home, self.suite = home, Suite(home, uri, port=ports.free(), by_command=True)
        address = f"127.0.0.1:{self.suite.port}"
        self.environment = os.environ | {"CAMPAIGN_HOME": str(home), "AMQP_URI": uri, "HTTP_ADDRESS": address}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PYTHON, "-m", "operations", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def leftovers(self) -> list[str]:
        current = state.load(self.home)
        assert current
        children = current.processes.items()
        return [name for name, one in children if one.pid and belongs(one.pid, name, self.home)]


def disk_states(suite: Suite) -> dict[str, str]:
    services = suite.get("/readyz", token="").json["services"]
    return {name: one.get("disk", "") for name, one in services.items()}


@pytest.fixture
def operator(tmp_path: Path, broker_uri: str) -> Iterator[Operator]:
    messaging.empty(broker_uri)
    with mounts.ext4_disk(tmp_path / "disk", tmp_path / "image", 256) as disk:
        one = Operator(disk / "home", broker_uri)
        yield one
        one.run("down")


@pytest.mark.at_length
def test_a_home_that_turns_read_only_is_told_and_ends_in_order(operator: Operator) -> None:
    up = operator.run("up", "--detach")
    assert up.returncode == 0, up.stdout + up.stderr
    suite, current = operator.suite, state.load(operator.home)
    assert current
    suite.unit("DT")
    assert suite.post("/v1/evidence?name=a", b"before").status == 201

    mounts.fail(operator.home.parent)
    paper = suite.post("/v1/evidence?name=b", b"after")
    assert (paper.status, paper.json["slug"]) == (503, "unwritable-storage")
    unit = {"code": "ZS", "name": "中山", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
    command = suite.post("/v1/training/units", unit)
    assert (command.status, command.json["slug"]) == (503, "unwritable-storage")
    assert suite.get("/v1/progress").status == 200, "reading goes on"
    assert suite.get("/v1/training/units/DT").status == 200
    until(lambda: set(disk_states(suite).values()) == {"unwritable"}, "every service says so")
    assert suite.get("/readyz", token="").status == 503

    # What ends cannot be started again, and takes nobody with it.
    pid = current.processes["cases"].pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    until(lambda: not belongs(pid, "cases", operator.home), "it has ended")
    shown = operator.run("status")
    assert shown.returncode == 1
    assert "Traceback" not in shown.stdout + shown.stderr
    assert suite.get("/v1/progress").status == 200

    down = operator.run("down")
    assert (down.returncode, down.stdout.strip(), down.stderr) == (0, "Stopped 已停止", "")
    assert operator.leftovers() == []
    for arguments in (("up",), ("up", "--detach")):
        again = operator.run(*arguments)
        assert again.returncode == 3
        assert "Nothing can be written" in again.stderr
        assert "Traceback" not in again.stdout + again.stderr
