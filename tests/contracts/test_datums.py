"""A place in four datums: points whose answers other programs have published, and every way there and back."""

from __future__ import annotations

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.cases.datums import BD09, CGCS2000, DATUMS, GCJ02, WGS84, Point, from_wgs84, place_of, to_wgs84

TO_GCJ02 = {
    Point(121.5272106, 31.1774276): Point(121.531541859215, 31.17530398364597),
    Point(113.912316, 22.543847): Point(113.9171764808363, 22.540796131694766),
    Point(116.377817, 39.911954): Point(116.38404722455657, 39.91334545536069),
    Point(116.404, 39.915): Point(116.41024449916938, 39.91640428150164),
}
"""Shanghai, Shenzhen and Beijing, as programs that share the formulas have them in their tests."""
GCJ02_TO_BD09 = {
    Point(116.404, 39.915): Point(116.41036949371029, 39.92133699351021),
    Point(116.42703, 39.90245): Point(116.43351, 39.90851),
}
"""A point of the programs' examples, and Beijing's railway station as both maps show it, to five decimals."""
NANOMETRES, METRE = 1e-11, 1e-5
METRES = 111_320
"""Of a degree of latitude."""
inland = st.builds(Point, st.floats(73.5, 135), st.floats(18, 53.5))


@pytest.mark.parametrize("here", TO_GCJ02)
def test_wgs84_reads_in_gcj02_as_published(here: Point) -> None:
    assert from_wgs84(here, GCJ02) == pytest.approx(TO_GCJ02[here], abs=NANOMETRES)
    assert to_wgs84(TO_GCJ02[here], GCJ02) == pytest.approx(here, abs=1e-9)


@pytest.mark.parametrize("here", GCJ02_TO_BD09)
def test_gcj02_reads_in_bd09_as_published(here: Point) -> None:
    assert from_wgs84(to_wgs84(here, GCJ02), BD09) == pytest.approx(GCJ02_TO_BD09[here], abs=METRE)
    assert to_wgs84(GCJ02_TO_BD09[here], BD09) == pytest.approx(to_wgs84(here, GCJ02), abs=METRE)


@given(inland, st.sampled_from(list(DATUMS)))
def test_there_and_back_is_the_same_place(here: Point, datum: str) -> None:
    assert to_wgs84(from_wgs84(here, datum), datum) == pytest.approx(here, abs=1e-8)


def test_in_the_district_a_point_of_gcj02_that_is_taken_for_wgs84_is_off_by_a_street() -> None:
    here = Point(120.353, 31.59)
    east, north = (abs(a - b) * METRES for a, b in zip(from_wgs84(here, GCJ02), here, strict=True))
    assert 400 < hypot(east * cos(radians(here.latitude)), north) < 600


def test_cgcs2000_is_read_as_wgs84_and_abroad_nothing_is_moved() -> None:
    here, abroad = Point(120.353, 31.59), Point(151.2, -33.86)
    assert to_wgs84(here, CGCS2000) == here == from_wgs84(here, WGS84)
    assert from_wgs84(abroad, GCJ02) == abroad == to_wgs84(abroad, GCJ02)


def test_half_a_point_is_no_place() -> None:
    assert place_of(120.353, None, WGS84) is place_of(120.353, 31.59, None) is place_of(None, None, None) is None
    assert place_of(120.353, 31.59, WGS84) == (120.353, 31.59)
