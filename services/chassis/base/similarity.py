"""How much two short texts read the same: by the runs of three characters that they share."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

RUN = 3
KEPT_IN_MEMORY = 8192


@lru_cache(maxsize=KEPT_IN_MEMORY)
def shingles(text: str) -> frozenset[str]:
    """The runs of three letters, digits or Chinese characters in a text; a shorter text is a run of its own.

    Kept for the last texts: the newest records of one place are compared with each that follows.
    """
    letters = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    return frozenset(letters[at : at + RUN] for at in range(max(len(letters) - RUN + 1, 1)))


def similarity(one: str, other: str) -> float:
    """What part of their runs two texts share (Dice's coefficient): 1 the same, 0 nothing in common."""
    ours, theirs = shingles(one), shingles(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def percent_alike(one: str, other: str, least: int) -> int:
    """Their similarity in whole percent; 0 where it is less than `least`, which mostly shows in their lengths alone."""
    ours, theirs = shingles(one), shingles(other)
    most = 2 * min(len(ours), len(theirs)) / (len(ours) + len(theirs))
    percent = round(100 * similarity(one, other)) if round(100 * most) >= least else 0
    return percent if percent >= least else 0
