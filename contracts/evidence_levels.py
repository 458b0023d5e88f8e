"""How far a fact is shown: the level that a step gives, and how much of it counts by who recorded it, and how.

E0 somebody says so, E1 with a paper, E2 a counter-party or a second person, E3 a supervisor.
"""

from __future__ import annotations

CLAIMED, WITH_PAPERS = "E0", "E1"


RULES = "2"
"""By which rules a ledger's levels were read: 1, every level as its event has it; 2, only what persons vouch for."""


def countable_level(level: str, *, imported: bool, actor: str = "") -> str:
    """What counts of a level: who imports a sheet writes down what others are to have done, and is no second person.

    Nor is a post of before people had accounts ("clerk@DT"), which anybody may have been, or a program ("key:portal").
    """
    return min(level, WITH_PAPERS) if imported or not vouches(actor) else level


def vouches(actor: str) -> bool:
    """Whether who recorded something is a person, who can vouch for it."""
    return not {"@", ":"} & set(actor)


def is_claim(level: str, *, imported: bool) -> bool:
    """Whether a step of this level says that others vouch for something, and a sheet alone says so."""
    return countable_level(level, imported=imported) < level
