"""Records by register and id; those of a register are read at once."""

from __future__ import annotations

from collections.abc import Iterable

Key = tuple[str, str]
"""A register and a record's id."""


def by_register(keys: Iterable[Key]) -> dict[str, list[str]]:
    """The ids of some records, by register."""
    ids_of: dict[str, list[str]] = {}
    for register, id_ in keys:
        ids_of.setdefault(register, []).append(id_)
    return ids_of
