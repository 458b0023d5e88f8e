"""A version of the suite at work: the tree of a commit, run by its own command on a home."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from operations.base import ports
from tests.homes.caller import Caller
from tests.homes.tables import SERVICES, Connect, postgresql, sqlite

SUPERVISOR = "up"


@dataclass
class Release:
    """One home, brought up by the command of one tree.

    tree         a checkout with a `.venv` of its locked dependencies
    database_url with `{service}` in it; empty: SQLite
    """

    tree: Path
    home: Path
    amqp_uri: str
    database_url: str = ""

    def __post_init__(self) -> None:
        self.http_address = f"127.0.0.1:{ports.free()}"

    @property
    def connect(self) -> Connect:
        """Its databases, read from beside."""
        return postgresql(self.database_url) if self.database_url else sqlite(self.home)

    @property
    def caller(self) -> Caller:
        """An operator at its address."""
        return self.caller_as("operator")

    def caller_as(self, role: str) -> Caller:
        """Somebody of a role at its address, over connections of their own."""
        return Caller(f"http://{self.http_address}", self.run("token", "--role", role).strip())

    def run(self, *arguments: str) -> str:
        """One command to its end; what it printed."""
        command, environment = self._command(arguments), self._environment()
        done = subprocess.run(command, cwd=self.tree, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """One command, begun."""
        return subprocess.Popen(
            self._command(arguments),
            cwd=self.tree,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def up(self) -> None:
        self.run("up", "--detach")

    def down(self) -> None:
        self.run("down")

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to the process of a service, or to the one that keeps all running."""
        os.kill(self._pid(name), number)

    def kill_all(self) -> None:
        """As when the power goes: nobody ends anything in order."""
        pids = [self._pid(name) for name in (SUPERVISOR, *SERVICES)]
        # The one that starts again what has ended must see nothing of it.
        os.kill(pids[0], signal.SIGSTOP)
        for pid in (*pids[1:], pids[0]):
            os.kill(pid, signal.SIGKILL)

    def _pid(self, name: str) -> int:
        for path in Path("/proc").glob("[0-9]*"):
            try:
                words = (path / "cmdline").read_bytes().split(b"\0")[:-1]
                environment = (path / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[-1:] == [name.encode()] and f"CAMPAIGN_HOME={self.home}".encode() in environment:
                return int(path.name)
        raise LookupError(name)

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [str(self.tree / ".venv/bin/python"), "-m", "operations", *arguments]

    def _environment(self) -> dict[str, str]:
        settings = {
            "CAMPAIGN_HOME": str(self.home),
            "AMQP_URI": self.amqp_uri,
            "HTTP_ADDRESS": self.http_address,
            **({"DATABASE_URL": self.database_url} if self.database_url else {}),
        }
        others = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DATABASE_URL")}
        return others | settings
