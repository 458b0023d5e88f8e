"""A broker of a test's own, to be restarted, alarmed and locked out of."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from operations.broker import broker, node
from tests.broker import environment

RABBITMQCTL = "/usr/lib/rabbitmq/bin/rabbitmqctl"


@dataclass
class OwnBroker:
    """One private node; `ctl` is what an operator would type."""

    home: Path
    running: broker.RunningBroker

    @classmethod
    def start(cls, home: Path) -> OwnBroker:
        return cls(home, broker.ensure(environment(home)))

    @property
    def uri(self) -> str:
        return self.running.uri

    def ctl(self, *command: str) -> None:
        ports = node.last_ports(self.home)
        assert ports
        here = {
            "HOME": str(self.home / "broker"),
            "ERL_EPMD_PORT": str(ports.epmd),
            "RABBITMQ_CONF_ENV_FILE": str(self.home / "broker" / "none"),
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

    def kill(self) -> None:
        assert self.running.process
        self.running.process.kill()
        self.running.process.wait(20)
        self.running.stop()

    def start_again(self) -> None:
        self.running = broker.ensure(environment(self.home))

    def stop(self) -> None:
        self.running.stop()
