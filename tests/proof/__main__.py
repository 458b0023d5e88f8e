"""`python -m tests.proof [--only 12] [--write]`: each test green without its variant, red with it; the page is written.

Long: some minutes for all; `--write` only writes the page from the results that are there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys

from tests.proof import page
from tests.proof.registry import ROOT, Proof, proofs

WITHIN = 600


def passes(proof: Proof, variant: str = "") -> bool:
    """Whether the test passes; a collection that fails is neither. Raises RuntimeError."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider", proof.node]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "BROKEN": variant, "PROVING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN,
    )
    # One that failed in its fixtures says ERROR, one that was skipped nothing: neither proves anything.
    if done.returncode == 0 and " passed" in done.stdout:
        return True
    if "\nFAILED " in done.stdout and "\nERROR " not in done.stdout:
        return False
    raise RuntimeError(done.stdout[-3000:] + done.stderr[-1000:])


def prove(proof: Proof) -> bool:
    """Runs a test with and without its variant; says whether both were as they must be."""
    try:
        red, green = not passes(proof, proof.variant), passes(proof)
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        print(error)  # noqa: T201 -- a command of developers
        red = green = False
    print(proof.mode, proof.node, proof.variant, f"red {red}, green {green}", flush=True)  # noqa: T201 -- likewise
    return red and green


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=int, nargs="*", help="modes")
    parser.add_argument("--missing", action="store_true", help="those that were not proved yet")
    parser.add_argument("--write", action="store_true", help="write the page, run nothing")
    arguments = parser.parse_args()
    everything, seen = proofs(), page.results()
    chosen = (
        [] if arguments.write else [one for one in everything if arguments.only is None or one.mode in arguments.only]
    )
    if arguments.missing:
        chosen = [one for one in chosen if page.key(one) not in seen]
    failed = 0
    for proof in chosen:
        seen.pop(page.key(proof), None)
        if prove(proof):
            seen[page.key(proof)] = dt.datetime.now(dt.UTC).date().isoformat()
        else:
            failed += 1
        write(everything, seen)
    write(everything, seen)
    return 1 if failed else 0


def write(everything: list[Proof], seen: dict[str, str]) -> None:
    """Results of tests that are no more are forgotten."""
    known = {page.key(one) for one in everything}
    kept = {name: day for name, day in sorted(seen.items()) if name in known}
    page.RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    page.PAGE.write_text(page.page(everything, kept), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
