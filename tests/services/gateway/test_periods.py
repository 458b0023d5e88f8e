"""In which periods a fact counts that has to be repeated, day by day, as it is asked and as its span is cut."""

from __future__ import annotations

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from services.gateway.read_model.tallies.periods import RenewalPeriod, counts, within_periods
from services.gateway.read_model.tallies.spans import Span
from services.gateway.read_model.tallies.tables import FOREVER

FIRST = dt.date(2016, 11, 1)
days = st.integers(0, 500).map(lambda number: (FIRST + dt.timedelta(days=number)).isoformat())
periods = st.lists(st.builds(RenewalPeriod, days, days, days), max_size=4)


def span_of(dated: str, start: str, until: str = FOREVER) -> Span:
    return Span("r", "e", "0", start, until, "|DT|", dated, "", None, 1)


@given(dated=days, late=st.integers(0, 90), asked=days, some=periods)
def test_a_span_is_cut_to_the_days_on_which_its_fact_counts(
    dated: str, late: int, asked: str, some: list[RenewalPeriod]
) -> None:
    start = (dt.date.fromisoformat(dated) + dt.timedelta(days=late)).isoformat()
    pieces = list(within_periods(span_of(dated, start), some))
    assert any(one.start <= asked < one.until for one in pieces) == (asked >= start and counts(dated, asked, some))
    assert all(one.start < one.until for one in pieces)
    assert all(before.until < after.start for before, after in itertools.pairwise(pieces))


def test_without_a_period_it_counts_in_its_year() -> None:
    (piece,) = within_periods(span_of("2017-03-01", "2017-03-04"), [])
    assert (piece.start, piece.until) == ("2017-03-04", "2018-01-01")
    assert list(within_periods(span_of("2017-12-30", "2018-01-03"), [])) == []


def test_a_period_may_go_beyond_the_year_and_ends_what_was_before_it() -> None:
    term = RenewalPeriod("2017-05-01", "2017-06-01", "2018-05-31")
    assert [(one.start, one.until) for one in within_periods(span_of("2017-03-01", "2017-03-01"), [term])] == [
        ("2017-03-01", "2017-06-01")
    ]
    (inside,) = within_periods(span_of("2017-07-01", "2017-07-01"), [term])
    assert (inside.start, inside.until) == ("2017-07-01", "2018-06-01")


def test_a_period_that_is_set_late_counts_from_then_on() -> None:
    told_late = RenewalPeriod("2017-09-10", "2016-11-01", "2017-12-31")
    pieces = within_periods(span_of("2016-12-01", "2016-12-01"), [told_late])
    assert [(one.start, one.until) for one in pieces] == [("2016-12-01", "2017-01-01"), ("2017-09-10", "2018-01-01")]
