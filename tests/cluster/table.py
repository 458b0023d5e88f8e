"""What a report of the nemesis says, as the tables of docs/proof.md."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

AIM = 15.0
"""Seconds after which writes should be back."""
SUMS = (
    "acknowledged",
    "lost",
    "unexpected",
    "doubled",
    "papers",
    "lost_papers",
    "view_differs",
    "reads",
    "reads_refused",
)
HEAD = (
    "| seeds | faults | acknowledged | lost | unexpected | doubled | papers | lost | views differ | reads | refused "
    "| p99, median and worst of seeds |"
)


def table(results: Sequence[Mapping[str, Any]]) -> str:
    """Both tables: what was counted, and for how long no write was acknowledged, by kind of fault; then the longest."""
    whole = [one for one in results if "failed" not in one]
    if not whole:
        return "nothing was run to its end"
    totals = [sum(one[name] for one in whole) for name in SUMS]
    alone = [fault for one in whole for fault in one["faults"]]
    p99 = [one["read_p99"] for one in whole]
    numbers = [f"{len({one['seed'] for one in whole})}", f"{len(alone)}", *(f"{total:,}" for total in totals)]
    row = [*numbers, f"{statistics.median(p99):.2f} s, {max(p99):.2f} s"]
    lines = [HEAD, "|---" * 12 + "|", f"| {' | '.join(row)} |", "", *_silences(alone)]
    longest = max(alone, key=lambda one: float(one["silence"]))
    lines += ["", f"The longest: {longest['kind']} ({', '.join(longest['victims'])}), {longest['silence']:.1f} s."]
    failed = len(results) - len(whole)
    return "\n".join([*lines, "", f"{failed} runs did not come to their end."] if failed else lines)


def _silences(faults: Iterable[dict[str, Any]]) -> list[str]:
    """A line for each kind of fault; those that stood beside another are one kind."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for one in faults:
        by_kind["two at once" if " + " in one["kind"] else one["kind"]].append(one["silence"])
    lines = ["| fault | times | no write acknowledged for, median | longest | over 15 s |", "|---|---|---|---|---|"]
    for kind, seconds in sorted(by_kind.items()):
        over = sum(one > AIM for one in seconds)
        numbers = (f"{len(seconds)}", f"{statistics.median(seconds):.1f} s", f"{max(seconds):.1f} s", f"{over}")
        lines.append(f"| {kind} | {' | '.join(numbers)} |")
    return lines
