"""Up to when everything can be restored, and what the last drill found: for `/readyz` and Prometheus."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from contracts.wire import JsonObject
from services.chassis.base import clock, metrics
from services.chassis.base.metrics import RecoveryAges
from services.chassis.storage.store import Store
from services.gateway.accounts.operations.kept_backups import ARCHIVED, KeptBackup, KeptBackups


@dataclass
class RecoveryStanding:
    """Remembers what was last noted: who asks for `/readyz` waits for no database, and ages grow while it is away."""

    kept: KeptBackups
    archive: KeptBackup | None = None
    drill: KeptBackup | None = None

    def look(self) -> None:
        """Read what is noted now."""
        self.archive, self.drill = self.kept.last(ARCHIVED), self.kept.last_drill()

    def tell(self) -> JsonObject:
        """The archive with its age, and the last drill; null: there was none.

        Anybody may ask for it: what was written of a fault stays with those who may read notes of backups.
        """
        archive, drill, ages = self.archive, self.drill, self.ages()
        figures = ("at", "restored_to", "seconds", "events", "loss_seconds")
        return {
            "archive": archive and {"restorable_to": archive.restored_to, "age_seconds": ages.archive},
            "drill": drill and {name: getattr(drill, name) for name in figures} | {"good": ages.good},
        }

    def ages(self) -> RecoveryAges:
        """How far the archive lies behind, and how long ago the last drill was."""
        archive, drill = self.archive, self.drill
        return RecoveryAges(
            _seconds_since(archive.restored_to) if archive and archive.restored_to else None,
            _seconds_since(drill.at) if drill else None,
            drill is not None and not drill.fault,
        )


def open_recovery(store: Store) -> RecoveryStanding:
    """What is noted in this database, shown to Prometheus too."""
    standing = RecoveryStanding(KeptBackups(store))
    metrics.watch_recovery(standing.ages)
    return standing


def _seconds_since(moment: str) -> float:
    """Never less than none: the clock of the machine that noted it may be ahead."""
    return max(0.0, round((clock.now() - dt.datetime.fromisoformat(moment)).total_seconds(), 3))
