"""Papers that were known at a second, out of the archive into a home; each is compared with its hash on the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rich.progress import Progress

from operations.recovery import layout
from operations.restoration import paper_copies
from services.chassis.base import disk

LIST = "papers.db"


def put_back(archive: Path, home: Path, bar: Progress) -> list[str]:
    """Copy them; those that are not to be had, with the reason. Raises OSError where the home takes nothing."""
    known = list_of(home / "data" / LIST)
    task = bar.add_task("papers 佐证", total=len(known))
    faults = list[str]()
    for sha256 in known:
        faults += _one(archive, home / "evidence", sha256)
        bar.advance(task)
    return faults


def list_of(database: Path) -> list[str]:
    """The papers that a list of papers names."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as papers:
        if not papers.execute("SELECT 1 FROM sqlite_master WHERE name = 'papers'").fetchone():
            return []
        return [row[0] for row in papers.execute("SELECT DISTINCT sha256 FROM papers ORDER BY sha256")]


def _one(archive: Path, evidence: Path, sha256: str) -> Iterator[str]:
    source, target = layout.paper(archive, sha256), layout.paper(evidence, sha256)
    if not source.is_file():
        yield f"{source}: missing 缺失"
        return
    disk.make_folder(target.parent, layout.PRIVATE)
    if paper_copies.copy(source, target) != sha256:
        target.unlink()
        yield f"{source}: its bytes are others 内容与校验值不符"
