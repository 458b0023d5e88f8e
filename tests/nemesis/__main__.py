"""`python -m tests.nemesis --seed 7 --seconds 60 [--broken ack-first|cursor-relay|no-keys]`: prints seed and ledger."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.nemesis.run import Run


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=463)
    asked.add_argument("--seconds", type=float, default=30)
    asked.add_argument("--broken", choices=["", "ack-first", "cursor-relay", "no-keys"], default="")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="nemesis-") as home:
        run = Run(Path(home), given.seed, broken=given.broken)
        try:
            print(json.dumps({"seed": given.seed, **run.go(given.seconds)}, ensure_ascii=False))  # noqa: T201
        finally:
            run.close()


if __name__ == "__main__":
    main()
