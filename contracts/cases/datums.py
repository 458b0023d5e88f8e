"""In which datum a point was read off, and the same place in another.

A point stays as its device gave it; it is reckoned over where points of several devices meet. CGCS2000 is read as
WGS-84: the two differ by how far the plate has moved since 2000, less than a metre by now, which no telephone sees.
GCJ-02 has no published definition, and BD-09 is laid over it: the formulas are those that programs share, which agree
with the maps' own answers to a few metres. They move points within a rectangle around the mainland, and no others.
"""

from __future__ import annotations

from collections.abc import Callable
from math import asin, atan2, cos, hypot, pi, radians, sin, sqrt
from typing import NamedTuple

from contracts.words import Words

WGS84, CGCS2000, GCJ02, BD09 = "WGS84", "CGCS2000", "GCJ02", "BD09"
DATUMS = Words(
    {
        WGS84: "WGS-84 / WGS-84",
        CGCS2000: "CGCS2000 国家大地坐标系 / CGCS2000",
        GCJ02: "GCJ-02 国测局 / GCJ-02",
        BD09: "BD-09 百度 / BD-09 (Baidu)",
    }
)
LONGITUDES, LATITUDES = (72.004, 137.8347), (0.8293, 55.8271)
"""Where GCJ-02 moves points, in degrees."""
AXIS, ECCENTRICITY = 6378245.0, 0.00669342162296594323
"""Of the ellipsoid of Krasovsky: half its long axis in metres, and the square of its first eccentricity."""
ORIGIN = (105.0, 35.0)
BAIDU, TURN = (0.0065, 0.006), pi * 3000 / 180
EARTH = 6_371_008.8
"""Metres from the middle of the earth to its surface, on the average (GRS 80)."""
CLOSE, TURNS = 1e-9, 30
"""Degrees by which a point found backwards may miss (a tenth of a millimetre), and after how many tries it is taken."""


class Point(NamedTuple):
    """A place in degrees, east and north."""

    longitude: float
    latitude: float


def place_of(longitude: float | None, latitude: float | None, datum: str | None) -> Point | None:
    """Where a point is that a form has, in WGS-84; None where it has none."""
    if longitude is None or latitude is None or datum is None:
        return None
    return to_wgs84(Point(longitude, latitude), datum)


def metres_between(one: Point, other: Point) -> float:
    """The way along the ground between two points in WGS-84, by the haversine."""
    here, there = radians(one.latitude), radians(other.latitude)
    by_latitude = sin((there - here) / 2) ** 2
    by_longitude = sin(radians(other.longitude - one.longitude) / 2) ** 2
    half_chord = by_latitude + cos(here) * cos(there) * by_longitude
    return 2 * EARTH * asin(sqrt(min(half_chord, 1.0)))


def to_wgs84(point: Point, datum: str) -> Point:
    """The place of a point of a datum of `DATUMS`, in WGS-84."""
    if datum == BD09:
        return _back(_back(point, _to_baidu), _to_gcj)
    return _back(point, _to_gcj) if datum == GCJ02 else point


def from_wgs84(point: Point, datum: str) -> Point:
    """The place of a point of WGS-84 in a datum of `DATUMS`."""
    if datum == BD09:
        return _to_baidu(_to_gcj(point))
    return _to_gcj(point) if datum == GCJ02 else point


def _back(point: Point, there: Callable[[Point], Point]) -> Point:
    """What is moved to this point: guessed, and mended by how far the guess misses."""
    guess = point
    for _ in range(TURNS):
        east, north = (a - b for a, b in zip(there(guess), point, strict=True))
        guess = Point(guess.longitude - east, guess.latitude - north)
        if max(abs(east), abs(north)) < CLOSE:
            break
    return guess


def _to_gcj(point: Point) -> Point:
    if not (_within(point.longitude, LONGITUDES) and _within(point.latitude, LATITUDES)):
        return point
    east, north = _shift(point.longitude - ORIGIN[0], point.latitude - ORIGIN[1])
    latitude = radians(point.latitude)
    bend = 1 - ECCENTRICITY * sin(latitude) ** 2
    along = AXIS / sqrt(bend) * cos(latitude)
    across = AXIS * (1 - ECCENTRICITY) / (bend * sqrt(bend))
    return Point(point.longitude + east * 180 / (along * pi), point.latitude + north * 180 / (across * pi))


def _shift(x: float, y: float) -> tuple[float, float]:
    """By how many metres a point is moved that lies so many degrees from the origin."""
    both = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    east = both + 20 * sin(x * pi) + 40 * sin(x * pi / 3) + 150 * sin(x * pi / 12) + 300 * sin(x * pi / 30)
    north = both + 20 * sin(y * pi) + 40 * sin(y * pi / 3) + 160 * sin(y * pi / 12) + 320 * sin(y * pi / 30)
    root = sqrt(abs(x))
    return (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + east * 2 / 3,
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + north * 2 / 3,
    )


def _to_baidu(point: Point) -> Point:
    x, y = point
    far = hypot(x, y) + 0.00002 * sin(y * TURN)
    angle = atan2(y, x) + 0.000003 * cos(x * TURN)
    return Point(far * cos(angle) + BAIDU[0], far * sin(angle) + BAIDU[1])


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
