"""`python -m tests.powercut --seed 463 --cuts 200 --database sqlite|postgresql [--seconds S] [--broken ...]`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from operations.broker import broker
from tests import messaging
from tests.broken import disks
from tests.broker import environment
from tests.powercut.databases import DATABASES
from tests.powercut.run import Run, as_json


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=463)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--database", choices=sorted(DATABASES), default="sqlite")
    parser.add_argument("--broken", choices=["", *disks.VARIANTS], default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="powercut-") as name:
        folder = Path(name)
        node = broker.ensure(environment(folder / "broker"))
        try:
            messaging.empty(node.uri)
            run = Run(folder, node.uri, arguments.seed, arguments.database, arguments.broken)
            result = run.go(arguments.seconds, arguments.cuts)
        finally:
            node.stop()
    print(json.dumps(as_json(result), ensure_ascii=False))  # noqa: T201
    return int(bool(result.broken))


if __name__ == "__main__":
    sys.exit(main())
