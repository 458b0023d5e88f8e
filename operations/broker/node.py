"""A private RabbitMQ node: everything it has lies in one directory, everything it opens is on the loopback."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from operations.base import lock, ports, processes
from operations.base.ports import LOOPBACK

USER = "campaign"
GRACE = 10.0
_DEBIAN = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # the one on PATH switches to the user rabbitmq

_CONFIGURATION = """\
listeners.tcp.1 = {loopback}:{amqp}
default_user = {user}
default_pass = {password}
loopback_users = none
vm_memory_high_watermark.absolute = 1GB
raft.wal_max_size_bytes = 67108864
log.console = false
log.file.level = info
log.file.rotation.size = 10485760
log.file.rotation.count = 3
"""


@dataclass(frozen=True, slots=True)
class Ports:
    """What the node listens at."""

    amqp: int
    dist: int
    epmd: int


class Node:
    """A node that keeps its messages under `home`/broker from one start to the next."""

    def __init__(self, home: Path, server: Path, inherited: Mapping[str, str]) -> None:
        self.home = home
        self.directory = home / "broker"
        self.server = server
        self.inherited = inherited
        self.ports = _free(last_ports(home))
        self.password = _password(self.directory)
        self.epmd: processes.Process | None = None

    @property
    def uri(self) -> str:
        """Where the node answers, with its password."""
        return _uri(self.ports, self.password)

    def launch(self) -> processes.Process:
        """Starts the node; some five seconds later it answers. Raises Held while another owns the directory."""
        self._write()
        # The node inherits the lock and so holds it exactly as long as it lives, whatever becomes of us.
        descriptor = lock.take(self.directory / "run" / "lock", wait=GRACE)
        try:
            self._launch_epmd()
            node = processes.start("broker", [str(self.server)], self._env(), self._log("broker"), keep=[descriptor])
            lock.sign(descriptor, node.pid)
            return node
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Ends the node's name server, after the node."""
        if self.epmd:
            processes.stop([self.epmd], GRACE)

    def _launch_epmd(self) -> None:
        if self.epmd and self.epmd.poll() is None:
            return
        command = ["epmd", "-address", LOOPBACK, "-port", str(self.ports.epmd)]
        self.epmd = processes.start("epmd", command, self._env(), self._log("epmd"))

    def _log(self, name: str) -> Path:
        return self.home / "log" / f"{name}.log"

    def _write(self) -> None:
        remember = self.directory / "ports.json"
        remember.write_bytes(orjson.dumps(asdict(self.ports)))
        conf = _CONFIGURATION.format(loopback=LOOPBACK, user=USER, password=self.password, amqp=self.ports.amqp)
        _write_secret(self.directory / "rabbitmq.conf", conf)
        (self.directory / "enabled_plugins").write_text("[].\n", encoding="ascii")

    def _env(self) -> dict[str, str]:
        """The environment of the node: what others said about RabbitMQ or Erlang is left out."""
        others = {name: value for name, value in self.inherited.items() if not name.startswith(("RABBITMQ_", "ERL_"))}
        here = self.directory
        return others | {
            "CAMPAIGN_HOME": str(self.home),
            "HOME": str(here),  # Erlang's cookie
            "ERL_EPMD_PORT": str(self.ports.epmd),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "RABBITMQ_NODENAME": f"{USER}@localhost",
            "RABBITMQ_DIST_PORT": str(self.ports.dist),
            "RABBITMQ_CONFIG_FILE": str(here / "rabbitmq"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(here / "advanced"),
            "RABBITMQ_CONF_ENV_FILE": str(here / "none"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(here / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(here / "config"),
            "RABBITMQ_MNESIA_BASE": str(here / "mnesia"),
            "RABBITMQ_LOG_BASE": str(here / "log"),
            "RABBITMQ_PID_FILE": str(here / "run" / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
            "detached": "1",  # the script becomes the node instead of waiting for it, so signals reach the node
        }


def server() -> Path | None:
    """The server's start script, when RabbitMQ is installed here."""
    if _DEBIAN.exists():
        return _DEBIAN
    path = shutil.which("rabbitmq-server")
    return Path(path) if path and shutil.which("epmd") else None


def known_uri(home: Path) -> str | None:
    """The URI of the node that was started for this home before."""
    node_ports = last_ports(home)
    return _uri(node_ports, _password(home / "broker")) if node_ports else None


def last_ports(home: Path) -> Ports | None:
    """The ports of the last start."""
    try:
        return Ports(**orjson.loads((home / "broker" / "ports.json").read_bytes()))
    except (FileNotFoundError, orjson.JSONDecodeError, TypeError):
        return None


def _uri(node_ports: Ports, password: str) -> str:
    return f"amqp://{USER}:{password}@{LOOPBACK}:{node_ports.amqp}/%2F"


def _free(preferred: Ports | None) -> Ports:
    """The wanted ports where they are free, others where not."""
    with ExitStack() as until:
        numbers = asdict(preferred) if preferred else {"amqp": 0, "dist": 0, "epmd": 0}
        return Ports(**{name: ports.bind(until, number) for name, number in numbers.items()})


def _password(directory: Path) -> str:
    path = directory / "password"
    if not path.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Letters and digits alone: one that begins with a hyphen is an option to the tools that it is given to.
        _write_secret(path, secrets.token_hex(24))
    return path.read_text(encoding="ascii")


def _write_secret(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
