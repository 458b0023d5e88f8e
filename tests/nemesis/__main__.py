"""`python -m tests.nemesis --seed 7 --seconds 60 [--broken ack-first|cursor-relay|no-keys]`: prints seed and ledger."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.nemesis.run import Run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=463)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--broken", choices=["", "ack-first", "cursor-relay", "no-keys"], default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nemesis-") as home:
        run = Run(Path(home), arguments.seed, broken=arguments.broken)
        try:
            print(json.dumps({"seed": arguments.seed, **run.go(arguments.seconds)}, ensure_ascii=False))  # noqa: T201
        finally:
            run.close()


if __name__ == "__main__":
    main()
