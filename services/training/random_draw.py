"""A random draw that can be repeated: the same seed over the same bank draws the same questions in the same order."""

import hashlib
from collections.abc import Sequence

from services.chassis.records.record import Record


def draw_questions(bank: Sequence[Record], number: int, seed: str) -> list[Record]:
    """So many of these questions, ranked by the hash of the seed and their codes."""
    # A hash, not `random`: whoever doubts a draw can repeat it in any language from the seed and the codes.
    return sorted(bank, key=lambda one: hashlib.sha256(f"{seed}/{one.id}".encode()).digest())[:number]
