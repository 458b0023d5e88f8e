"""`python -m tests.cluster.nemesis --seeds 1-200 --seconds 60 --report FILE`: a cluster is broken at random, by seeds.

One cluster stays up for all of them. A line of JSON per seed is appended to the report, and seeds that stand there with
every promise held are not run again: a sitting ends after at most 150 minutes, and the next goes on. `--table` prints
what the report says. Ends with 1 where a promise broke.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.cluster import table
from tests.cluster.faults import KINDS
from tests.cluster.run import Run
from tests.cluster.stack import ClusterStack, cluster

BREACHES = ("lost", "unexpected", "doubled", "lost_papers", "view_differs")
SITTING = 150 * 60.0


def is_green(result: dict[str, Any]) -> bool:
    """Whether a seed shows that every promise held."""
    return bool(result.get("acknowledged")) and not any(result.get(name, 1) for name in BREACHES)


def seeds(text: str) -> range:
    """`1-200`, or one number."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def results(report: Path) -> list[dict[str, Any]]:
    """What was run until now."""
    return [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []


def still_to_run(wanted: Iterable[int], report: Path) -> list[int]:
    """The seeds that are still to be run."""
    green = {one["seed"] for one in results(report) if is_green(one)}
    return [seed for seed in wanted if seed not in green]


def run(stack: ClusterStack, seed: int, seconds: float, kinds: Iterable[str]) -> dict[str, Any]:
    """What a seed has shown; where it could not be brought to its end, why."""
    try:
        result = Run(stack, seed).go(seconds, kinds)
    except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 -- whatever it is, the seed is red
        traceback.print_exc()
        result = {"failed": f"{type(error).__name__}: {error}"[:400]}
    return {"seed": seed, "seconds": seconds, "on": time.strftime("%Y-%m-%d", time.gmtime()), **result}


def sit(stack: ClusterStack, wanted: Iterable[int], arguments: argparse.Namespace) -> bool:
    """Run what is still to be run; whether all of it held."""
    end, held = time.monotonic() + SITTING, True
    for seed in wanted:
        if time.monotonic() > end:
            break
        result = run(stack, seed, arguments.seconds, arguments.faults or KINDS)
        held = held and is_green(result)
        with arguments.report.open("a", encoding="utf-8") as report:
            report.write(json.dumps(result) + "\n")
        print(json.dumps(result), flush=True)  # noqa: T201 -- a command of developers
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=seeds, default=range(1, 201))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--faults", nargs="*", choices=KINDS, help="some of the faults, instead of all")
    parser.add_argument("--table", action="store_true", help="print what the report says, run nothing")
    arguments = parser.parse_args()
    if arguments.table:
        print(table.table(results(arguments.report)))  # noqa: T201 -- a command of developers
        return 0
    with tempfile.TemporaryDirectory(prefix="nemesis-") as home, cluster(Path(home)) as stack:
        stack.compose("build", "--quiet")
        stack.up()
        held = sit(stack, still_to_run(arguments.seeds, arguments.report), arguments)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
