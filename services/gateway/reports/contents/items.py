"""The items of a report, in their order, and which of them went which way."""

from __future__ import annotations

from typing import Any

from services.gateway.read_model import status
from services.gateway.read_model.comparisons.judgement import judge_item

WORSE, BETTER = "worse", "better"
Json = dict[str, Any]


def items_of(said: Json) -> list[Json]:
    """The items of a report, in their order, or of an overview."""
    return [item for pillar in said["pillars"] for item in pillar["items"]]


def ways(before: Json, after: Json) -> dict[str, str]:
    """Which way the items went between two overviews, of those that went any."""
    then = {item["id"]: item for item in items_of(before)}
    both = ((item["id"], judge_item(then[item["id"]], item)) for item in items_of(after) if item["id"] in then)
    return {id_: way.value for id_, way in both if way}


def way_of_item(said: Json, item: Json) -> str | None:
    """Which way an item of a report went; the first edition of reports kept no ways, and went by the status alone."""
    if "ways" in said["before"]:
        return said["before"]["ways"].get(item["id"])  # type: ignore[no-any-return]
    before = said["before"]["items"].get(item["id"])
    if before is None or before == item["status"]:
        return None
    return WORSE if status.reach(item["status"]) < status.reach(before) else BETTER
