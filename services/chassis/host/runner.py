"""Runs one service: `python -m services.chassis.host.runner outreach`."""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")

import eventlet  # noqa: E402 -- everything after this line must meet patched modules

eventlet.monkey_patch()

import importlib  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from contextlib import suppress  # noqa: E402
from typing import Any  # noqa: E402

from nameko.containers import ServiceContainer  # noqa: E402

from services.chassis.base import failpoints, garbage, health, log, settings, tracing  # noqa: E402
from services.chassis.base.settings import SETTINGS, STORE  # noqa: E402
from services.chassis.host import green_connections, storage_watch  # noqa: E402
from services.chassis.host.watchdog import Watchdog  # noqa: E402
from services.chassis.messaging import topology  # noqa: E402
from services.chassis.storage import migrations  # noqa: E402
from services.chassis.storage.damage import StorageDamaged  # noqa: E402
from services.chassis.storage.store import Store  # noqa: E402

_log = log.get("runner")
# More than nameko's ten: those who wait for one group commit each hold a worker.
RPC_WORKERS = 64


def main(service: str) -> None:
    """Start a service and stay until it is asked to stop. Raises SystemExit for a wrong setting."""
    log.configure(service)
    green_connections.set_bound()
    configuration = settings.from_environment(service, os.environ)
    watchdog = Watchdog(configuration.notify_socket)
    watchdog.start()
    failpoints.arm(configuration.failpoints)
    if configuration.traces_to:
        tracing.export(service, configuration.traces_to)
    module = importlib.import_module(f"services.{service}.service")
    # In this order: a schema before anything reads, a topology before anything is published.
    store = Store(configuration.database_url)
    with suppress(StorageDamaged):  # noted by the store: a service that stays up can say what is wrong with it
        migrations.migrate(store, service)
    topology.wait_and_declare(configuration.amqp_uri, given=configuration.topology_given)
    container = ServiceContainer(module.Service, _config(configuration, store))
    for number in (signal.SIGTERM, signal.SIGINT):
        # Stopped in a greenlet: a signal handler must not switch greenlets itself.
        signal.signal(number, lambda *_: eventlet.spawn(container.stop))
    container.start()
    if configuration.metrics_address:
        health.serve(configuration.metrics_address)
    watchdog.watch_loop()
    eventlet.spawn(storage_watch.run, store)
    garbage.look_seldom()
    _log.info("service.started", pid=os.getpid())
    try:
        container.wait()
    finally:
        watchdog.stop()
        store.close()
        _log.info("service.stopped")


def _config(configuration: settings.Settings, store: Store) -> dict[str, Any]:
    rim = {
        "AMQP_URI": topology.without_heartbeat(configuration.amqp_uri),
        "HEARTBEAT": topology.heartbeat_of(configuration.amqp_uri),
        "max_workers": RPC_WORKERS,
        "rpc_exchange": topology.RPC_EXCHANGE,
    }
    return {**rim, SETTINGS: configuration, STORE: store}


if __name__ == "__main__":
    main(sys.argv[1])
