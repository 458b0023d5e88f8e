"""A cluster for tests: docker-compose.yml with deploy/cluster.yml laid over it, and both proxies asked by https."""

from __future__ import annotations

import http.client
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts import catalogue
from operations.base import ports
from operations.certificate.files import CertificateFiles
from operations.client.client import Client
from services.chassis.base import clock, tls
from services.gateway.http import bearer_tokens
from tests.chassis.test_tls import lay_certificate
from tests.cluster.two_ways import HOST, NAME, TwoWays
from tests.compose import stack as stacks
from tests.compose.stack import Stack, _run
from tests.suite import SERVICES, HttpResponse, until

BASES = (*stacks.BASES, "haproxy:3.0")
DATABASES = ("postgres", "postgres-2", "postgres-3")
FRONT = "10.46.63.0/24"
SLOW = 300.0
PATRONI = 8008
PSQL = ("psql", "--host=/var/run/postgresql", "--username=postgres", "--no-align", "--tuples-only")
WAITING, HEARD = "SELECT count(*) FROM journal WHERE state = 0", "SELECT count(*) FROM tellings"
FEATURES = "outreach.features"
FOLLOWS = {"streaming", "running"}


@dataclass(frozen=True)
class Container:
    """One container as the engine sees it now."""

    id: str
    name: str
    part: str
    pid: int
    state: str
    health: str
    places: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return self.state == "running" and self.health in {"", "healthy"}


@dataclass
class ClusterStack(Stack):
    """One cluster. `port` is the first proxy's, `port_2` the second's."""

    project: str = "campaign-cluster"
    overlays: tuple[str, ...] = ("deploy/cluster.yml",)
    port_2: int = 0

    def __post_init__(self) -> None:
        self.port_2 = self.port_2 or ports.free()
        self.settings = {
            "CAMPAIGN_POSTGRES_IMAGE": "four-six-three-postgres:tests",
            "CAMPAIGN_ADDRESS_2": f"{HOST}:{self.port_2}",
            "FRONT_SUBNET": FRONT,
            **self.settings,
        }
        super().__post_init__()
        self.settings["PUBLIC_URL"] = self.address
        self._lay_certificate()
        self.ways = TwoWays((self.port, self.port_2), CertificateFiles(self.home).authority)

    def _lay_certificate(self) -> None:
        """What the proxies show, drawn once; whoever runs in the containers may read it."""
        if (self.secrets / "tls-key").exists():
            return
        lay_certificate(self.home)
        own = tls.own_files(self.home)
        for name, file in (("tls-certificate", own.certificate), ("tls-key", own.key)):
            shutil.copy(file, self.secrets / name)
            (self.secrets / name).chmod(0o444)

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.port}"

    def enrol(self) -> None:
        """Draw the keys of those who write, before anything is broken. Raises Away, Declined."""
        form = {"unit": "DT", "title": "", "applied_on": "2017-03-01"}
        self.token("clerk")
        self._clerk(FEATURES, catalogue.REGISTERS[FEATURES].opening.name, form)

    def administrator(self) -> Client:
        token = bearer_tokens.issue(self.key, "administrator", clock.now())
        return Client(self.address, token, context=self.ways.context)

    def ask(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str
    ) -> HttpResponse:
        """One request by whichever proxy answers; status 0 where none does."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        if token != "":
            own["Authorization"] = f"Bearer {token or self._fitting(method, path, body)}"
        return self.ways.ask(method, path, data, own)

    def running(self) -> list[Container]:
        """Every container of what stays up; jobs that have ended are not among them."""
        label = f"label=com.docker.compose.project={self.project}"
        ids = _run(["docker", "ps", "--all", "--quiet", "--filter", label], {}).split()
        seen = json.loads(_run(["docker", "inspect", *ids], {})) if ids else []
        return sorted(
            (_container(one) for one in seen if _part(one) not in stacks.JOBS and not _is_command(one)),
            key=lambda one: one.name,
        )

    def leader(self) -> str:
        """The name of the database's leader; empty: nobody leads."""
        return next((one["name"] for one in self.members() if one["role"] == "leader"), "")

    def members(self) -> list[dict[str, Any]]:
        """The database's nodes as one of them sees them; empty: none answers."""
        for one in self.running():
            if one.part in DATABASES and one.state == "running":
                with suppress(OSError, ValueError, http.client.HTTPException):
                    return list(_fetch(one.places, "/cluster")["members"])
        return []

    def is_whole(self) -> bool:
        """Whether each container is well and every node of the database follows its leader."""
        members = self.members()
        follow = [one for one in members if one["role"] != "leader" and one["state"] in FOLLOWS]
        return all(one.is_well for one in self.running()) and len(follow) == len(DATABASES) - 1 and bool(self.leader())

    def sql(self, database: str, query: str) -> list[str]:
        """The rows that the leader reads, one column each."""
        until(lambda: bool(self.leader()), "a node of the database leads", SLOW)
        return self.inside(self.leader(), *PSQL, f"--dbname={database}", f"--command={query}").splitlines()

    def _progress_counts(self) -> tuple[int, int]:
        """As a stack's, by one command in the leader's container: each costs as much as all the questions."""
        asked = [*((one, WAITING) for one in SERVICES), ("gateway", HEARD)]
        lines = [f"{' '.join(PSQL)} --dbname={database} --command='{query}'" for database, query in asked]
        *waiting, heard = map(int, self.inside(self.leader(), "sh", "-ec", "; ".join(lines)).split())
        return sum(waiting), heard


def _part(seen: dict[str, Any]) -> str:
    return str(seen["Config"]["Labels"]["com.docker.compose.service"])


def _is_command(seen: dict[str, Any]) -> bool:
    return bool(seen["Config"]["Labels"].get("com.docker.compose.oneoff") == "True")


def _container(seen: dict[str, Any]) -> Container:
    state = seen["State"]
    return Container(
        id=seen["Id"][:12],
        name=seen["Name"].strip("/"),
        part=_part(seen),
        pid=int(state["Pid"]),
        state="paused" if state.get("Paused") else str(state["Status"]),
        health=str(state.get("Health", {}).get("Status", "")),
        places=tuple(one["IPAddress"] for one in seen["NetworkSettings"]["Networks"].values() if one["IPAddress"]),
    )


def _fetch(places: tuple[str, ...], path: str) -> Any:
    """What Patroni answers at the first of a container's addresses that can be reached. Raises OSError, ValueError."""
    connection = http.client.HTTPConnection(places[0], PATRONI, timeout=2)
    try:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


@contextmanager
def cluster(home: Path, **more: Any) -> Iterator[ClusterStack]:
    """A cluster that leaves nothing behind, and finds nothing that a run which was killed has left behind."""
    started = ClusterStack(home, "", port=ports.free(), **more)
    started.down("--volumes")
    try:
        yield started
    finally:
        started.ways.close()
        started.down("--volumes")
