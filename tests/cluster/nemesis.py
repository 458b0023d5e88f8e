"""`python -m tests.cluster.nemesis --seeds 1-200 --seconds 30`: a cluster is broken at random, by seeds.

One cluster stays up for all of them. A line of JSON per seed is appended to the report, from which docs/proof.md is
written, and seeds that stand there with every promise held are not run again: a sitting ends after at most so many
minutes, and the next goes on. `--table` prints what the report says. Ends with 1 where a promise broke; with `--broken`
a promise is broken on purpose (one of `tests/broken`, or `asynchronous`: a commit waits for no standby), and it must.
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

from tests.broken import VARIANTS
from tests.cluster import report, table
from tests.cluster.faults import KINDS
from tests.cluster.run import Run
from tests.cluster.stack import ClusterStack, cluster

ASYNCHRONOUS = "asynchronous"


def seeds(text: str) -> range:
    """`1-200`, or one number."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


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
    end, held = time.monotonic() + arguments.minutes * 60, True
    for seed in wanted:
        if time.monotonic() > end:
            break
        result = run(stack, seed, arguments.seconds, arguments.faults or KINDS)
        held = held and report.is_green(result)
        report.add(arguments.report, result)
        print(json.dumps(result), flush=True)  # noqa: T201 -- a command of developers
    return held


def _more(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the cluster has besides: nothing, or a broken promise in its services."""
    if arguments.broken in ("", ASYNCHRONOUS):
        return {}
    return {"overlays": (*ClusterStack.overlays, "tests/cluster/broken.yml"), "settings": {"BROKEN": arguments.broken}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=seeds, default=range(1, 201))
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--report", type=Path, default=report.LAST)
    parser.add_argument("--minutes", type=float, default=150, help="how long a sitting takes")
    parser.add_argument("--faults", nargs="*", choices=KINDS, help="some of the faults, instead of all")
    parser.add_argument("--broken", default="", choices=(ASYNCHRONOUS, *VARIANTS), help="a promise to be broken")
    parser.add_argument("--table", action="store_true", help="print what the report says, run nothing")
    arguments = parser.parse_args()
    if arguments.table:
        print(table.table(report.results(arguments.report)))  # noqa: T201 -- a command of developers
        return 0
    if arguments.broken and arguments.report == report.LAST:
        parser.error("--broken: name another --report, since nothing of it is to be told")
    with tempfile.TemporaryDirectory(prefix="nemesis-") as home, cluster(Path(home), **_more(arguments)) as stack:
        stack.compose("build", "--quiet")
        stack.up()
        if arguments.broken == ASYNCHRONOUS:
            stack.inside(stack.leader(), "ctl", "edit-config", "--force", "--set", "synchronous_mode=off")
        held = sit(stack, report.still_to_run(arguments.seeds, arguments.report), arguments)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
