"""`wal-archive drill`: the newest moment of an archive, restored into a scratch folder by a server of its own."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
from functools import partial
from pathlib import Path

from operations.base.environment import Environment
from operations.restoration.drill import Outcome, drill
from operations.wal_archive import choice, copies, data, proof, server
from operations.wal_archive.layout import Archive
from services.chassis.base import clock, log

PREFIX, LEFT_AFTER = "drill-", 86_400.0
"""How scratch folders are called, and after how many seconds one is nobody's."""
_log = log.get("drill")


def try_archive(environment: Environment, archive: Archive, scratch: Path) -> Outcome:
    """Try an archive; what came of it is noted, also that it failed."""
    return drill(environment, partial(_attempt, environment, archive, scratch))


def _attempt(environment: Environment, archive: Archive, scratch: Path) -> Outcome:
    began, at = time.monotonic(), clock.now()
    chosen = choice.choose(archive, None)
    moment, loss = chosen.moment.isoformat(timespec="microseconds"), (at - chosen.moment) / dt.timedelta(seconds=1)
    _clear(scratch)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=scratch) as name:
        folder = Path(name)
        data.unpack(chosen, folder / "data")
        with server.start_recovered(folder / "data", folder) as url:
            _log.info("drill.restored", seconds=round(time.monotonic() - began, 3))
            events, faults = proof.prove(environment, url, chosen.keys / copies.PUBLIC)
            there = {one.name for one in copies.papers_at(archive.papers, chosen.moment)}
            faults += proof.missing_papers(url, there)
            faults += [f"paper {one} is spoilt 佐证文件已损坏" for one in choice.spoilt_papers(archive.papers)]
    return Outcome(moment, 0.0, events, max(loss, 0.0), tuple(faults))


def _clear(scratch: Path) -> None:
    """Let go of what a drill left that was killed: nobody else would."""
    for one in scratch.glob(f"{PREFIX}*"):
        if time.time() - one.stat().st_mtime > LEFT_AFTER:
            shutil.rmtree(one, ignore_errors=True)
