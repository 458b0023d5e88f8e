"""How much two short texts read the same: by the runs of three characters that they share."""

from __future__ import annotations

import unicodedata

RUN = 3


def shingles(text: str) -> frozenset[str]:
    """The runs of three letters, digits or Chinese characters in a text; a shorter text is a run of its own."""
    letters = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    return frozenset(letters[at : at + RUN] for at in range(max(len(letters) - RUN + 1, 1)))


def similarity(one: str, other: str) -> float:
    """What part of their runs two texts share (Dice's coefficient): 1 the same, 0 nothing in common."""
    ours, theirs = shingles(one), shingles(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))
