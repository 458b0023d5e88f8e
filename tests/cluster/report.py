"""The report of a nemesis: a line for each seed that was run, and what is still to be run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

BREACHES = ("lost", "unexpected", "doubled", "lost_papers", "view_differs")
LAST = Path(__file__).with_name("last_runs.jsonl")
"""The report that docs/proof.md tells."""


def is_green(result: Mapping[str, Any]) -> bool:
    """Whether a seed shows that every promise held."""
    return bool(result.get("acknowledged")) and not any(result.get(name, 1) for name in BREACHES)


def results(report: Path) -> list[dict[str, Any]]:
    """What was run until now."""
    return [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []


def add(report: Path, result: Mapping[str, Any]) -> None:
    """Note what one more seed has shown."""
    with report.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(result) + "\n")


def still_to_run(wanted: Iterable[int], report: Path) -> list[int]:
    """The seeds that are still to be run."""
    green = {one["seed"] for one in results(report) if is_green(one)}
    return [seed for seed in wanted if seed not in green]
