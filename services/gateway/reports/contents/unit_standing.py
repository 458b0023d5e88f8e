"""Which units are behind in what: each item as it stands when the unit and those below it are asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.gateway.read_model import status, units
from services.gateway.read_model.programme import Item
from services.gateway.read_model.progress import Reader

WHOLE = "bureau"
"""The kind of unit that is all of it."""
Json = dict[str, Any]


def find(reader: Reader) -> list[Json]:
    """The units with something behind or at risk, those with most of it first; how the others stand is no trouble."""
    rows = (_row(reader, code) for code in sorted(_units(reader)))
    troubled = [one for one in rows if one["behind"] or one["at_risk"]]
    return sorted(troubled, key=lambda one: (-len(one["behind"]), -len(one["at_risk"]), one["unit"]))


def _units(reader: Reader) -> set[str]:
    """The units below the one that is asked about; below the bureau all but itself."""
    tree = reader.tree
    if reader.unit is None:
        return {code for code, unit in tree.items() if unit.get("kind") != WHOLE}
    return set(units.below(tree.values(), reader.unit, reader.question.as_of)) - {reader.unit}


def _row(reader: Reader, code: str) -> Json:
    own = replace(reader, unit=code)
    own.numbers = reader.numbers
    standing = {item.id: _status(own, item) for item in reader.programme.items()}
    return {
        "unit": code,
        "title": str(reader.tree[code]["name"]),
        "behind": [item for item, one in standing.items() if one in (status.BEHIND, status.NOT_STARTED)],
        "at_risk": [item for item, one in standing.items() if one == status.AT_RISK],
    }


def _status(own: Reader, item: Item) -> str | None:
    """Where a unit stands in an item; None: nothing of it is the unit's to do.

    A share of nobody is no share: a unit without those whom a ratio counts is not behind in it.
    """
    measures = [own.programme.by_name[name] for name in item.measures]
    entries = [own.measure(one) for one in measures if one.target and not one.awaits]
    meant = [one for one in entries if one["target"] and not one["withheld"] and (one["n"] or one["scope"] == own.unit)]
    due = [one for one in meant if (one["expected"] or 0) > 0]
    return status.of_item(due) if due else None
