"""Intervals of days are found by the nodes above a day: those that hold it, all of them and no others."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.base.interval_nodes import LEVELS, node_of, nodes_above

days = st.dates(dt.date(2016, 1, 1), dt.date(2018, 12, 31))


@given(first=days, length=st.integers(0, 500), day=days)
def test_an_interval_is_found_on_the_days_that_it_holds_alone(first: dt.date, length: int, day: dt.date) -> None:
    last = first + dt.timedelta(days=length)
    node, above = node_of(first, last), nodes_above(day)
    found = (node in above.before and last >= day) or (node in above.behind and first <= day)
    assert found == (first <= day <= last)
    assert first.toordinal() <= node <= last.toordinal()


def test_a_day_has_few_nodes_above_it() -> None:
    above = nodes_above(dt.date(2017, 5, 31))
    assert len(above.before) + len(above.behind) <= LEVELS + 1


def test_an_empty_interval_lies_nowhere() -> None:
    with pytest.raises(ValueError, match="2017-05-31"):
        node_of(dt.date(2017, 5, 31), dt.date(2017, 5, 30))
