"""kill -9 of any process at any moment, the broker included: every acknowledged command has exactly one effect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.nemesis.__main__ import BREACHES, BROKE, EMPTY, HELD, verdict
from tests.nemesis.faults import KILLS
from tests.nemesis.run import Run

SEEDS = range(7, 15)


def run_nemesis(
    home: Path, seed: int, seconds: float, victims: tuple[str, ...] = KILLS, broken: str = ""
) -> dict[str, Any]:
    home.mkdir(exist_ok=True)
    run = Run(home, seed, broken=broken)
    try:
        result = run.go(seconds, victims, pace=1 if broken else 0)
    finally:
        run.close()
    print(json.dumps({"seed": seed, "broken": broken, **result}))  # noqa: T201 -- the ledger stands in the report
    return result


@pytest.mark.parametrize("seed", [pytest.param(2, marks=pytest.mark.at_length), 463])
def test_nothing_acknowledged_is_lost_and_nothing_takes_effect_twice(tmp_path: Path, seed: int) -> None:
    result = run_nemesis(tmp_path, seed, 20)
    assert result["acknowledged"] > 50
    assert sum(result["faults"].values()) >= 2
    assert [result[name] for name in BREACHES] == [0, 0, 0, 0]
    assert result["ok"] == result["acknowledged"]


@pytest.mark.at_length
@pytest.mark.parametrize(
    ("broken", "victims", "caught"),
    [
        ("ack-first", ("gateway",), "lost"),
        ("cursor-relay", ("outreach",), "lost"),
        ("no-keys", ("outreach",), "duplicated_effects"),
    ],
)
def test_a_suite_with_a_broken_promise_is_found_out(
    tmp_path: Path, broken: str, victims: tuple[str, ...], caught: str
) -> None:
    """A broken promise shows only when a kill falls into its moment: that may take a second seed, and a third."""
    runs = (run_nemesis(tmp_path / str(seed), seed, 12, victims, broken) for seed in SEEDS)
    assert any(run[caught] > 0 for run in runs)


def test_a_run_in_which_nothing_was_acknowledged_or_some_fault_never_happened_shows_nothing() -> None:
    held = {"acknowledged": 9, "lost": 0, "lost_papers": 0, "unexpected": 0, "duplicated_effects": 0}
    happened = {"faults": {"disk": 1}}
    assert verdict(held | happened, {"disk"}) == HELD
    assert verdict(held | happened | {"lost_papers": 1}, {"disk"}) == BROKE
    assert verdict(held | happened | {"acknowledged": 0}, {"disk"}) == EMPTY
    assert verdict(held | happened, {"disk", "clock"}) == EMPTY
