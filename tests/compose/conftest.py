"""The stack that the tests of this folder share: pytest-docker starts docker-compose.yml as it stands."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from operations.base import ports
from tests.compose import stack as stacks
from tests.compose.stack import COMPOSE, Stack

STARTED = ["up --detach --wait"]


@pytest.fixture(scope="session")
def new_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack before it is started, its secrets drawn; whatever becomes of it, nothing of it stays."""
    stacks.need_engine()
    with stacks.stack(tmp_path_factory.mktemp("stack"), port=ports.free()) as running:
        yield running


@pytest.fixture(scope="session")
def docker_compose_file() -> str:
    return str(COMPOSE)


@pytest.fixture(scope="session")
def docker_compose_project_name(new_stack: Stack) -> Iterator[str]:
    """The name under which the stack runs; the variables of the compose file stand in the environment meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in new_stack.settings.items():
            patch.setenv(name, value)
        yield new_stack.project


@pytest.fixture(scope="session")
def docker_setup() -> list[str]:
    return STARTED


@pytest.fixture(scope="session")
def docker_cleanup() -> list[str]:
    """Nothing: what started half is not its to clean up, so the caller does it."""
    return []


@pytest.fixture(scope="session")
def built_stack(new_stack: Stack) -> Stack:
    """The stack with its image, and nothing started yet."""
    began = time.monotonic()
    new_stack.compose("build", "--quiet")
    new_stack.took["image built"] = time.monotonic() - began
    return new_stack


@pytest.fixture(scope="session")
def start_time(built_stack: Stack) -> float:
    """When the stack was asked for."""
    assert built_stack.containers("gateway") == []
    return time.monotonic()


@pytest.fixture(scope="session")
def stack(start_time: float, built_stack: Stack, docker_services: Any) -> Stack:
    """The stack, ready; it came up from nothing."""
    assert docker_services
    built_stack.ready()
    built_stack.took["from nothing to ready"] = time.monotonic() - start_time
    return built_stack


@pytest.fixture(scope="session")
def backup_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where backups go."""
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_others() -> None:
    """What an operator has set for a stack of their own does not reach the tests'."""
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "CAMPAIGN_PULL_POLICY", "PUBLIC_URL"):
        os.environ.pop(name, None)
