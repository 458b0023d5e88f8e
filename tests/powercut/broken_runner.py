"""Runs a service that does not wait for the disk: a harness that never finds a loss proves nothing."""

from __future__ import annotations

import os
import sys
from typing import Any

from services.chassis.host import runner  # before what follows: it patches the modules

# isort: split
from services.chassis.base import disk
from services.chassis.storage import store

Storage: Any = store


def unsynced_papers() -> None:
    """A paper is answered for when the page cache has it."""
    for module, name in ((disk, "sync"), (os, "fsync")):
        setattr(module, name, lambda _file: None)


def unsynced_commits() -> None:
    """A commit is answered for when the page cache has it; of PostgreSQL the server is told so."""
    honest = Storage._configure_sqlite
    Storage._configure_sqlite = lambda engine, _synchronous: honest(engine, "OFF")


BROKEN = {"unsynced-papers": unsynced_papers, "unsynced-commits": unsynced_commits}

if __name__ == "__main__":
    BROKEN[os.environ["BROKEN"]]()
    runner.main(sys.argv[1])
