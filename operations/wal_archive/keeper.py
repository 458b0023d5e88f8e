"""Keeps an archive: WAL as it is written, a base backup a day, papers and keys; says up to when all of it reaches.

Each part goes on by itself: what fails is tried again, for ever, and what it has not brought the moment does not reach.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import structlog

from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.client.copies import backup_notes
from operations.restoration import paper_copies
from operations.wal_archive import bases
from operations.wal_archive.connection import Connection, moment_of
from operations.wal_archive.copies import copy_keys
from operations.wal_archive.layout import Archive, OthersArchive, Reach

SLOT = "archive"
BEAT, AGAIN, TOLD_EVERY, LOOKED_EVERY, DAILY = 1.0, 2.0, 30.0, 10.0, dt.timedelta(days=1)
CAUGHT_UP_WITHIN, BASE_AGAIN = 30.0, 300.0
FAULTS = (OSError, psycopg2.Error, subprocess.CalledProcessError, OperatorError)
NAME = "archive"
_BEAT = "SELECT (pg_control_system()).system_identifier, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
_CONFIRMED = "SELECT pg_wal_lsn_diff(restart_lsn, '0/0') FROM pg_replication_slots WHERE slot_name = %s"
log = structlog.get_logger()


class FallsBehind(OperatorError):
    """The archive has not what was written {0} s ago. 归档落后。"""


@dataclass(frozen=True)
class Sources:
    """Where papers (a folder, or s3://bucket/prefix), secrets and public keys are read."""

    papers: str
    secrets: Path
    public: Path


class Keeper:
    """Keeps one archive of one database."""

    def __init__(self, archive: Archive, sources: Sources, environment: Environment) -> None:
        """Nothing is begun yet. Raises WrongSetting."""
        self._archive, self._sources, self._environment = archive, sources, environment
        self._connection = Connection.of(environment)
        self._papers = paper_copies.copies(sources.papers, archive.papers, environment)

    def keep(self) -> None:
        """Go on for ever. Raises OSError where the archive cannot be begun."""
        # Whoever reads it reads everything, keys included.
        os.umask(0o077)
        self._archive.begin()
        for part, pause in ((self._receive, AGAIN), (self._base, LOOKED_EVERY), (self._tell, TOLD_EVERY)):
            threading.Thread(target=_for_ever, args=(part, pause), daemon=True).start()
        _for_ever(self._beat, BEAT)

    def _receive(self) -> None:
        """Follow the database until it goes away; a server that leads since has no slot yet."""
        command = ["pg_receivewal", f"--dbname={self._connection.text}", f"--directory={self._archive.wal}"]
        command += ["--no-password", f"--slot={SLOT}"]
        self._run([*command, "--create-slot", "--if-not-exists"])
        # Each piece is on the disk before the next one comes, and the server hears of it at once.
        self._run([*command, "--no-loop", "--synchronous", "--status-interval=1"])

    def _run(self, command: list[str]) -> None:
        subprocess.run(command, env=self._connection.environment, check=True)

    def _base(self) -> None:
        """A base backup where the last one is a day old; then what is no longer needed goes."""
        known = bases.find_all(self._archive)
        now = self._connection.now()
        if self._archive.reach() is None or (known and now - known[-1].at < DAILY):
            return
        # First what is no longer needed goes: there may be no room for both.
        bases.forget(self._archive, now)
        try:
            base = bases.take(self._archive, self._connection)
        except FAULTS:
            # One that does not fit would fill the disk again and again, and leave no room for what is written.
            time.sleep(BASE_AGAIN)
            raise
        log.info("base.taken", at=base.at.isoformat(), first=base.first)

    def _beat(self) -> None:
        """What was there at a moment is brought; then a transaction whose WAL, once it is here, proves that."""
        with self._connection.session() as session:
            while True:
                moment = moment_of(session)
                copy_keys(self._archive, self._sources.secrets, self._sources.public, moment)
                self._papers.keep()
                system, lsn = self._commit(session)
                self._wait(session, lsn)
                self._archive.put_reach(Reach(system, moment.isoformat(timespec="microseconds"), lsn))
                # A bucket of many papers takes seconds to be listed: it has as long for others.
                time.sleep(max(BEAT, self._papers.rest))

    def _commit(self, session: psycopg2.extensions.connection) -> tuple[int, int]:
        """A commit that a recovery to an earlier moment stops before, also where nobody else wrote anything since."""
        with session.cursor() as cursor:
            # One that changes rows of nothing, and is waited for until it lies on the disk as others are.
            cursor.execute("SELECT pg_logical_emit_message(true, 'campaign', '')")
            cursor.execute(_BEAT)
            system, lsn = cursor.fetchone()
        known = self._archive.reach()
        if known and known.system != system:
            raise OthersArchive(self._archive.root, known.system, "the database", system)
        return int(system), int(lsn)

    @staticmethod
    def _wait(session: psycopg2.extensions.connection, lsn: int) -> None:
        until = time.monotonic() + CAUGHT_UP_WITHIN
        while time.monotonic() < until:
            with session.cursor() as cursor:
                cursor.execute(_CONFIRMED, (SLOT,))
                row = cursor.fetchone()
            if row and row[0] is not None and row[0] >= lsn:
                return
            time.sleep(0.1)
        raise FallsBehind(f"{CAUGHT_UP_WITHIN:.0f}")

    def _tell(self) -> None:
        reach, known = self._archive.reach(), bases.find_all(self._archive)
        # Without a base backup before it no moment can be brought back, however far the WAL reaches.
        if reach and known and known[0].at.isoformat(timespec="microseconds") <= reach.moment:
            backup_notes.note_archive(self._environment, NAME, reach.moment)


def _for_ever(part: Callable[[], None], pause: float) -> None:
    while True:
        try:
            part()
        except FAULTS as error:
            log.warning("archive.failed", part=part.__name__, reason=str(error).strip())
        time.sleep(pause)
