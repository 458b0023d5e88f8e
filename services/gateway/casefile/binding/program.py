"""Runs a program of this package in a process of its own, one at a time: the gateway never holds a whole file."""

from __future__ import annotations

import resource
import sys
import threading
import warnings
from pathlib import Path

from contracts.errors import Unavailable
from services.gateway.casefile import own_program

MOST_MEMORY, SECONDS = 1536 * 1024 * 1024, 180.0
_turn = threading.BoundedSemaphore(1)


class NotBound(Unavailable):
    """The file could not be put together as one PDF here; file.zip has every paper and every piece of evidence."""

    slug, zh = "not-bound", "未能合成整卷 PDF；可下载 file.zip，其中有全部文书和佐证"


def run(program: str, folder: Path) -> None:
    """Have a program do its work in a folder, and wait for it. Raises NotBound when it takes too much, or fails."""
    with _turn:
        done = own_program.run(f"binding.{program}", str(folder), SECONDS)
    if done is None:
        raise NotBound(f"not done within {SECONDS:.0f} s")
    if done.returncode:
        raise NotBound(done.stderr.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0][:80])


def begin() -> Path:
    """In the program: bounds that the kernel keeps, and the folder in which to work."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    warnings.simplefilter("ignore")
    return Path(sys.argv[1])
