"""The stack that the tests of this folder share: pytest-docker starts docker-compose.yml as it stands."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from operations import ports
from tests.compose import stack as stacks
from tests.compose.stack import COMPOSE, Stack

STARTED = ["up --detach --wait"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack before it is started, its secrets drawn; whatever becomes of it, nothing of it stays."""
    stacks.need_engine()
    with stacks.stack(tmp_path_factory.mktemp("stack"), port=ports.free()) as found:
        yield found


@pytest.fixture(scope="session")
def docker_compose_file() -> str:
    return str(COMPOSE)


@pytest.fixture(scope="session")
def docker_compose_project_name(made: Stack) -> Iterator[str]:
    """The name under which the stack runs; what the compose file is told stands in the environment meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in made.settings.items():
            patch.setenv(name, value)
        yield made.project


@pytest.fixture(scope="session")
def docker_setup() -> list[str]:
    return STARTED


@pytest.fixture(scope="session")
def docker_cleanup() -> list[str]:
    """Nothing: what started half is not its to clean up, so `made` does it."""
    return []


@pytest.fixture(scope="session")
def built(made: Stack) -> Stack:
    """The stack with its image, and nothing started yet."""
    began = time.monotonic()
    made.compose("build", "--quiet")
    made.took["image built"] = time.monotonic() - began
    return made


@pytest.fixture(scope="session")
def started(built: Stack) -> float:
    """When the stack was asked for."""
    assert built.containers("gateway") == []
    return time.monotonic()


@pytest.fixture(scope="session")
def stack(started: float, built: Stack, docker_services: Any) -> Stack:
    """The stack, ready; it came up from nothing."""
    assert docker_services
    built.ready()
    built.took["from nothing to ready"] = time.monotonic() - started
    return built


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where backups go."""
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_others() -> None:
    """What an operator has set for a stack of their own does not reach the tests'."""
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "CAMPAIGN_PULL_POLICY", "PUBLIC_URL"):
        os.environ.pop(name, None)
