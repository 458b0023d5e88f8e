"""What a rule proposes from: the newest records under a key, and none of their histories."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

MOST_COMPARED = 200
"""How many of the newest records a proposal is made from: as many as a command can read without being felt."""


@dataclass(frozen=True)
class Window:
    """Which records are proposed from: of days in a span, both ends among them, known by a moment; of these the newest.

    known_by  None: whatever is known by now. A step that is decided again must not propose what nobody could know
    """

    since: dt.date
    until: dt.date
    known_by: dt.datetime | None = None
    most: int = MOST_COMPARED


@dataclass(frozen=True, slots=True)
class RecentRecord:
    """One of the newest records under a key: of which day it is, and its text that is compared."""

    id: str
    day: dt.date
    text: str
    status: str
