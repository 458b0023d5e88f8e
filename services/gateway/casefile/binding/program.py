"""Runs a program of this package in a process of its own, one at a time: what strangers' files do to their reader, the
gateway goes on; and it never holds a whole file in memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import warnings
from pathlib import Path

from contracts.errors import Unavailable

ROOT = Path(__file__).resolve().parents[4]
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
"""No more than it needs: no address, no password."""
MOST_MEMORY, SECONDS = 1536 * 1024 * 1024, 180.0
_turn = threading.BoundedSemaphore(1)


class NotBound(Unavailable):
    """The file could not be put together as one PDF here; file.zip has every paper and every piece of evidence."""

    slug, zh = "not-bound", "未能合成整卷 PDF；可下载 file.zip，其中有全部文书和佐证"


def run(program: str, folder: Path) -> None:
    """Have a program do its work in a folder, and wait for it. Raises NotBound when it takes too much, or fails."""
    command = [sys.executable, "-m", f"services.gateway.casefile.binding.{program}", str(folder)]
    with _turn:
        try:
            done = subprocess.run(  # noqa: S603 -- our own program
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                cwd=ROOT,
                env=ENVIRONMENT,
            )
        except subprocess.TimeoutExpired:
            raise NotBound(f"not done within {SECONDS:.0f} s") from None
    if done.returncode:
        raise NotBound(done.stderr.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0][:80])


def begin() -> Path:
    """In the program: bounds that the kernel keeps, and the folder in which to work."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    warnings.simplefilter("ignore")
    return Path(sys.argv[1])
