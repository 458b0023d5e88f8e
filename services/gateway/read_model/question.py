"""The frame of a question to the ledger: as of which day, as known at which moment, for which units."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

ALWAYS = dt.datetime.max.replace(tzinfo=dt.UTC)
EVERYWHERE: frozenset[str] | None = None


@dataclass(frozen=True)
class Question:
    """A question's frame: the business date, what was known by when, and whose units (None: the whole bureau)."""

    as_of: dt.date
    known_at: dt.datetime = ALWAYS
    units: frozenset[str] | None = EVERYWHERE
