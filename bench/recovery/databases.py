"""Databases of PostgreSQL: followed into an archive by the keeper, as containers run it, recovered and proved."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bench.figures import Figure
from bench.postgres import ACCOUNT, HOMES, Server
from bench.recovery import district
from bench.recovery.limits import MOST, NotAsRecorded
from bench.year import transfer
from contracts import catalogue
from operations.base.environment import ROOT, Environment
from operations.wal_archive import bases, choice, copies, proof
from operations.wal_archive.data import unpack
from operations.wal_archive.layout import Archive

WITHIN, LOOK_EVERY = 3600.0, 0.5
ORDER = ("gateway", *catalogue.SERVICES, "audit")


@dataclass(frozen=True)
class Bureau:
    """Databases on a server of their own, and an archive beside them."""

    home: Path
    server: Server

    @property
    def archive(self) -> Archive:
        """Where they are archived."""
        return Archive(self.home / "archive")

    @property
    def folders(self) -> tuple[str, ...]:
        """The archive, papers and public keys."""
        return str(self.archive.root), str(self.home / "evidence"), str(self.home / district.SIGNING)

    def environment(self) -> Mapping[str, str]:
        """What the keeper reads: nobody listens at the address at which it would note how far it reaches."""
        place = f"host=127.0.0.1 port={self.server.port} user={ACCOUNT} dbname=postgres"
        path = f"{HOMES[-1]}:{os.environ['PATH']}"
        return os.environ | {"ARCHIVE_DATABASE": place, "PATH": path, "HTTP_ADDRESS": "127.0.0.1:9"}

    def keeper(self) -> subprocess.Popen[bytes]:
        """The process that archives; what it says lies in the home."""
        words = ["wal-archive", "keep", *self.folders, "--secrets", str(self.home / "secrets")]
        command = [sys.executable, "-m", "operations", *words]
        with (self.home / "keeper.log").open("wb") as said:
            return subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=said, stderr=said)  # noqa: S603


def measure(home: Path, size: int, seed: int, system: str) -> Iterator[Figure]:
    """Carry a home's rows over, archive them while they live on, and try the archive. Raises NotAsRecorded."""
    server = Server(home.with_name("recovery-postgresql"))
    bureau = Bureau(home, server)
    try:
        for name in ORDER:
            server.drop(name)
            transfer.carry(home / "data" / f"{name}.db", server.create(name), name)
        _make_folders(bureau)
        yield from _archive(bureau, size, seed, system)
    finally:
        server.stop()
    yield from _recover(bureau, system)


def _make_folders(bureau: Bureau) -> None:
    shutil.rmtree(bureau.archive.root, ignore_errors=True)
    for name in ("archive", "evidence"):
        (bureau.home / name).mkdir(exist_ok=True)


def _give(folder: Path) -> None:
    """To the account of PostgreSQL, where that is another."""
    for one in (folder, *folder.rglob("*")) if os.geteuid() == 0 else ():
        shutil.chown(one, ACCOUNT)


def _archive(bureau: Bureau, size: int, seed: int, system: str) -> Iterator[Figure]:
    began = time.monotonic()
    with bureau.keeper() as keeper:
        _wait(lambda: _reaches_beyond_a_base(bureau.archive))
        yield Figure("a base backup is there and reached beyond, PostgreSQL", system, time.monotonic() - began, "s")
        district.live_on(bureau.home, size, seed, bureau.server.url("{service}"))
        began = time.monotonic()
        # The second one from here was begun after all of it was committed.
        for _ in range(2):
            _wait_for_another(bureau.archive)
        yield Figure("a day that came at once is reached, PostgreSQL", system, time.monotonic() - began, "s")
        keeper.kill()


def _reaches_beyond_a_base(archive: Archive) -> bool:
    known, reach = bases.find_all(archive), archive.reach()
    return bool(known and reach and reach.at > known[0].at)


def _wait_for_another(archive: Archive) -> None:
    """Until the archive reaches further than now."""
    before = archive.reach()
    _wait(lambda: archive.reach() != before)


def _recover(bureau: Bureau, system: str) -> Iterator[Figure]:
    """What a drill does, on a server whose disk is waited for as the bureau's own is."""
    began, data, name = time.monotonic(), bureau.home / "recovered", catalogue.SERVICES[0]
    chosen = choice.choose(bureau.archive, None)
    unpack(chosen, data)
    for folder in (data, bureau.archive.root):
        _give(folder)
    server = Server(data)
    try:
        _wait(lambda: server.ask(name, "SELECT pg_is_in_recovery()") is False)
        yield Figure("recovered, PostgreSQL", system, time.monotonic() - began, "s", most=MOST)
        environment = Environment.load({"CAMPAIGN_HOME": str(bureau.home)})
        events, faults = proof.prove(environment, sa.make_url(server.url(name)), chosen.keys / copies.PUBLIC)
    finally:
        server.stop()
    if faults:
        raise NotAsRecorded(faults)
    yield Figure("recovered and read to the last row, PostgreSQL", system, time.monotonic() - began, "s")
    yield Figure("events that came back, PostgreSQL", system, events, "events")


def _wait(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {WITHIN:.0f} s")
        time.sleep(LOOK_EVERY)
