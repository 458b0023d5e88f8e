"""A stack of containers for tests: docker-compose.yml as it stands, on a real engine, under a name of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.suite import ROOT, SERVICES, Suite, until

COMPOSE = ROOT / "docker-compose.yml"
BASES = ("python:3.13-slim", "postgres:17", "rabbitmq:4-management")
KEEPERS = ("postgres", "rabbitmq")
JOBS = ("definitions", "public-keys", "databases", "migrate", "topology")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PUBLIC = "https://campaign.example.gov.cn"
SLOW = 240.0
HEALTH = "{{.State.Health.Status}}"
LONGEST, STANDS_STILL = 600, 4.0
__all__ = ["BASES", "COMPOSE", "JOBS", "KEEPERS", "PUBLIC", "Stack"]


def need_engine() -> None:
    """Skips where no containers can run, and says what is missing."""
    if shutil.which("docker") is None:
        pytest.skip("no container engine: deploy/airgap/engine installs and starts one")
    if os.geteuid() != 0:
        pytest.skip("containers are killed from outside, which takes root")
    for command in (("info",), ("compose", "version"), ("buildx", "version")):
        if _fails("docker", *command):
            pytest.skip(f"`docker {' '.join(command)}` fails: deploy/airgap/engine installs and starts an engine")
    for image in BASES:
        if not has_image(image):
            pytest.skip(f"no image {image}: docker pull, or deploy/airgap/images where no registry is reached")


def has_image(name: str) -> bool:
    """Whether the engine has an image."""
    return not _fails("docker", "image", "inspect", name)


def _fails(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode != 0


@dataclass
class Stack(Suite):
    """One stack. `home` holds its secrets; `settings` are the variables of the compose file, over which `overlays` are
    laid; `took` is in seconds, and so is `settles`: for so long nothing moves before it is quiet.
    """

    project: str = "campaign-tests"
    tree: Path = ROOT
    settings: dict[str, str] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    by_command: bool = True
    settles: float = STANDS_STILL
    overlays: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.secrets = self.home / "secrets-of-containers"
        token = self.home / "secrets" / "token.key"
        if not token.exists():
            _run([str(self.tree / "deploy/draw-secrets"), str(self.secrets)], {})
            token.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.secrets / "token-key", token)
        super().__post_init__()
        self.settings = {
            "COMPOSE_FILE": ":".join(str(self.tree / one) for one in ("docker-compose.yml", *self.overlays)),
            "COMPOSE_PROJECT_NAME": self.project,
            "CAMPAIGN_SECRETS": str(self.secrets),
            "CAMPAIGN_ADDRESS": f"127.0.0.1:{self.port}",
            "PUBLIC_URL": PUBLIC,
            "CAMPAIGN_IMAGE": "four-six-three:tests",
            "CA_BUNDLE": str(CERTIFICATES) if CERTIFICATES.exists() else "/dev/null",
            "BUILD_NETWORK": "host",
            **self.settings,
        }

    def compose(self, *arguments: str) -> str:
        """What `docker compose` says to standard output."""
        return _run(["docker", "compose", *arguments], self.settings)

    def tools(self, *command: str) -> str:
        """What the operators' command says, run beside the stack."""
        return self.compose("run", "--rm", "-T", "--no-deps", "tools", *command)

    def script(self, name: str, *arguments: str) -> str:
        """What one of deploy's scripts says."""
        return _run([str(self.tree / "deploy" / name), *arguments], self.settings)

    def up(self, *more: str) -> None:
        """Start what is not running, and wait until all is ready."""
        self.compose("up", "--detach", "--wait", *more)
        self.ready()

    def down(self, *more: str) -> None:
        self.compose("--profile", "*", "down", "--remove-orphans", *more)

    def ready(self) -> None:
        until(lambda: self.get("/readyz", token="").status == 200, "the stack is ready", SLOW)

    def secret(self, name: str) -> str:
        return (self.secrets / name).read_text()

    def containers(self, service: str) -> list[str]:
        """The ids of a service's containers, those that have ended included."""
        return self.compose("ps", "--all", "--quiet", service).split()

    def inspect(self, container: str, what: str) -> str:
        return _run(["docker", "inspect", "--format", what, container], {}).strip()

    def place(self, service: str, network: str) -> str:
        """The address of a service's container in one of the networks; this machine reaches them all."""
        (container,) = self.containers(service)
        template = f'{{{{ (index .NetworkSettings.Networks "{self.project}_{network}").IPAddress }}}}'
        return self.inspect(container, template)

    def crash(self, service: str) -> None:
        """Kill the process in a service's container as the kernel would; the engine has to start it again, and it is
        well when this returns: a database first replays what it had not put in its place.
        """
        (container,) = self.containers(service)
        before = int(self.inspect(container, "{{.RestartCount}}"))
        os.kill(int(self.inspect(container, "{{.State.Pid}}")), signal.SIGKILL)
        until(lambda: int(self.inspect(container, "{{.RestartCount}}")) > before, f"{service} is started again", SLOW)
        until(lambda: self.inspect(container, HEALTH) == "healthy", f"{service} is well", SLOW)

    def inside(self, service: str, *command: str) -> str:
        """What a command says in a service's running container."""
        return self.compose("exec", "-T", service, *command)

    def sql(self, database: str, query: str) -> list[str]:
        """The rows that the superuser reads, one column each."""
        psql = ("psql", "--username=postgres", "--no-align", "--tuples-only", f"--dbname={database}")
        return self.inside("postgres", *psql, f"--command={query}").splitlines()

    def size(self) -> int:
        """The bytes of the suite's image."""
        return int(_run(["docker", "image", "inspect", "--format", "{{.Size}}", self.settings["CAMPAIGN_IMAGE"]], {}))

    def memory(self) -> dict[str, str]:
        """What each container uses, as the engine says it."""
        running = self.compose("ps", "--quiet").split()
        output = _run(["docker", "stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}", *running], {})
        return dict(line.split(" ", 1) for line in sorted(output.splitlines()))

    def read_model(self) -> bytes:
        """The whole view at the demonstration's baseline, as bytes."""
        return self.get("/v1/progress?as_of=2017-06-15").body

    def quiet(self) -> None:
        """Wait until every journal is published and the view has not moved for some seconds."""
        counts, since = self._progress_counts(), time.monotonic()

        def stands_still() -> bool:
            nonlocal counts, since
            before, counts = counts, self._progress_counts()
            since = time.monotonic() if before != counts else since
            return counts[0] == 0 and time.monotonic() - since > self.settles

        until(stands_still, "nothing is on its way", SLOW)

    def _progress_counts(self) -> tuple[int, int]:
        """How many events wait for the broker, and how many the view has."""
        waiting = "SELECT count(*) FROM journal WHERE state = 0"
        pending = sum(int(self.sql(service, waiting)[0]) for service in SERVICES)
        return pending, int(self.sql("gateway", "SELECT count(*) FROM tellings")[0])


def _run(command: list[str], settings: Mapping[str, str]) -> str:
    finished = subprocess.run(
        command, env=os.environ | settings, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    assert finished.returncode == 0, f"{' '.join(command)}\n{finished.stdout[-4000:]}\n{finished.stderr[-4000:]}"
    return finished.stdout


@contextmanager
def stack(home: Path, **more: Any) -> Iterator[Stack]:
    """A stack that leaves nothing behind, and finds nothing that a run which was killed has left behind."""
    started = Stack(home, "", **more)
    started.down("--volumes")
    try:
        yield started
    finally:
        started.down("--volumes")
