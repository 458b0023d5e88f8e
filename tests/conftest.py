"""Fixtures that many rooms share."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from xdist.scheduler import LoadFileScheduling

from services.chassis.storage.store import Store
from tests import broken, messaging, shared_statements
from tests.broker import broker_uri
from tests.office import Office, migrated_store
from tests.postgres import migrated_url, postgres, postgres_schema, postgres_url
from tests.proof.registry import fault, unproven
from tests.suite import Suite

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)
"""As structlog comes, but a traceback does not print every local variable: a register takes half a minute."""

gc.disable()
"""While tests are collected: what is loaded stays, and looking through it for garbage takes a quarter of the time."""

STACKS = ("tests/compose/", "tests/cluster/")

shared_statements.share()

broken.plant()
"""Nothing, unless the environment names a promise to break."""

__all__ = ["broker_uri", "migrated_url", "postgres", "postgres_schema", "postgres_url"]


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """Where there are several processes each takes a file at a time; files that share a stack of containers are one."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((folder for folder in STACKS if file.startswith(folder)), file)


@pytest.hookimpl
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Who shares the tests out among processes."""
    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """From here on the interpreter looks for garbage, though never again in what was loaded by now."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def _what_stays_is_left_alone() -> Iterator[None]:
    """What a file's tests leave behind for good, in caches, is never looked through again: by the end it is most."""
    yield
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A test that proves a failure mode has seen its fault happen."""
    fault.count = 0
    outcome = yield
    case = pyfuncitem.callspec.id if hasattr(pyfuncitem, "callspec") else ""
    assert not unproven(pyfuncitem.function, case), "the fault never happened: the test proves nothing"
    return outcome


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store with the schema of the gateway (the chassis's included), on both databases."""
    lite = request.param == "sqlite"
    new_store = (
        migrated_store(f"sqlite:///{tmp_path}/store.db") if lite else Store(request.getfixturevalue("migrated_url"))
    )
    yield new_store
    new_store.close()


@pytest.fixture
def office() -> Iterator[Office]:
    """An office with three squadrons, its store in memory."""
    new_office = Office()
    yield new_office
    new_office.store.close()


@pytest.fixture
def uri(broker_uri: str) -> str:
    """The address of a broker with nothing in it but the topology."""
    messaging.empty(broker_uri)
    return broker_uri


@pytest.fixture(scope="module")
def suite(broker_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """A whole suite, ready; one for the tests of a room."""
    messaging.empty(broker_uri)
    new_suite = Suite(tmp_path_factory.mktemp("home"), broker_uri)
    new_suite.start()
    try:
        new_suite.ready()
        yield new_suite
    finally:
        new_suite.stop()
