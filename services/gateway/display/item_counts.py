"""Items and measures counted: where they stand, and how far they are proved. Counts, never a mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from services.gateway.display.messages import pages

Json = dict[str, Any]


def tally(statuses: Sequence[str]) -> dict[str, int]:
    """How many items stand where, the best first; where none stands is left in, so that two days can be compared."""
    return {name: statuses.count(name) for name in pages.BEST_FIRST}


def coverage(items: Iterable[Json]) -> dict[str, int]:
    """How many measures there are, have something recorded, and are verified in full; of what is withheld nothing is
    told.
    """
    measures = [one for item in items for one in item["measures"]]
    recorded = [one for one in measures if one["n"] and not one["withheld"]]
    full = sum(one["verified"] == one["claimed"] and one["verified_from"] > "E0" for one in recorded)
    return {"measures": len(measures), "n": len(recorded), "full": full}
