"""A private PostgreSQL: on its own port, in its own directory, with everything durable."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg2

HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
ACCOUNT = "postgres"


class Server:
    """A server that lives as long as the run; where it is given a folder, its databases stay for the next one."""

    def __init__(self, folder: Path | None = None) -> None:
        """Make a cluster and start it; PostgreSQL refuses to run as root, so root hands it to its account."""
        self._as = ACCOUNT if os.geteuid() == 0 else None
        self._stays = folder is not None
        self._data = folder or Path(tempfile.mkdtemp(prefix="bench-postgres-"))
        self.port = _free()
        if not (self._data / "PG_VERSION").exists():
            self._make_cluster()
        options = f"-p {self.port} -h 127.0.0.1 -k {self._data} -c max_connections=200"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self._data / "log"), "-o", options, "start")

    def _make_cluster(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        if self._as:
            account = pwd.getpwnam(self._as)
            os.chown(self._data, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", ACCOUNT, "-E", "UTF8", "--locale=C")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(HOMES[-1] / program), *arguments]
        subprocess.run(command, check=True, user=self._as, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603 -- our own words

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg2://{ACCOUNT}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template1", *, strategy: str = "") -> str:
        """A new database, a copy of another; answers its address.

        strategy  by which PostgreSQL copies: files at once, rather than each page through its log, where there are many
        """
        how = f" STRATEGY {strategy}" if strategy else ""
        self._order(f'CREATE DATABASE "{database}" TEMPLATE "{template}"{how}', "CHECKPOINT")
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, if it is there."""
        self._order(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def ask(self, database: str, question: str) -> Any:
        """The one value that a database answers."""
        with closing(psycopg2.connect(host="127.0.0.1", port=self.port, user=ACCOUNT, dbname=database)) as connection:
            cursor = connection.cursor()
            cursor.execute(question)
            return cursor.fetchone()[0]

    def _order(self, *statements: str) -> None:
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user=ACCOUNT, dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()

    def stop(self) -> None:
        """Stop it, and remove what it kept unless it was given a folder."""
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", str(self._data), "-m", "fast", "-w", "stop")
        time.sleep(0.1)
        if not self._stays:
            shutil.rmtree(self._data, ignore_errors=True)


def is_installed() -> bool:
    """Whether there is a PostgreSQL to start."""
    return bool(HOMES)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
