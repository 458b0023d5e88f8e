"""The items of a report, in their order, and how far a status is."""

from __future__ import annotations

from typing import Any

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


def items_of(said: Json) -> list[Json]:
    """The items of a report, in their order."""
    return [item for pillar in said["pillars"] for item in pillar["items"]]
