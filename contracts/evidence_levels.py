"""How far a fact is shown: the level that a step gives, and how much of it counts by who recorded it, and how.

E0 somebody says so, E1 with a paper, E2 a counter-party or a second person, E3 a supervisor.
"""

from __future__ import annotations

CLAIMED, WITH_PAPERS = "E0", "E1"


def countable_level(level: str, *, imported: bool) -> str:
    """What counts of a level: who imports a sheet writes down what others are to have done, and is no second person."""
    return min(level, WITH_PAPERS) if imported else level


def awaits_release(level: str, *, imported: bool) -> bool:
    """Whether a second person's word is still missing for a step of this level."""
    return countable_level(level, imported=imported) < level
