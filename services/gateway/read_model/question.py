"""The frame of a question to the ledger: whose it is, as of which day, as known at which moment, for which units."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

ALWAYS = dt.datetime.max.replace(tzinfo=dt.UTC)
EVERYWHERE: frozenset[str] | None = None


@dataclass(frozen=True)
class Question:
    """A question's frame: whose ledger, the business date, what was known by when, and whose units.

    district  division code; a question is always about one
    units     None: the whole bureau
    """

    district: str
    as_of: dt.date
    known_at: dt.datetime = ALWAYS
    units: frozenset[str] | None = EVERYWHERE
