"""File systems of our own, as root on Linux: small ones that fill up, real ones that turn read-only."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

BALLAST = "ballast"
STEP = 1 << 16


@cache
def why_not() -> str:
    """Why nothing can be mounted here; empty: it can."""
    if os.geteuid():
        return "needs root: it mounts file systems of its own"
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True, text=True, check=False)
        if mounted.returncode:
            return f"no file system can be mounted here: {mounted.stderr.strip()}"
        _run("umount", folder)
    return ""


def need_mounts() -> None:
    """Skips the test where nothing can be mounted."""
    if why := why_not():
        pytest.skip(why)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes, in memory."""
    need_mounts()
    folder.mkdir(parents=True, exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "none", folder)
    try:
        yield folder
    finally:
        _run("umount", "--lazy", folder)


@contextmanager
def ext4_disk(folder: Path, image: Path, megabytes: int) -> Iterator[Path]:
    """A disk with ext4 on it, which may fail."""
    need_mounts()
    folder.mkdir(parents=True, exist_ok=True)
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    _run("mkfs.ext4", "-q", "-F", image)
    mounted = subprocess.run(
        ["mount", "-o", "loop,errors=remount-ro", str(image), str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no loop device can be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        _run("umount", "--lazy", folder)


def fail(folder: Path) -> None:
    """Turn an ext4 disk read-only under those who write to it, as the kernel does when it meets an error on it."""
    _run("mount", "-o", "remount,abort", folder)


def fill(folder: Path, leave: int = 0) -> Path:
    """Leave so many bytes and no more; the file that takes the room is answered, and deleting it gives it back."""
    ballast = folder / BALLAST
    with ballast.open("ab") as file:
        room = shutil.disk_usage(folder).free - leave
        size = STEP * 64
        while room > 0 and size >= 1024:
            try:
                room -= os.write(file.fileno(), b"\1" * min(size, room))
            except OSError as error:
                assert error.errno == errno.ENOSPC  # noqa: PT017 -- any other would be no full disk
                size //= 2
    return ballast


def _run(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
