"""`docs/proof.md`: mode, test, variant, and when it was last seen red."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.cluster import report, table
from tests.proof.modes import FURTHER, MODES, OWED
from tests.proof.registry import ROOT, Proof

PAGE = ROOT / "docs" / "proof.md"
RESULTS = Path(__file__).with_name("results.json")
LONG_RUNS, CLUSTER = (Path(__file__).with_name(name) for name in ("long_runs.md", "cluster.md"))
SEEDS = range(1, 201)
_STAR = r" \*"
HEAD = """\
# Proof

Written by `python -m tests.proof` from the tests; a test fails where this page differs from them.

Each failure mode has a test that makes the fault happen and counts that it did (a test whose fault's counter stays at
zero fails), and a broken variant: a promise broken on purpose, by name in `tests/broken/`, under which exactly that
test must fail. `python -m tests.proof` runs every test with `BROKEN=<variant>` and must see it fail, then without and
must see it pass; the last column is the day on which it last did both, "not yet" where nobody has seen it. A star
marks tests that take long: `./campaign check` leaves them to `./campaign check --at-length`.

"""


def results() -> dict[str, str]:
    """By test and variant, the day on which it was last green without and red with it."""
    found: dict[str, str] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def key(proof: Proof) -> str:
    """A result's key."""
    return f"{proof.node} {proof.variant}"


def page(proofs: Sequence[Proof], seen: Mapping[str, str]) -> str:
    """The whole page."""
    rows = [row for mode, name in (MODES | FURTHER).items() for row in _rows(mode, name, proofs, seen)]
    count = len({proof.mode for proof in proofs} & set(MODES))
    lines = ["| | mode | test | variant | red on |", "|---|---|---|---|---|", *rows]
    red = len({proof.mode for proof in proofs if key(proof) in seen} & set(MODES))
    summary = f"{count} of {len(MODES)} modes have a test, {red} were seen red under their variant; "
    summary += f"those from {min(FURTHER)} on were added later.\n\n"
    parts = (summary + "\n".join(lines), LONG_RUNS.read_text(encoding="utf-8"), cluster(report.results(report.LAST)))
    return HEAD + "\n\n".join(part.strip("\n") for part in parts) + "\n"


def cluster(runs: Sequence[Mapping[str, Any]]) -> str:
    """What the last report of the nemesis against containers says."""
    done = {one["seed"] for one in runs if report.is_green(one)}
    days = sorted({one["on"] for one in runs})
    said = f"**{len(done & set(SEEDS))} of the {len(SEEDS)} seeds held**"
    said += f", run from {days[0]} to {days[-1]}." if days else "."
    return "\n\n".join((CLUSTER.read_text(encoding="utf-8").strip(), said, table.table(runs)))


def _rows(mode: int, name: str, proofs: Sequence[Proof], seen: Mapping[str, str]) -> list[str]:
    own = [proof for proof in proofs if proof.mode == mode]
    if not own:
        return [f"| {mode} | {name} | **none**: {OWED.get(mode, '')} | | |"]
    return [
        f"| {mode} | {name} | `{proof.file}` {proof.test}{f' ({proof.case})' if proof.case else ''}"
        f"{_STAR if proof.at_length else ''} "
        f"| `{proof.variant}` | {seen.get(key(proof), 'not yet')} |"
        for proof in own
    ]
