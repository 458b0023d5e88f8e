"""Tiles of the map: squares of a five-hundredth of a degree, some 200 m wide, by which what lies somewhere is found."""

from __future__ import annotations

from math import floor

A_DEGREE = 500
A_ROW = 1_000_000
"""From a tile to the one north of it: more than there are around the earth."""


def tile_of(longitude: float | None, latitude: float | None) -> int | None:
    """The tile in which a point of WGS-84 lies; None: of none."""
    if longitude is None or latitude is None:
        return None
    return floor(latitude * A_DEGREE) * A_ROW + floor(longitude * A_DEGREE)


def tiles_within(south: float, north: float, west: float, east: float) -> list[int]:
    """The tiles that have a part between these degrees."""
    rows, columns = (
        (floor(least * A_DEGREE), floor(most * A_DEGREE)) for least, most in ((south, north), (west, east))
    )
    return [row * A_ROW + column for row in range(rows[0], rows[1] + 1) for column in range(columns[0], columns[1] + 1)]
