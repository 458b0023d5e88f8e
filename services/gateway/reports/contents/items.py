"""The items of a report: in their order, counted by where they stand, and how far they are proved."""

from __future__ import annotations

from typing import Any

from services.gateway.display.messages import pages
from services.gateway.read_model import status

FURTHER = (
    status.NOT_STARTED,
    status.BEHIND,
    status.AT_RISK,
    status.ON_TRACK,
    status.UNVERIFIABLE,
    status.ACHIEVED,
)
"""How far something has come: what meets its target and waits for its proof is further than what is on its way."""
Json = dict[str, Any]


def coverage(items: list[Json]) -> dict[str, int]:
    """How many measures have something recorded, and how many of these are verified in full: counts, never a mean."""
    recorded = [one for item in items for one in item["measures"] if one["n"] and not one["withheld"]]
    full = sum(one["verified"] == one["claimed"] for one in recorded)
    return {"measures": sum(len(item["measures"]) for item in items), "n": len(recorded), "full": full}


def items_of(said: Json) -> list[Json]:
    """The items of a report, in their order."""
    return [item for pillar in said["pillars"] for item in pillar["items"]]


def tally(statuses: list[str]) -> dict[str, int]:
    """How many items stand where, the best first; where none stands is left in, so that two months can be compared."""
    return {name: statuses.count(name) for name in pages.BEST_FIRST}
