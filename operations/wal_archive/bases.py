"""Base backups: made by `pg_basebackup`, kept for as long as a moment may have to be restored from one."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import struct
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from operations.wal_archive.connection import Connection
from operations.wal_archive.layout import SECRET, Archive, moment_of, stamp
from services.chassis.base import disk

KEPT = dt.timedelta(days=7)
_START = re.compile(r"^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$", re.MULTILINE)
_UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Base:
    """One base backup: where it lies, whose it is, from which moment on and with which WAL it can be brought on."""

    folder: Path
    system: int
    first: str

    @property
    def at(self) -> dt.datetime:
        """The first moment that can be restored from it."""
        return moment_of(self.folder)

    @property
    def data(self) -> Path:
        """The database's files."""
        return self.folder / "data"


def find_all(archive: Archive) -> list[Base]:
    """All that are whole, the oldest first."""
    files = sorted(archive.bases.glob("*/base.json"))
    return [Base(one.parent, **orjson.loads(one.read_bytes())) for one in files]


def take(archive: Archive, connection: Connection) -> Base:
    """Make one. Raises CalledProcessError, psycopg2.Error, OSError."""
    draft = archive.bases / _UNFINISHED
    shutil.rmtree(draft, ignore_errors=True)
    disk.make_folder(draft)
    command = ["pg_basebackup", f"--dbname={connection.text}", f"--pgdata={draft / 'data'}", "--wal-method=none"]
    subprocess.run([*command, "--checkpoint=fast", "--no-password"], env=connection.environment, check=True)
    ended = connection.now()
    found = _START.search((draft / "data" / "backup_label").read_text())
    if found is None:
        raise OSError(draft, "no backup_label")
    base = Base(archive.bases / stamp(ended), system_of(draft / "data"), found[1])
    said = {name: value for name, value in asdict(base).items() if name != "folder"}
    disk.write(draft / "base.json", orjson.dumps(said), SECRET)
    draft.rename(base.folder)
    disk.sync(archive.bases)
    return base


def system_of(data: Path) -> int:
    """The database's own identifier, drawn when it was made. Raises OSError."""
    with (data / "global" / "pg_control").open("rb") as file:
        (system,) = struct.unpack("<Q", file.read(8))
    return int(system)


def forget(archive: Archive, now: dt.datetime) -> None:
    """Remove bases, and WAL, from which no moment of the last seven days is restored. Raises CalledProcessError."""
    bases = find_all(archive)
    old = [one for one in bases if one.at <= now - KEPT]
    for one in old[:-1]:
        shutil.rmtree(one.folder)
    if bases:
        first = (old[-1:] or bases)[0].first
        subprocess.run(["pg_archivecleanup", str(archive.wal), first], check=True)
