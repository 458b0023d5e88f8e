"""`./campaign nemesis --seed 7 --seconds 180 [--broken ack-first] [--faults outreach clock]`: faults at random.

Prints what was counted. Ends with 0 where every promise held, with 1 where one broke, with 2 where the run shows
nothing: no command was acknowledged, or some fault never happened.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.broken import VARIANTS
from tests.nemesis.faults import KILLS
from tests.nemesis.run import HEALS, Run

BREACHES = ("lost", "lost_papers", "unexpected", "duplicated_effects")
HELD, BROKE, EMPTY = 0, 1, 2


def verdict(result: dict[str, Any], faults: set[str]) -> int:
    """What the run has shown."""
    if any(result[name] for name in BREACHES):
        return BROKE
    return HELD if result["acknowledged"] and faults <= result["faults"].keys() else EMPTY


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=463)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--broken", choices=["", *VARIANTS], default="")
    parser.add_argument("--faults", nargs="*", help="some of the faults, instead of all")
    parser.add_argument("--report", type=Path, help="a file for what is printed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nemesis-") as home:
        run = Run(Path(home), arguments.seed, broken=arguments.broken)
        faults = tuple(arguments.faults or (*KILLS, *run.faults.deeds()))
        try:
            result = run.go(arguments.seconds, faults, settles=HEALS)
        finally:
            run.close()
    about = {"seed": arguments.seed, "seconds": arguments.seconds, "broken": arguments.broken}
    report = json.dumps({**about, **result}, ensure_ascii=False)
    print(report)  # noqa: T201 -- a command of developers
    if arguments.report:
        arguments.report.write_text(report + "\n", encoding="utf-8")
    return verdict(result, set(faults))


if __name__ == "__main__":
    sys.exit(main())
