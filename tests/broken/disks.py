"""Broken promises about what is on disk."""

from __future__ import annotations

import os
from typing import Any

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


VARIANTS = {"unsynced-papers": unsynced_papers, "unsynced-commits": unsynced_commits}
