"""In which records of a list a text is found, for one person: what stands behind a token is not sought by others.

Fields hold tokens where private texts stand, and equal texts have equal tokens: who may not read the texts would find
by a token, or by some letters of one, which records are about one person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from contracts.register import Register
from services.chassis.handling.masking import may_read_private_texts
from services.chassis.records import pseudonyms
from services.chassis.records.command import Actor

Keep = Callable[[Mapping[str, Any]], bool]


def filter_for(actor: Actor | None, register: Register, text: str | None) -> Keep | None:
    """Which of the rows that hold a text this person may find by it; None: all of them."""
    shape = pseudonyms.shape_of(register.name)
    if not text or not shape:
        return None

    def keep(row: Mapping[str, Any]) -> bool:
        if row["id"] == text or may_read_private_texts(actor, register, row["unit"]):
            return True
        return _written(text) in _written(pseudonyms.map_texts(shape, row["fields"], lambda _token: ""))

    return keep


def _written(value: Any) -> str:
    """As the database compares it: JSON between its outermost marks, in small letters."""
    return orjson.dumps(value).decode()[1:-1].lower()
