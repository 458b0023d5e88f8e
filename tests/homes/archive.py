"""A home and what was answered of it, packed small: a home's folder, its databases as SQL where that is smaller."""

from __future__ import annotations

import json
import lzma
import os
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from tests.homes.tables import SERVICES

HERE = Path(__file__).parent
ANSWERS = "answers.json"
"""The first member of an archive."""
KEPT = ("secrets", "evidence", "demo", "data")
TIGHT = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 128 << 20, "lc": 4, "pb": 0}]
"""The ledger holds the journals' texts again: a window over all of it finds them."""
ROWS_AT_ONCE = 200


def pack(folder: Path, archive: Path) -> None:
    """Write a folder's content into an archive."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(archive, "wb", filters=TIGHT) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for path in sorted(folder.iterdir(), key=lambda one: one.name):
            tar.add(path, path.name, filter=_nobodys)


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = 0
    return entry


def unpack(version: str, name: str, folder: Path) -> dict[str, Any]:
    """Put a kept home into a folder; gives what its version answered of it."""
    with lzma.open(HERE / version / f"{name}.tar.xz") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        # Pythons before 3.11.4 know no filters; what is unpacked is ours.
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        tar.extractall(folder)
    said: dict[str, Any] = json.loads((folder / ANSWERS).read_bytes())
    for service in SERVICES:
        if (script := folder / "sqlite" / f"{service}.sql").exists():
            _load_sqlite(script, folder / "home" / "data" / f"{service}.db")
    return said


def answers(version: str, name: str) -> dict[str, Any]:
    """What a version answered of a kept home."""
    with lzma.open(HERE / version / f"{name}.tar.xz") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        member = next(one for one in tar if one.name == ANSWERS)
        file = tar.extractfile(member)
        assert file
        said: dict[str, Any] = json.loads(file.read())
    return said


def letters_in(folder: Path) -> list[dict[str, Any]]:
    """What lay in the inboxes of the broker that an unpacked home had; nothing where it was empty."""
    path = folder / "letters.json"
    return list(json.loads(path.read_bytes())) if path.exists() else []


def _load_sqlite(script: Path, database: Path) -> None:
    database.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))


def load_postgresql(folder: Path, address: Callable[[str], str]) -> None:
    """Put a kept home's PostgreSQL dumps into fresh databases; `address` gives each service's."""
    for service in SERVICES:
        with closing(psycopg2.connect(address(service))) as connection, connection.cursor() as cursor:
            cursor.execute((folder / "postgresql" / f"{service}.sql").read_text(encoding="utf-8"))
            connection.commit()


def dump_sqlite(home: Path, folder: Path) -> None:
    """Write a stopped home's SQLite databases as SQL."""
    folder.mkdir()
    for service in SERVICES:
        with closing(sqlite3.connect(home / "data" / f"{service}.db")) as connection:
            (folder / f"{service}.sql").write_text("\n".join(connection.iterdump()), encoding="utf-8")


def dump_postgresql(program: Path, folder: Path, address: Callable[[str], str]) -> None:
    """Write PostgreSQL databases as SQL that any client can send."""
    folder.mkdir()
    for service in SERVICES:
        command = [str(program), "--no-owner", "--no-privileges", f"--rows-per-insert={ROWS_AT_ONCE}", address(service)]
        sql = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines = (line for line in sql.splitlines() if not line.startswith("\\"))  # psql's own words
        (folder / f"{service}.sql").write_text("\n".join(lines), encoding="utf-8")


def copy_home(home: Path, folder: Path, *, data: bool) -> None:
    """Copy what is kept of a home: no broker, no logs; `data`: its SQLite files too, as they lie there."""
    for name in KEPT:
        if (home / name).exists() and (data or name != "data"):
            subprocess.run(["cp", "-a", home / name, folder], check=True)


def write_json(path: Path, value: Any) -> None:
    """One line of JSON."""
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + os.linesep, encoding="utf-8")
