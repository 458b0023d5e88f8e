from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.base.similarity import shingles, similarity


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("映月小区3号楼前路灯不亮", "映月小区３号楼前，路灯不亮！", 1.0, 1.0),
        ("小区路灯不亮了", "路灯不亮", 0.5, 0.6),
        ("修复破损路面", "清理楼道小广告", 0.0, 0.0),
        ("路灯", "路灯", 1.0, 1.0),
        ("！", "？", 1.0, 1.0),
    ],
)
def test_texts_are_alike_by_the_runs_they_share(one: str, other: str, least: float, most: float) -> None:
    assert least <= similarity(one, other) <= most


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) == similarity(other, one) <= 1
    assert similarity(one, one) == 1
    assert shingles(one)
