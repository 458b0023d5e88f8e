"""`./campaign nemesis --seed 7 --seconds 60 [--broken ack-first]`: prints seed and ledger; 1 where a promise broke."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.broken import VARIANTS
from tests.nemesis.run import EVERYBODY, OTHERS, Run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=463)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--broken", choices=["", *VARIANTS], default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nemesis-") as home:
        run = Run(Path(home), arguments.seed, broken=arguments.broken)
        try:
            result = run.go(arguments.seconds, (*EVERYBODY, *OTHERS))
        finally:
            run.close()
    broke = any(result[name] for name in ("lost", "unexpected", "duplicated_effects"))
    about = {"seed": arguments.seed, "seconds": arguments.seconds, "broken": arguments.broken}
    print(json.dumps({**about, **result}, ensure_ascii=False))  # noqa: T201 -- a command of developers
    return 1 if broke else 0


if __name__ == "__main__":
    sys.exit(main())
