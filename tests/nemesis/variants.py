"""`python -m tests.nemesis.variants [--seconds 60]`: the nemesis must find out each of ten promises broken on purpose.

Each meets the faults against which its promise was made. A broken promise shows only when a fault falls into its
moment: a variant that a seed did not find out is given the next one, and the table says which seed did.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.nemesis.__main__ import BREACHES, BROKE
from tests.proof.registry import ROOT

TEN = {
    "ack-first": ("gateway",),
    "answers-first": ("outreach",),
    "asks-nobody": ("forge", "gateway"),
    "cursor-relay": ("outreach",),
    "gives-up": ("reset", "cut"),
    "never-compares": ("purge", "delete", "replace"),
    "no-inbox": ("duplicates", "gateway"),
    "no-keys": ("outreach",),
    "parks-when-away": ("disk",),
    "sent-is-sent": ("reset", "cut"),
}
"""The promises, each with the faults that it is made against."""
SEED, SEEDS = 7, 3


def run(variant: str, seed: int, seconds: float) -> tuple[int, dict[str, Any]]:
    """What the nemesis ended with, and its report."""
    with tempfile.TemporaryDirectory(prefix="variant-") as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "tests.nemesis", "--seed", str(seed), "--seconds", str(seconds)]
        command += ["--broken", variant, "--faults", *TEN[variant], "--report", str(report)]
        code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
        return code, json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}


def row(variant: str, seconds: float, seed: int) -> tuple[bool, str]:
    """Whether some seed found the variant out, and a line that says by what."""
    for number in range(seed, seed + SEEDS):
        code, result = run(variant, number, seconds)
        if code == BROKE and result:
            counts = ", ".join(f"{result[name]} {name.replace('_', ' ')}" for name in BREACHES if result[name])
            return True, f"| `{variant}` | {number} | {result['acknowledged']:,} | {counts} |"
    return False, f"| `{variant}` | none of {SEEDS} | | |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", nargs="*", choices=TEN, default=list(TEN))
    arguments = parser.parse_args()
    print("| variant | seed | acknowledged | found |\n|---|---|---|---|")  # noqa: T201 -- a command of developers
    caught = 0
    for variant in arguments.only:
        found, line = row(variant, arguments.seconds, arguments.seed)
        caught += found
        print(line, flush=True)  # noqa: T201 -- likewise
    print(f"\n{caught} of {len(arguments.only)} found out")  # noqa: T201 -- likewise
    return 0 if caught == len(arguments.only) else 1


if __name__ == "__main__":
    sys.exit(main())
