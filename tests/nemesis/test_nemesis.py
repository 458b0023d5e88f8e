"""kill -9 of any process at any moment, the broker included: every acknowledged command has exactly one effect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.nemesis.run import EVERYBODY, Run

SEEDS = range(7, 15)


def run_nemesis(
    home: Path, seed: int, seconds: float, victims: tuple[str, ...] = EVERYBODY, broken: str = ""
) -> dict[str, Any]:
    home.mkdir(exist_ok=True)
    run = Run(home, seed, broken=broken)
    try:
        result = run.go(seconds, victims)
    finally:
        run.close()
    print(json.dumps({"seed": seed, "broken": broken, **result}))  # noqa: T201 -- the ledger stands in the report
    return result


@pytest.mark.parametrize("seed", [2, 463])
def test_nothing_acknowledged_is_lost_and_nothing_takes_effect_twice(tmp_path: Path, seed: int) -> None:
    result = run_nemesis(tmp_path, seed, 20)
    assert result["acknowledged"] > 50
    assert sum(result["faults"].values()) >= 4
    assert (result["lost"], result["unexpected"], result["duplicated_effects"]) == (0, 0, 0)
    assert result["ok"] == result["acknowledged"]


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
