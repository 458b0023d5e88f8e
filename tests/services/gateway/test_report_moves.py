"""Which way a measure went since the month before."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.reports.contents.moves import BETTER, WORSE, way_of


def measure(status: str | None, claimed: float | None, verified: float | None = None, op: str | None = ">=") -> Any:
    """A measure with a target of 28, or none."""
    return {"status": status, "claimed": claimed, "verified": verified, "target": op and {"op": op, "value": 28}}


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (measure("on_track", 20), measure("behind", 20), WORSE),  # it stood still while more was expected
        (measure("behind", 5), measure("on_track", 20), BETTER),
        (
            measure("on_track", 27, 26),
            measure("unverifiable", 28, 25),
            BETTER,
        ),  # the target is met and waits for its proof
        (measure("achieved", 28, 28), measure("unverifiable", 28, 26), WORSE),
        (measure("on_track", 20, 20), measure("on_track", 20, 18), WORSE),  # a confirmation was taken back
        (measure("on_track", 20, 18), measure("on_track", 21, 18), BETTER),
        (measure("on_track", 20), measure("on_track", 19), WORSE),
        (measure("achieved", 3, 3, "<="), measure("achieved", 5, 5, "<="), WORSE),  # of a ceiling more is worse
        (measure("on_track", 20), measure("on_track", 20), None),
        (measure(None, 20, op=None), measure(None, 25, op=None), None),  # nothing says what is enough
    ],
)
def test_which_way_a_measure_went(before: Any, after: Any, way: str | None) -> None:
    assert way_of(before, after) == way
