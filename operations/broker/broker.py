"""Finds a broker: the operator's own, or a private node of an installed RabbitMQ, or installs RabbitMQ for one."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from operations.base.environment import Environment
from operations.base.errors import BrokerAway, OperatorError
from operations.base.processes import Process, stop, tail
from operations.broker import amqp, fonts, node, packages

READY_WITHIN = 60.0
LOOK_EVERY = 0.05

log = structlog.get_logger()


class NoBroker(OperatorError):
    """A RabbitMQ broker is needed, and there are three ways to get one: set AMQP_URI to yours; install one
    (Debian, Ubuntu: apt install rabbitmq-server); or run this as root, and it is installed for you.
    需要消息代理：设置 AMQP_URI，或安装 rabbitmq-server，或以 root 运行。
    """


class NeverReady(OperatorError):
    """The private broker did not become ready: {0}."""

    code = 2


class Unnamed(OperatorError):
    """No broker is known for {0}: set AMQP_URI as it was for `campaign up`."""

    code = 2


@dataclass(frozen=True, slots=True)
class External:
    """A broker that the operator runs."""

    uri: str


Broker = External | node.Node


@dataclass(slots=True)
class RunningBroker:
    """A broker that answers; `process` is None for one that is not ours to stop."""

    uri: str
    process: Process | None
    broker: Broker

    def stop(self, grace: float = node.GRACE) -> None:
        """Stops what was started for it; what it has confirmed stays on the disk."""
        if self.process:
            stop([self.process], grace)
        if isinstance(self.broker, node.Node):
            self.broker.close()


def find(environment: Environment) -> Broker:
    """The broker to use, not started yet. Raises NoBroker, NotInstalled, BrokerAway, WrongSetting."""
    if environment.amqp_uri:
        amqp.probe(environment.amqp_uri)
        return External(environment.amqp_uri)
    server = node.server()
    if server:
        fonts.name_missing()
    else:
        server = _install(environment)
    return node.Node(environment.home, server, environment.inherited)


def ensure(environment: Environment) -> RunningBroker:
    """Finds a broker, starts it if it is ours and waits until it answers. Raises NeverReady and what `find` raises."""
    broker = find(environment)
    if isinstance(broker, External):
        return RunningBroker(broker.uri, None, broker)
    running = RunningBroker(broker.uri, broker.launch(), broker)
    try:
        wait_ready(running)
    except NeverReady:
        running.stop()
        raise
    return running


def wait_ready(running: RunningBroker, within: float = READY_WITHIN) -> None:
    """Waits until the broker answers. Raises NeverReady."""
    until = time.monotonic() + within
    while not _answers(running.uri):
        if running.process and running.process.poll() is not None:
            raise NeverReady(f"it ended with code {running.process.returncode}\n{_log_tail(running)}")
        if time.monotonic() >= until:
            raise NeverReady(f"it did not answer within {within:.0f} s\n{_log_tail(running)}")
        time.sleep(LOOK_EVERY)


def known_uri(environment: Environment) -> str:
    """The URI of the broker that this home's suite uses, for tools that run beside it. Raises Unnamed."""
    uri = environment.amqp_uri or node.known_uri(environment.home)
    if not uri:
        raise Unnamed(environment.home)
    return uri


def _install(environment: Environment) -> Path:
    if not packages.possible():
        raise NoBroker
    log.info("package.wanted", name="rabbitmq-server", by="apt-get")
    packages.install("rabbitmq-server", environment.inherited)
    fonts.install_missing(environment.inherited)
    server = node.server()
    if not server:
        raise NoBroker
    return server


def _answers(uri: str) -> bool:
    parts = urlsplit(uri)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 5672), amqp.ANSWERS_WITHIN).close()
        amqp.probe(uri)
    except (OSError, BrokerAway):
        return False
    return True


def _log_tail(running: RunningBroker) -> str:
    return tail(running.broker.home / "log" / "broker.log") if isinstance(running.broker, node.Node) else ""
