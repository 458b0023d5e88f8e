"""What a rule proposes from: the newest records under a key, and none of their histories."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from services.chassis.records.finding.finding_keys import FindingKey, moment
from services.chassis.records.record import Record

MOST_COMPARED = 200
"""How many of the newest records a proposal is made from: as many as a command can read without being felt."""


@dataclass(frozen=True)
class Window:
    """Which records are proposed from: of days in a span, both ends among them, known by a moment; of these the newest.

    known_by  None: whatever is known by now. A step that is decided again must not propose what nobody could know
    oldest    the oldest of them are meant, and come first
    """

    since: dt.date
    until: dt.date
    known_by: dt.datetime | None = None
    most: int = MOST_COMPARED
    oldest: bool = False

    def holds(self, key: FindingKey) -> bool:
        """Whether a record that this key finds is one of them, but for how many there are."""
        known = self.known_by is None or key.known <= moment(self.known_by)
        return known and self.since.isoformat() <= key.day <= self.until.isoformat()


@dataclass(frozen=True, slots=True)
class RecentRecord:
    """One of the newest records under a key: of which day it is, since when it is known, its text that is compared."""

    id: str
    day: dt.date
    text: str
    status: str
    known: str = ""

    def place(self) -> tuple[dt.date, str, str]:
        """Its place among others, the newest of which is the greatest."""
        return self.day, self.known, self.id


def recent(record: Record, key: FindingKey) -> RecentRecord:
    """A record that a key with a day finds."""
    return RecentRecord(record.id, dt.date.fromisoformat(key.day), key.compared, record.status(), key.known)
