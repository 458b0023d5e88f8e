"""A private broker for a test session; TEST_AMQP_URI names another, which several sessions may share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.base.environment import Environment
from operations.broker import broker, node


def environment(home: Path, **settings: str) -> Environment:
    """An operator's environment for one test: this process's own without its settings."""
    ours = ("CAMPAIGN_", "AMQP_URI", "HTTP_ADDRESS")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return Environment.load({**inherited, "CAMPAIGN_HOME": str(home), **settings})


def need_server() -> None:
    """Skips the test where no RabbitMQ is installed."""
    if not node.server():
        pytest.skip("needs an installed rabbitmq-server")


@pytest.fixture(scope="session")
def broker_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URI of a broker that lives as long as the session."""
    if uri := os.environ.get("TEST_AMQP_URI"):
        yield uri
        return
    need_server()
    running = broker.ensure(environment(tmp_path_factory.mktemp("broker")))
    try:
        yield running.uri
    finally:
        running.stop()
