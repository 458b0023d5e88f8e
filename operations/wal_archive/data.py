"""A database's files as they are recovered from: the base backup, its WAL beside it, and up to when it is replayed."""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from operations.wal_archive import segments
from operations.wal_archive.choice import Chosen
from operations.wal_archive.copies import PUBLIC, SECRETS, papers_at

BESIDE = "archived-wal"
LANGUAGES = ("lc_messages", "lc_monetary", "lc_numeric", "lc_time")
"""Settings that name a language which another machine may not have."""
SETTINGS, SIGNAL = "postgresql.auto.conf", "recovery.signal"


def settings(chosen: Chosen) -> str:
    """What a server reads that is to recover."""
    return (
        f"\nrestore_command = 'cp {BESIDE}/%f %p'\n"
        f"recovery_target_time = '{chosen.moment.isoformat(timespec='microseconds')}'\n"
        "recovery_target_action = 'promote'\n"
        # A cluster's leader waits for its standbys with each commit; here is none yet.
        "synchronous_standby_names = ''\n"
    )


def write_data(chosen: Chosen, output: IO[bytes]) -> None:
    """As a tar, file after file. Raises OSError."""
    with tarfile.open(fileobj=output, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for file in sorted(chosen.base.data.rglob("*")):
            if file.name != SETTINGS or file.parent != chosen.base.data:
                tar.add(file, str(file.relative_to(chosen.base.data)), recursive=False)
        for file in chosen.wal:
            tar.add(file, f"{BESIDE}/{file.name.removesuffix(segments.PARTIAL)}")
        for name, body in _own_files(chosen):
            _add(tar, name, body)


def _own_files(chosen: Chosen) -> Iterator[tuple[str, bytes]]:
    before = chosen.base.data / SETTINGS
    yield SETTINGS, (before.read_bytes() if before.exists() else b"") + settings(chosen).encode()
    yield SIGNAL, b""


def _add(tar: tarfile.TarFile, name: str, body: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(body), 0o600
    tar.addfile(member, io.BytesIO(body))


def write_papers(chosen: Chosen, output: IO[bytes]) -> None:
    """Those of the moment, as a tar. Raises OSError."""
    with tarfile.open(fileobj=output, mode="w|") as tar:
        for file in papers_at(chosen.archive.papers, chosen.moment):
            tar.add(file, str(file.relative_to(chosen.archive.papers)))


def write_keys(chosen: Chosen, output: IO[bytes]) -> None:
    """Those of the moment, as a tar. Raises OSError."""
    with tarfile.open(fileobj=output, mode="w|") as tar:
        for name in (SECRETS, PUBLIC):
            tar.add(chosen.keys / name, name)


def unpack(chosen: Chosen, target: Path) -> None:
    """The same in a folder of this machine. Raises OSError."""
    shutil.copytree(chosen.base.data, target, symlinks=True)
    target.chmod(0o700)
    beside = target / BESIDE
    beside.mkdir()
    for file in chosen.wal:
        (beside / file.name.removesuffix(segments.PARTIAL)).symlink_to(file.resolve())
    for name, body in _own_files(chosen):
        (target / name).write_bytes(body)
    with (target / SETTINGS).open("a") as written:
        written.writelines(f"{name} = 'C'\n" for name in LANGUAGES)
