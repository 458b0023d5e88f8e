"""The stack that the tests of this folder share: pytest-docker starts docker-compose.yml as it stands."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.compose import stack as stacks
from tests.compose.stack import COMPOSE, Stack
from tests.suite import free_port

BUILT_AND_STARTED = ["build --quiet", "up --detach --wait"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack before it is started, its secrets drawn; whatever becomes of it, nothing of it stays."""
    stacks.need_engine()
    with stacks.stack(tmp_path_factory.mktemp("stack"), port=free_port()) as found:
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
    return BUILT_AND_STARTED


@pytest.fixture(scope="session")
def docker_cleanup() -> list[str]:
    """Nothing: what started half is not its to clean up, so `made` does it."""
    return []


@pytest.fixture(scope="session")
def started() -> float:
    """When the stack was asked for."""
    return time.monotonic()


@pytest.fixture(scope="session")
def stack(started: float, made: Stack, docker_services: Any) -> Stack:
    """The stack, ready; it came up from nothing."""
    assert docker_services
    made.ready()
    made.environment["ready after"] = f"{time.monotonic() - started:.1f} s"
    return made


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where backups go."""
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(autouse=True)
def _no_settings_of_others() -> None:
    """What an operator has set for a stack of their own does not reach the tests'."""
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "CAMPAIGN_PULL_POLICY", "PUBLIC_URL"):
        os.environ.pop(name, None)
