"""Which tile an address names (C2SP tlog-tiles): hashes of a level, or the entries' own commitments."""

from __future__ import annotations

from contracts.errors import Unknown
from contracts.tlog.errors import BadProof
from contracts.tlog.tiles import Tile

ENTRIES = "entries"
HIGHEST = 5
"""Three hundred million million entries have no tile above it."""


def tile_in(level: str, rest: str) -> Tile:
    """The tile in the path behind `/tile`; those of entries are written as those of the lowest level.

    Raises Unknown.
    """
    try:
        tile = Tile.parse(f"tile/{'0' if level == ENTRIES else level}/{rest}")
    except BadProof:
        raise Unknown(f"tile/{level}/{rest}") from None
    if tile.level > HIGHEST:
        raise Unknown(f"tile/{level}/{rest}")
    return tile
