"""A PostgreSQL server of our own for the tests, on a port of its own, and a fresh database for each test."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from operations.base import ports
from services.chassis.storage import migrations
from services.chassis.storage.store import Store

WHERE = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
SCHEMA = "schema_of_the_gateway"
NO_POWER_CUT = "-c fsync=off -c full_page_writes=off"
"""What a server writes it hands to the system, and does not wait for the disk: that outlives the server, though not the
machine. Tests of power cuts and of full disks have servers of their own (tests/powercut, tests/journeys)."""
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
"""Where a server keeps its data if there is that much room: a database of two hundred files is made for each test."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a running server, without a database's name."""
    if not WHERE:
        pytest.skip("no PostgreSQL: apt install postgresql")
    with server() as address:
        yield address


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A server for as long as it is needed: its address, without a database's name."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir=_in_memory()))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(home, user)
    port, data, bin_ = ports.free(), home / "data", WHERE[-1]
    _run(user, bin_ / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c max_connections=200"
    options = f"{options} {NO_POWER_CUT}"
    _run(user, bin_ / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start")
    try:
        yield f"postgresql://tests@127.0.0.1:{port}"
    finally:
        _run(user, bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A fresh database."""
    with database(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_schema(postgres: str) -> str:
    """The name of a database with the schema of the gateway (the chassis's included), to make others like it."""
    execute(f"{postgres}/postgres", f"CREATE DATABASE {SCHEMA}")
    store = Store(f"{postgres}/{SCHEMA}")
    migrations.migrate(store, "gateway")
    store.close()
    return SCHEMA


@pytest.fixture
def migrated_url(postgres: str, postgres_schema: str) -> Iterator[str]:
    """A fresh database with the schema of the gateway, as the migrations make it: copied, for they take their time."""
    with database(postgres, like=postgres_schema) as url:
        yield url


@contextlib.contextmanager
def database(server_url: str, like: str = "template1") -> Iterator[str]:
    """A database for as long as it is needed: its address."""
    name = f"t{uuid.uuid4().hex}"
    execute(f"{server_url}/postgres", f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY FILE_COPY")
    yield f"{server_url}/{name}"
    execute(f"{server_url}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


def execute(url: str, sql: str) -> None:
    """One statement, outside a transaction."""
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)


def _in_memory() -> Path | None:
    """A file system in memory; None where there is none, or it is small."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


def _run(user: str | None, *command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], user=user, cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
