"""In which periods a fact counts that has to be repeated: a plain function of its day and of the periods.

On a day in a period those facts count that are dated in it; on a day in none those of the year, after the last period
that is over. A period is one from the day on which it was set, wherever it begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from services.gateway.read_model.tallies.spans import Span, day_after

ANEW = "anew"
"""The side of a measure that its periods are on."""
_NEW_YEAR = "-01-01"


class RenewalPeriod(NamedTuple):
    """When a period was set, its first day and its last, as text."""

    happened: str
    dated: str
    expires: str

    def is_begun(self, day: str) -> bool:
        """Whether it has begun by a day, and was set by then."""
        return max(self.happened, self.dated) <= day


def within_periods(span: Span, periods: Sequence[RenewalPeriod]) -> Iterator[Span]:
    """The pieces of a span in which its fact counts."""
    pieces = ((piece, counts(span.dated, piece[0], periods)) for piece in pairwise(_cuts(span, periods)))
    for is_counted, some in groupby(pieces, lambda one: one[1]):
        if is_counted:
            same = [piece for piece, _ in some]
            yield span._replace(start=same[0][0], until=same[-1][1])


def counts(dated: str, day: str, periods: Sequence[RenewalPeriod]) -> bool:
    """Whether what is dated so counts on a day that is not before it."""
    begun = [one for one in periods if one.is_begun(day)]
    first = max((one.dated for one in begun if one.expires >= day), default=f"{day[:4]}{_NEW_YEAR}")
    over = max((one.expires for one in begun if one.expires < day), default="")
    return over < dated >= first


def _cuts(span: Span, periods: Sequence[RenewalPeriod]) -> list[str]:
    """Its first day, the first after it, and every day between on which a period or a year begins or is over."""
    days = {day for one in periods for day in (_day(max(one.happened, one.dated)), day_after(one.expires))}
    # After the year that follows all of these nothing of it counts: no later one need be looked at.
    last = max([span.start, *(day for day in days if day < span.until)])
    years = {f"{year:04}{_NEW_YEAR}" for year in range(int(span.start[:4]) + 1, int(last[:4]) + 2)}
    return sorted({span.start, span.until, *(day for day in days | years if span.start < day < span.until)})


def _day(moment: str) -> str:
    """The first day that is not before it: a moment sorts after its own day."""
    return moment if len(moment) == len("2017-01-01") else day_after(moment)
