"""The process that keeps a home's archive: `python -m operations.recovery.keeper`, started by `up`.

A folder that is full, away or slow is told and tried again; nothing else of the suite waits for it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import structlog

from operations.base.environment import PYTHON, ROOT, Environment
from operations.base.errors import OperatorError
from operations.client.copies import backup_notes
from operations.recovery import marks, retention
from operations.recovery.bringing import Bringing, now
from operations.recovery.daily import Daily
from operations.recovery.stream import NotStreaming
from operations.suite import archive
from operations.suite.archive import ArchiveStanding
from services.chassis.base.log import outlive_the_disk

EVERY = 1.0
"""Seconds between the beginnings of two rounds."""
PATIENCE, MOST_WAITING = 60.0, 256 * 1024 * 1024
"""How long the archive may take nothing, and how many bytes may wait for it meanwhile, before they are let go of."""
LOOK_EVERY, NOTES_EVERY = 0.2, 20.0
NAME = "every-second"
LAST_ROUND = 2.0

log = structlog.get_logger()


class Keeper:
    """Brings rounds in from a thread of its own: what watches over it never waits for a folder."""

    def __init__(self, environment: Environment, folder: Path) -> None:
        self.environment, self.home = environment, environment.home
        self.bringing = Bringing(self.home, folder, environment)
        self.standing = ArchiveStanding(str(folder))
        self.daily = Daily(environment.drill_at())
        self.stopping = threading.Event()
        self.good_at = self.noted_at = time.monotonic()

    def run(self) -> None:
        """Keep the archive until SIGTERM."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        rounds = threading.Thread(target=self._rounds, daemon=True)
        rounds.start()
        # Without its thread nothing is archived: this ends, and is started again.
        while rounds.is_alive() and not self.stopping.wait(LOOK_EVERY):
            self._watch()
        rounds.join(LAST_ROUND)
        self.bringing.stop()

    def _rounds(self) -> None:
        while not self.stopping.is_set():
            began = time.monotonic()
            self._round()
            self.stopping.wait(max(self.bringing.rest(), began + EVERY - time.monotonic()))
        self._round(is_end=True)

    def _round(self, *, is_end: bool = False) -> None:
        trouble = ""
        try:
            mark = self.bringing.round(is_end=is_end)
        except OSError as error:
            trouble = archive.cause(error)
        except (NotStreaming, OperatorError) as error:
            trouble = str(error)
        else:
            self.good_at = time.monotonic()
            if mark:
                self.standing = ArchiveStanding(self.standing.folder, mark.since)
        if trouble:
            self._tell(trouble)
        archive.write(self.home, self.standing)

    def _tell(self, trouble: str) -> None:
        if trouble != self.standing.trouble:
            log.warning("archive.takes_nothing", folder=self.standing.folder, error=trouble)
        since = self.standing.since or now()
        self.standing = ArchiveStanding(self.standing.folder, self.standing.upto, trouble, since)

    def _watch(self) -> None:
        """What waits too long for the archive is let go of; once a day the archive is tried."""
        if time.monotonic() - self.good_at > PATIENCE and retention.waiting(self.home) > MOST_WAITING:
            log.warning("archive.given_up", folder=self.standing.folder, waiting_bytes=retention.waiting(self.home))
            self.good_at = time.monotonic()
            self.bringing.leave()
        if time.monotonic() - self.noted_at > NOTES_EVERY:
            self.noted_at = time.monotonic()
            threading.Thread(target=self._note, daemon=True).start()
        if self.daily.is_due(time.time()):
            self._drill()

    def _note(self) -> None:
        """Have the suite know up to when it can be recovered; it may be starting, or stopping."""
        if self.standing.upto:
            with suppress(OperatorError):
                backup_notes.note_archive(self.environment, NAME, marks.exact(self.standing.upto))

    def _drill(self) -> None:
        """Try the archive, in a process that gives way to all others; it notes by itself what came of it."""
        command = [PYTHON, "-m", "operations", "drill", "--from", self.standing.folder]
        with suppress(OSError), (self.home / "log" / "drill.log").open("ab") as out:
            subprocess.Popen(
                ["nice", *command],
                cwd=ROOT,
                env=dict(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )


def main() -> None:
    """Keep the archive that the environment names."""
    outlive_the_disk()
    environment = Environment.load()
    folder = environment.recovery_folder()
    if folder:
        Keeper(environment, folder).run()


if __name__ == "__main__":
    main()
