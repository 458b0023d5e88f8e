"""What lies within a distance of a point."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

EARTH = 6_371_008.8
"""Metres from the middle of the earth to its surface, on the average (GRS 80)."""
STEEPEST = 0.01
"""How narrow a degree of longitude is taken to be at most, against one at the equator: nobody asks about the poles."""


@dataclass(frozen=True)
class Circle:
    """A point in WGS-84, in degrees, and the metres around it."""

    latitude: float
    longitude: float
    radius: float

    def has(self, latitude: float | None, longitude: float | None) -> bool:
        """Whether a point lies within; none lies nowhere."""
        if latitude is None or longitude is None:
            return False
        return self.metres_to(latitude, longitude) <= self.radius

    def square(
        self, latitude: sa.ColumnElement[float], longitude: sa.ColumnElement[float]
    ) -> Iterator[sa.ColumnElement[bool]]:
        """That a point lies in a square around it."""
        south, north, west, east = self.bounds
        yield latitude.between(south, north)
        yield longitude.between(west, east)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The square around it: from south to north, from west to east."""
        north = math.degrees(self.radius / EARTH)
        east = north / max(math.cos(math.radians(abs(self.latitude) + north)), STEEPEST)
        return self.latitude - north, self.latitude + north, self.longitude - east, self.longitude + east

    def metres_to(self, latitude: float, longitude: float) -> float:
        """The way along the ground, by the haversine."""
        here, there = math.radians(self.latitude), math.radians(latitude)
        by_latitude = math.sin((there - here) / 2) ** 2
        by_longitude = math.sin(math.radians(longitude - self.longitude) / 2) ** 2
        half_chord = by_latitude + math.cos(here) * math.cos(there) * by_longitude
        return 2 * EARTH * math.asin(math.sqrt(min(half_chord, 1.0)))
