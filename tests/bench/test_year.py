"""What one more fact and one answer cost at 1,000 events and at 10,000: work that the database counts, never a time."""

from __future__ import annotations

import pytest

from bench.year import report, stage
from bench.year.homes import Files, Homes
from bench.year.stage import Scope
from bench.year.targets import GROWS

SIZES = (1_000, 10_000)
SCOPE = Scope(asked=3, sheets=False, rows=5)
KNOWN = {
    "number of a unit on a day, HTTP": 5.3,
    "share of a unit on a day, HTTP": 5.1,
    "share of the bureau on a day, HTTP": 4.9,
    "percentile on a day, HTTP": 7.6,
    "overview, nothing cached": 3.1,
    "overview of a unit, nothing cached": 3.1,
    "overview as it was known at a moment": 4.5,
    "facts of a measure": 9.6,
    "gaps of a measure": 9.5,
    "list of a unit": 8.9,
    "search, two characters": 7.8,
    "search, a number": 7.8,
    "search, nothing found": 2.3,
    "search, hot community": 9.2,
    "due list": 9.5,
    "changes of a day": 4.9,
    "ranking": 7.1,
    "indicators of the bureau": 9.3,
    "indicators by unit": 9.1,
    "indicators by grid cell": 9.5,
    "page: overview": 3.1,
    "page: a measure": 7.0,
    "page: a list": 7.5,
    "number, in the reader": 6.9,
    "overview, events before each": 2.7,
    "write: city case, hot cell and class, a command": 1.9,
    "write: matter, hot community, a command": 3.1,
}
"""What is not flat today, and how many times as much it cost at the larger size when it was written down here. What has
become flat is taken off; nothing is put on without a reason."""


@pytest.fixture(scope="module")
def growths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """How many times the steps of each figure grow from the smaller district to the larger."""
    homes = Homes(tmp_path_factory.mktemp("year"), Files(), 463)
    small, large = ({one.name: vars(one) for one in stage.measure(homes, size, print, SCOPE).costs} for size in SIZES)
    return {name: ratio for name in large if (ratio := report.growth(large[name], small[name], "work"))}


def test_nothing_grows_that_is_not_known_to_grow(growths: dict[str, float]) -> None:
    strangers = {name: ratio for name, ratio in growths.items() if ratio > GROWS and name not in KNOWN}
    assert not strangers, "\n".join(f"{name}: {ratio:.1f}" for name, ratio in strangers.items())


def test_what_is_known_to_grow_still_does(growths: dict[str, float]) -> None:
    flat = {name: growths[name] for name in KNOWN if growths[name] <= GROWS}
    assert not flat, "these are flat now: take them off the list"


def test_something_is_flat_and_was_counted(growths: dict[str, float]) -> None:
    assert sum(ratio <= GROWS for ratio in growths.values()) > 10
