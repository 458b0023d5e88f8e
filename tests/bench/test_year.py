"""What one more fact and one answer cost at 1,000 events and at 10,000: work that the database counts, never a time."""

from __future__ import annotations

from typing import Any

import pytest

from bench.year import report, stage
from bench.year.homes import Files, Homes
from bench.year.stage import Scope
from bench.year.targets import GROWS

SIZES = (1_000, 10_000)
SCOPE = Scope(asked=3, sheets=False, rows=5)
FULL = {
    "number of a unit on a day, HTTP": 40_000,
    "share of a unit on a day, HTTP": 35_000,
    "share of the bureau on a day, HTTP": 6_000,
    "percentile on a day, HTTP": 105_000,
    "overview, nothing cached": 260_000,
    "overview of a unit, nothing cached": 220_000,
    "facts of a measure": 250_000,
    "gaps of a measure": 100_000,
    "list of a unit": 11_000,
    "search, two characters": 100_000,
    "search, a number": 15_000,
    "search, nothing found": 8_000,
    "search, hot community": 60_000,
    "ranking": 34_000,
    "page: overview": 190_000,
    "page: a measure": 150_000,
    "page: a list": 100_000,
    "number, in the reader": 40_000,
    "overview, events before each": 380_000,
    "write: city case, hot cell and class, a command": 1_500,
    "write: matter, hot community, a command": 3_300,
}
"""What grows until there is as much as it ever reads: a page of rows, the days of a year, the two hundred newest of
those that share a key. So many steps it takes at 100,000 events, and a fifth more; docs/performance.md goes on."""
KNOWN = {
    "overview as it was known a week ago": 2.2,
    "overview as it was known a month ago": 3.4,
    "overview as it was known half a year ago": 18.2,
    "changes since a week ago": 2.0,
    "changes since a month ago": 3.0,
}
"""What is not flat today, and how many times as much it cost at the larger size when it was written down here: what was
known earlier costs what was told since. What has become flat is taken off; nothing is put on without a reason."""


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, dict[str, Any]]]:
    """The figures of the smaller district and of the larger, by name."""
    homes = Homes(tmp_path_factory.mktemp("year"), Files(), 463)
    return [{one.name: vars(one) for one in stage.measure(homes, size, print, SCOPE).costs} for size in SIZES]


@pytest.fixture(scope="module")
def growths(stages: list[dict[str, dict[str, Any]]]) -> dict[str, float]:
    """How many times the steps of each figure grow from the smaller district to the larger."""
    small, large = stages
    return {name: ratio for name in large if (ratio := report.growth(large[name], small[name], "work"))}


def test_nothing_grows_that_is_not_known_to_grow(growths: dict[str, float]) -> None:
    strangers = {name: ratio for name, ratio in growths.items() if ratio > GROWS and name not in (*KNOWN, *FULL)}
    assert not strangers, "\n".join(f"{name}: {ratio:.1f}" for name, ratio in strangers.items())


def test_nothing_grows_beyond_what_it_ever_reads(stages: list[dict[str, dict[str, Any]]]) -> None:
    works = {name: stages[-1][name]["work"] for name in FULL}
    beyond = {name: work for name, work in works.items() if work > FULL[name]}
    assert not beyond, "\n".join(f"{name}: {work:,.0f}" for name, work in beyond.items())


def test_what_is_known_to_grow_still_does(growths: dict[str, float]) -> None:
    flat = {name: growths[name] for name in (*KNOWN, *FULL) if growths[name] <= GROWS}
    assert not flat, "these are flat now: take them off the list"


def test_something_is_flat_and_was_counted(growths: dict[str, float]) -> None:
    assert sum(ratio <= GROWS for ratio in growths.values()) > 10
