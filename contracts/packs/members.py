"""JSON of packs and proofs, read in the one way in which every reader reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any


def read_json(text: str | bytes) -> Any:
    """What a JSON text says. Raises ValueError for what is none, nests too deep, or names a member twice."""
    try:
        return json.loads(text, object_pairs_hook=_members_once)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _members_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object that has each name once: of two a reader would see one, and a program the other."""
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise ValueError(f"twice: {name}")
        members[name] = value
    return members
