"""What schemathesis asks of a suite by nothing but the document that it serves, of legal values and others.

A run of its own, as long as wanted: `python -m tests.explore --seconds 900 --seed 7 --paths '^/v1/'`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.suite import Suite, suite_of_our_own

CHECKS = (
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
"""Each answer is as the document says, which knows of no 500; what the document does not allow is refused."""
BESIDES = "^/v1/(stream|operations/rebuild)$"
"""An answer without an end, and work of seconds."""
SLACK = 240
"""Seconds beyond its own bound after which a run is ended: it has read the document and cleans up."""


@dataclass(frozen=True)
class Exploration:
    """How long, from which seed, of which addresses, with at most how many tries of each, in which of its phases."""

    seconds: int
    seed: int
    paths: str
    tries: int
    phases: str = "coverage,fuzzing"

    def run(self, suite: Suite) -> subprocess.CompletedProcess[str]:
        """Ask; its output says how much was asked and what was not as documented, its code is 0 where all was."""
        bounds = {"max-time": self.seconds, "seed": self.seed, "max-examples": self.tries, "request-timeout": 60}
        choice = {"include-path-regex": self.paths, "exclude-path-regex": BESIDES, "checks": ",".join(CHECKS)}
        options = bounds | choice | {"phases": self.phases, "warnings": "off"}
        command = [str(Path(sys.executable).parent / "schemathesis"), "run", f"{suite.address}/openapi.json"]
        command += ["--header", f"Authorization: Bearer {suite.token('clerk')}", "--no-shrink", "--continue-on-failure"]
        command += [f"--{name}={value}" for name, value in options.items()]
        with tempfile.TemporaryDirectory() as folder:  # it leaves its database of examples where it runs
            wait = self.seconds + SLACK
            return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=wait)


def main() -> int:
    """Run once against a suite of its own and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.explore")
    parser.add_argument("--seconds", type=int, default=900)
    parser.add_argument("--seed", type=int, default=463)
    parser.add_argument("--paths", default="^/")
    parser.add_argument("--tries", type=int, default=30)
    exploration = Exploration(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory() as home, suite_of_our_own(Path(home), REQUEST_RATE="5000") as suite:
        done = exploration.run(suite)
    sys.stdout.write(done.stdout + done.stderr)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
