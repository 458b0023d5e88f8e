"""What a run takes place on: a broker, databases that are fresh each time, a folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pika
from pika.exceptions import ChannelClosedByBroker

from bench import postgres
from bench.plan import DISTRICT, UNIT
from bench.postgres import Server
from contracts import catalogue, envelope
from contracts.envelope import Event
from operations.base.environment import Environment
from operations.broker import broker
from services.chassis.base.signing_keys import SigningKey
from services.chassis.handling.command_service import CommandService
from services.chassis.records.command import Actor, Command
from services.chassis.storage import journal, migrations, replicas, tables
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from services.training import units

KEY = SigningKey(b"a key for measuring, of no use elsewhere")

QUEUES = (
    *(catalogue.inbox(one) for one in catalogue.SUBSCRIBERS),
    "evt-stock-outreach.features.applied.v1--stockgateway.handle_application",
    "fastgateway",
)


@dataclass
class Scene:
    """Where the runs take place."""

    home: Path
    amqp_uri: str
    server: Server | None
    _runs: int = field(default=0)

    def prepare(self) -> None:
        """Make the databases of which every run gets a copy: migrated, and knowing one unit."""
        for database in self.databases():
            for service in ("outreach", "gateway"):
                _prepare(Store(self._template(database, service)), service)

    def databases(self) -> tuple[str, ...]:
        """What can be measured on this machine."""
        return ("sqlite", "postgresql") if self.server else ("sqlite",)

    def _template(self, database: str, service: str) -> str:
        if database == "sqlite" or self.server is None:
            return f"sqlite:///{self.home}/{service}.template"
        return self.server.create(f"{service}_template")

    def fresh(self, database: str) -> tuple[Path, str, str]:
        """A new folder, a new owner's database, a new gateway's."""
        folder = self.folder()
        return folder, self.copy(database, "outreach", folder), self.copy(database, "gateway", folder)

    def folder(self) -> Path:
        """A new folder, and nothing left in the queues."""
        self._runs += 1
        folder = self.home / f"run{self._runs}"
        folder.mkdir()
        self._empty_queues()
        return folder

    def copy(self, database: str, service: str, folder: Path) -> str:
        """A prepared database for one run, in its folder; its address."""
        if database == "sqlite" or self.server is None:
            shutil.copy(self.home / f"{service}.template", folder / f"{service}.db")
            return f"sqlite:///{folder}/{service}.db"
        return self.server.create(f"{service}_{self._runs}", f"{service}_template")

    def _empty_queues(self) -> None:
        connection = pika.BlockingConnection(pika.URLParameters(self.amqp_uri))
        for queue in QUEUES:
            with suppress(ChannelClosedByBroker):
                connection.channel().queue_purge(queue)
        connection.close()

    def broker_version(self) -> str:
        """The broker's own name and version."""
        connection = pika.BlockingConnection(pika.URLParameters(self.amqp_uri))
        properties = connection._impl.server_properties  # noqa: SLF001 -- pika has no public name for it
        connection.close()
        return f"{properties['product']} {properties['version']}"


def _prepare(store: Store, service: str) -> None:
    migrations.migrate(store, service)
    unit = _unit()
    with store.begin() as tx:
        if service == "gateway":
            ReadModel(store, campaign(), DISTRICT).handle(tx, [unit])
        else:
            replicas.apply_events(tx, [unit])
    store.close()


def _unit() -> Event:
    """A squadron, as its owner publishes it."""
    store = Store("sqlite://")
    with store.begin() as tx:
        tables.meta.create_all(tx)
    form = {"code": UNIT, "name": "东亭中队", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
    CommandService(store, [units.rules], Sealer("/320205/training", KEY)).execute(
        Command("u", "training.units", "open", form, Actor("t", "trainer"))
    )
    with store.begin_read() as tx:
        ((_, body),) = journal.page(tx, 0, 10)
    return envelope.decode(body.encode())


@contextmanager
def scene() -> Iterator[Scene]:
    """A scene with a private broker (or that of AMQP_URI) and, where it is installed, a private PostgreSQL."""
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    running = broker.ensure(Environment.load(CAMPAIGN_HOME=str(home)))
    server = Server() if postgres.is_installed() else None
    try:
        here = Scene(home, running.uri, server)
        here.prepare()
        yield here
    finally:
        if server:
            server.stop()
        running.stop()
        shutil.rmtree(home, ignore_errors=True)
