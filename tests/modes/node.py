"""A broker of a test's own, to be restarted, alarmed and locked out of."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from operations.broker import broker, node
from tests.broker import environment

RABBITMQCTL = "/usr/lib/rabbitmq/bin/rabbitmqctl"


def ctl(home: Path, *command: str) -> None:
    """What an operator would type to the node of a home."""
    ports = node.last_ports(home)
    assert ports
    here = {
        "HOME": str(home / "broker"),
        "ERL_EPMD_PORT": str(ports.epmd),
        "RABBITMQ_CONF_ENV_FILE": str(home / "broker" / "none"),
    }
    done = subprocess.run(
        [RABBITMQCTL, "-n", "campaign@localhost", *command],
        env=os.environ | here,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass
class OwnBroker:
    """One private node."""

    home: Path
    running: broker.RunningBroker

    @classmethod
    def start(cls, home: Path) -> OwnBroker:
        return cls(home, broker.ensure(environment(home)))

    @property
    def uri(self) -> str:
        return self.running.uri

    def ctl(self, *command: str) -> None:
        ctl(self.home, *command)

    def kill(self) -> None:
        assert self.running.process
        self.running.process.kill()
        self.running.process.wait(20)
        self.running.stop()

    def start_again(self) -> None:
        self.running = broker.ensure(environment(self.home))

    def stop(self) -> None:
        self.running.stop()
