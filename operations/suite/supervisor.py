"""Keeps processes running: what ends, or stands frozen, is started again, after a pause that grows while it keeps
ending.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import structlog

from operations.base.processes import Process, stop
from operations.suite.state import ProcessState
from operations.suite.vital_signs import VitalSigns

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
MANY = 10
"""Ends in a row from which on the pause is the longest in any case; 2 to the power of 1030 is no float."""
STEADY_AFTER = 30.0

log = structlog.get_logger()


def pause(failures: int) -> float:
    """Seconds before the next start, after so many quick ends in a row."""
    return float(min(FIRST_PAUSE * 2 ** min(failures, MANY), LONGEST_PAUSE))


@dataclass(slots=True)
class Child:
    """One process that is to run: `due` is when it is started next, on the monotonic clock.

    signs     what shows that it works; None: nobody looks
    frozen_at  when it counts as frozen unless another sign comes
    """

    name: str
    launch: Callable[[], Process]
    signs: VitalSigns | None = None
    frozen_at: float = 0
    process: Process | None = None
    started: str = ""
    steady_at: float = 0
    due: float = 0
    failures: int = 0
    restarts: int = -1

    def tick(self, now: float) -> bool:
        """Starts the process, or notes its end; says whether something changed."""
        if self.process is None:
            return now >= self.due and self._start(now)
        if self.process.poll() is not None:
            return self._note_end(self.process.returncode, now)
        if now >= self.steady_at:
            self.failures = 0
        self._look_for_signs(self.process, now)
        return False

    def _look_for_signs(self, process: Process, now: float) -> None:
        """Kills a process that is there and no longer works; its end is noted at the next tick."""
        if self.signs is None:
            return
        if self.signs.came(process.pid):
            self.frozen_at = now + self.signs.silent_for
        elif now >= self.frozen_at:
            log.warning("process.frozen", name=self.name, pid=process.pid)
            # SIGKILL: what is stopped hears nothing else.
            process.kill()
            self.frozen_at = now + self.signs.silent_for

    def snapshot(self) -> ProcessState:
        """Its entry in the suite's state."""
        return ProcessState(self.process.pid if self.process else None, self.started, max(self.restarts, 0))

    def _start(self, now: float) -> bool:
        try:
            self.process = self.launch()
        except OSError as error:  # no file for its log, no process: what is mended is tried again
            self._put_off(now, "process.not_started", error=str(error))
            return False
        self.started = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.steady_at = now + STEADY_AFTER
        self.frozen_at = now + (self.signs.first_within if self.signs else 0)
        self.restarts += 1
        return True

    def _note_end(self, code: int, now: float) -> bool:
        self.process = None
        self._put_off(now, "process.ended", code=code)
        return True

    def _put_off(self, now: float, event: str, **about: object) -> None:
        """The next start comes after a pause."""
        again_in = pause(self.failures)
        log.warning(event, name=self.name, again_in_s=again_in, **about)
        self.due = now + again_in
        self.failures += 1


@dataclass(slots=True)
class Supervisor:
    """The processes of one suite, the broker first."""

    children: list[Child] = field(default_factory=list)

    def add(self, name: str, launch: Callable[[], Process], signs: VitalSigns | None = None) -> None:
        """One more process to keep running, and to replace when its signs of life stay away."""
        self.children.append(Child(name, launch, signs))

    def tick(self) -> bool:
        """Looks once after every process; says whether something changed."""
        now = time.monotonic()
        changed = [child.tick(now) for child in self.children]
        return any(changed)

    def snapshot(self) -> Mapping[str, ProcessState]:
        """All processes' entries in the suite's state."""
        return {child.name: child.snapshot() for child in self.children}

    def stop(self, last: Collection[str], grace: float, grace_last: float) -> None:
        """Stops all at once except `last`, and these when all others have ended."""
        running = {child.name: child.process for child in self.children if child.process}
        # What a service publishes while it stops needs the broker, and what it writes the archive: these go last.
        stop([process for name, process in running.items() if name not in last], grace)
        stop([process for name, process in running.items() if name in last], grace_last)
        for child in self.children:
            if child.signs:
                child.signs.close()
