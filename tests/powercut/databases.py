"""The databases on a disk that loses its power, and what is in them afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from operations.base import ports
from tests.postgres import WHERE
from tests.suite import SERVICES

Query = Callable[[str], list[tuple[Any, ...]]]


@dataclass
class Contents:
    """What databases hold: the ids of journalled events, the hashes that papers are listed under, what is corrupt."""

    events: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    corrupt: list[str] = field(default_factory=list)

    def read(self, tables: set[str], query: Query) -> None:
        if "journal" in tables:
            self.events |= {row[0] for row in query("SELECT id FROM journal")}
        if "papers" in tables:
            self.papers |= {row[0] for row in query("SELECT sha256 FROM papers")}


class SqliteFiles:
    """A file a service, below the home."""

    url = ""

    def __init__(self, place: Path, broken: str = "") -> None:
        self.home, self.broken = place / "home", broken

    def open(self) -> None:
        self.home.mkdir()

    def close(self) -> None:
        """Nothing to stop."""

    def look(self) -> Contents:
        """What every file has, checked page by page."""
        kept = Contents()
        for file in sorted((self.home / "data").glob("*.db")):
            with contextlib.closing(sqlite3.connect(file)) as connection:
                self._look(connection, file.name, kept)
        return kept

    def _look(self, connection: sqlite3.Connection, name: str, kept: Contents) -> None:
        def query(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql).fetchall()

        try:
            told = [row[0] for row in query("PRAGMA integrity_check")]
            kept.corrupt += [f"{name}: {one}" for one in told if one != "ok"]
            kept.read({row[0] for row in query("SELECT name FROM sqlite_master WHERE type = 'table'")}, query)
        except sqlite3.DatabaseError as error:
            kept.corrupt.append(f"{name}: {error}")


class PostgresServer:
    """A server whose data directory lies on the disk."""

    def __init__(self, place: Path, broken: str = "") -> None:
        self.home, self.data, self.broken = place / "home", place / "postgres", broken
        self.wal: Path | None = None
        """Another place for the write-ahead log, where there is to be one."""
        self.checkpoints = "-c checkpoint_timeout=30s -c max_wal_size=48MB -c min_wal_size=32MB"
        """Checkpoints in the midst of the load: with them come the writes that a cut may tear."""
        self.port = ports.free()
        self.user = "postgres" if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgresql://tests@127.0.0.1:{self.port}/{{service}}"

    def open(self) -> None:
        self.home.mkdir()
        for folder in filter(None, (self.data, self.wal)):
            folder.mkdir()
            if self.user:
                shutil.chown(folder, self.user)
        wal: list[str | Path] = ["--waldir", self.wal] if self.wal else []
        self._run("initdb", "-D", self.data, *wal, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start(self.checkpoints)
        for service in SERVICES:
            with self._query("postgres") as query:
                query(f"CREATE DATABASE {service}")

    def start(self, more: str) -> None:
        where = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data}"
        broken = " -c synchronous_commit=off" if self.broken == "unsynced-commits" else ""
        options = f"{where} {more}{broken}"
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.data / "log", "-o", options, "start")

    def close(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def fail_at_a_checkpoint(self) -> None:
        """A checkpoint that finds no room ends the server, and so does the recovery after it: it stays away."""
        with contextlib.suppress(psycopg2.OperationalError), self._query("postgres") as query:
            query("CHECKPOINT")
        ended = self.data / "postmaster.pid"
        for _turn in range(600):
            if not ended.exists():
                return
            time.sleep(0.1)
        raise AssertionError((self.data / "log").read_text())

    def look(self) -> Contents:
        """What every database has once the server has recovered."""
        kept = Contents()
        # A machine that comes up again has none of the processes of before; on this one an ended one may linger.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self.start("-c fsync=off")
        try:
            self._check(kept)
            for service in SERVICES:
                with self._query(service) as query:
                    rows = query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
                    kept.read({row[0] for row in rows}, query)
        except psycopg2.Error as error:
            kept.corrupt.append(str(error))
        finally:
            self.close()
        return kept

    def _check(self, kept: Contents) -> None:
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "tests"]
        done = subprocess.run(
            [WHERE[-1] / "pg_amcheck", *where, "--all", "--install-missing"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            kept.corrupt.append(done.stdout + done.stderr)

    @contextlib.contextmanager
    def _query(self, database: str) -> Iterator[Query]:
        with contextlib.closing(psycopg2.connect(self.url.replace("{service}", database))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:

                def query(sql: str) -> list[tuple[Any, ...]]:
                    cursor.execute(sql)
                    return list(cursor.fetchall()) if cursor.description else []

                yield query

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [str(WHERE[-1] / program), *map(str, arguments)],
            user=self.user,
            cwd="/",
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if program != "pg_ctl" else subprocess.DEVNULL,
            check=False,
        )
        log = self.data / "log"
        assert done.returncode == 0, f"{program}: {log.read_text() if log.exists() else done.stdout!r}"


DATABASES: dict[str, type[SqliteFiles | PostgresServer]] = {"sqlite": SqliteFiles, "postgresql": PostgresServer}
