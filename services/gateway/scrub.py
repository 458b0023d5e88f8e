"""Compares every paper with its hash, again and again, slowly: what lies unread rots unseen.

Beside the loop, in a thread of its own; what it found is kept, so that a restart goes on where it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress

from services.chassis.base import clock, ids, log, metrics
from services.chassis.messaging.retry import AWAY
from services.chassis.storage import lease
from services.chassis.storage.damage import StorageDamaged
from services.gateway.evidence import Evidence
from services.gateway.read_model import paper_checks
from services.gateway.read_model.read_model import ReadModel

_log = log.get("papers")
ROUND = dt.timedelta(days=7)
"""How old what is known of a paper may become."""
BYTES_A_SECOND = 1024 * 1024
"""So much is read at most; a week of it is some 600 GB."""
REST = 60.0
"""Seconds between two passes over the list, and between two looks at what has a fault: it may have been put back."""
OPENING = 64 * 1024
"""Finding and opening a file counts as so many bytes."""
AT_ONCE, NOTED_AT_ONCE = 200, 20
MOST_BYTES_AT_ONCE = 32 * 1024 * 1024


class Scrub:
    """The papers of one gateway, checked."""

    def __init__(self, evidence: Evidence, read_model: ReadModel) -> None:
        """What is found is noted in the read model."""
        self._evidence, self._read_model = evidence, read_model
        # Of several gateways over one database one reads the files.
        self._lease = lease.Lease(read_model.store, "papers", ids.new_id())
        self.tally: dict[str, int] = {}

    def run(self) -> None:
        """Check what is due, rest, begin anew; for a greenlet of its own. It never ends."""
        while True:
            with suppress(*AWAY, StorageDamaged):
                self.check_due()
            clock.pause(REST)

    def check_due(self) -> None:
        """One pass over the list: papers with a fault, and those of which what is known is too old."""
        self.count()
        if not self._lease.hold():
            return
        with self._read_model.store.begin_read() as tx:
            faulty = paper_checks.faulty(tx, AT_ONCE)
        self._check_slowly(faulty)
        after = ""
        while page := self._evidence.page(after, AT_ONCE):
            after = page[-1]
            self._check_slowly(self._due(page))

    def _due(self, hashes: list[str]) -> list[str]:
        since = (clock.now() - ROUND).isoformat()
        with self._read_model.store.begin_read() as tx:
            recent = paper_checks.checked_since(tx, hashes, since)
        return [sha for sha in hashes if sha not in recent]

    def _check_slowly(self, hashes: Iterable[str]) -> None:
        found: dict[str, str | None] = {}
        for sha in hashes:
            if not self._lease.hold():
                return
            size, found[sha] = self._evidence.check(sha)
            if found[sha] or len(found) >= NOTED_AT_ONCE:
                self._note(found)
                found = {}
            clock.pause((size + OPENING) / BYTES_A_SECOND)
        if found:
            self._note(found)

    def check_some(self, after: str) -> tuple[dict[str, str | None], int]:
        """Check the papers that follow a hash, as many as are read in a moment; nothing: there are no more.

        Answers what is wrong with each, None for nothing, and how many bytes were read.
        """
        found: dict[str, str | None] = {}
        read = 0
        for sha in self._evidence.page(after, AT_ONCE):
            size, found[sha] = self._evidence.check(sha)
            read += size
            if read > MOST_BYTES_AT_ONCE:
                break
        if found:
            self._note(found)
        return found, read

    def heal(self, sha256: str) -> None:
        """A paper was handed in, and its bytes are right: whatever was wrong with it is not any more."""
        # What fails here is found by the next pass; the paper itself is kept.
        with suppress(*AWAY, StorageDamaged):
            if self._read_model.paper_faults([sha256]):
                self._note({sha256: None})

    def _note(self, found: dict[str, str | None]) -> None:
        moved = self._read_model.note_papers(found)
        if moved:
            faults = {sha: fault for sha, fault in found.items() if fault}
            _log.error("papers.checked", faults=faults, sound=len(found) - len(faults))
        if moved or any(found.values()):
            self.count()

    def count(self) -> None:
        """What is known of all papers by now, for `/readyz` and Prometheus."""
        with self._read_model.store.begin_read() as tx:
            self.tally = paper_checks.tally(tx)
        metrics.set_papers(self.tally)
