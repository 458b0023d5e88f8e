"""`python -m bench [--quick] [--only NAME] [--runs 3] [--json FILE]`; `--help` lists the names."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import (
    byte_changes,
    ceiling,
    hostile,
    latency,
    machine,
    reads,
    replay,
    soak,
    throughput,
)
from bench.acts import measure as acts
from bench.audit import page as audit_page
from bench.audit import run as audit
from bench.figures import Figure, Line, lines
from bench.recovery import run as recovery
from bench.scene import Scene, scene
from bench.year import run as year

MEASURES = {
    "ceiling": ceiling.measure,
    "throughput": throughput.measure,
    "latency": latency.measure,
    "reads": reads.measure,
    "hostile": hostile.measure,
    "acts": acts.measure,
    "replay": replay.measure,
    "soak": soak.measure,
}
ALONE = ("hostile", "acts", "replay", "soak")
"""What is measured only where it is asked for: it takes long and has no peer."""
APART = ("year", "audit", "bytes", "recovery")
COMMAND = "outreach.features apply: one form, one reference, one event, three contributions"


def main() -> None:
    """Measure round after round, so that what disturbs the machine disturbs all alike; print medians and ratios."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a quarter of everything, one round")
    parser.add_argument(
        "--only", choices=(*MEASURES, "year", "audit", "bytes", "recovery"), help="one of the measurements"
    )
    parser.add_argument("--runs", type=int, default=3, help="rounds; the medians are printed")
    parser.add_argument("--minutes", type=float, default=soak.MINUTES, help="how long the soak takes")
    parser.add_argument(
        "--kinds", nargs="*", default=[], help="acts: the kinds of requests whose names have these words"
    )
    parser.add_argument("--json", type=Path, help="also write the figures here")
    year.add_arguments(parser)
    audit.add_arguments(parser)
    arguments = parser.parse_args()
    if arguments.only == "year":
        year.run(arguments)
        return
    if arguments.only == "audit":
        facts, figures = machine.describe(""), audit.run(arguments)
        _print(facts, figures)
        if arguments.page:
            audit_page.write(arguments.page, audit.command(arguments), facts, figures)
        return
    if arguments.only == "recovery":
        _print(machine.describe(""), recovery.run(arguments))
        return
    if arguments.only == "bytes":
        _print(machine.describe(""), lines(byte_changes.run(quick=arguments.quick)))
        return
    MEASURES["acts"] = partial(acts.measure, kinds=arguments.kinds)
    MEASURES["soak"] = partial(soak.measure, minutes=arguments.minutes)
    with scene() as here:
        facts = machine.describe(here.broker_version())
        lines_ = _measure(here, arguments.only, 1 if arguments.quick else arguments.runs, quick=arguments.quick)
    _print(facts, lines_)
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"machine": facts, "command": COMMAND, "figures": [asdict(one) for one in lines_]}, indent=1)
        )


def _measure(here: Scene, only: str | None, runs: int, *, quick: bool) -> list[Line]:
    figures: list[Figure] = []
    console = Console(stderr=True)
    for number in range(runs):
        for name, measure in MEASURES.items():
            if only == name or (only is None and name not in ALONE):
                console.print(f"round {number + 1} of {runs}: {name}", highlight=False)
                figures += measure(here, quick=quick)
    return lines(figures)


def _print(facts: dict[str, str | int], figure_lines: list[Line]) -> None:
    console = Console(width=150)
    console.print(", ".join(f"{name} {value}" for name, value in facts.items()), highlight=False)
    console.print(f"each command: {COMMAND}; quorum queues, durable messages, confirms; medians", highlight=False)
    table = Table("figure", "system", "median", "unit", "ours is", "required", "")
    for line in figure_lines:
        ratio = "" if line.ratio is None else f"{line.ratio:.2f} x"
        verdict = {None: "", True: "holds", False: "[red]misses[/red]"}[line.holds]
        table.add_row(line.name, line.system, _plain(line.value), line.unit, ratio, line.required, verdict)
    console.print(table)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"  # noqa: PLR2004 -- three digits are enough


if __name__ == "__main__":
    main()
