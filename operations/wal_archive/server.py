"""A PostgreSQL of its own for a drill, on recovered files: reached by a socket in its folder, by nobody else."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import sqlalchemy as sa

from operations.base.errors import OperatorError

WITHIN = 3600.0
_USER = "postgres"
_DATABASE = "training"
"""One of the suite's, which sort by code point: the others may need a language that this machine has not."""
_OWN_QUESTION = "the database system is"
"""What the server's log has of each of our questions while it is not up yet."""


class NotRecovered(OperatorError):
    """The database could not be recovered: {0} 数据库未能恢复。"""


@contextmanager
def start_recovered(data: Path, folder: Path) -> Iterator[sa.URL]:
    """The server, once it has replayed everything and takes writes; gone afterwards. Raises NotRecovered, OSError."""
    hba, told = folder / "hba.conf", folder / "server.log"
    hba.write_text("local all all trust\n")
    options = {
        "hba_file": hba,
        "unix_socket_directories": folder,
        "listen_addresses": "",
        # At least as many as the database had, a cluster's included: with fewer nothing is replayed.
        "max_connections": 500,
        "max_wal_senders": 20,
        "fsync": "off",
        "full_page_writes": "off",
        "autovacuum": "off",
    }
    command = [
        "postgres",
        "-D",
        str(data),
        *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
    ]
    with told.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as server:
        try:
            _wait(server, folder, told)
            yield sa.URL.create("postgresql", username=_USER, query={"host": str(folder)})
        finally:
            server.terminate()
            server.wait(60)


def _wait(server: subprocess.Popen[bytes], folder: Path, told: Path) -> None:
    until = time.monotonic() + WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            session = psycopg2.connect(host=str(folder), user=_USER, dbname=_DATABASE)
            with session.cursor() as cursor:
                cursor.execute("SELECT pg_is_in_recovery()")
                done = cursor.fetchone() == (False,)
            session.close()
        except psycopg2.OperationalError:
            done = False
        if done:
            return
        time.sleep(0.5)
    raise NotRecovered(_reason(told))


def _reason(told: Path) -> str:
    lines = told.read_text(errors="replace").splitlines()
    telling = [one for one in lines if ("FATAL" in one or "PANIC" in one) and _OWN_QUESTION not in one]
    return (telling or lines or ["no reason was given"])[0]
