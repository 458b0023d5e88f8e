"""`test` and `check`: the commands that say whether the project is sound."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO

import typer

from operations.base.environment import PYTHON, ROOT


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is checked; where there are more commands than one they run at the same time."""

    title: str
    command: tuple[str, ...]
    beside: tuple[tuple[str, ...], ...] = ()


PYTEST = (PYTHON, "-m", "pytest", "-rs")
_NUMBERS = ("ledger_properties", "tally_bugs", "tallies", "fact_pages", "gap_pages", "known_then", "milestones")
NUMBERS = tuple(f"tests/services/gateway/test_{one}.py" for one in _NUMBERS)
"""Of the gateway's tests those that compare drawn histories, which take long."""
GATEWAY = ("tests/services/gateway", *(f"--ignore={one}" for one in NUMBERS))
OWNERS = tuple(f"tests/services/{one}" for one in ("cases", "equipment", "outreach", "training", "test_hot_keys.py"))
LOG = ("tests/services/audit", "tests/packs")
PARTS = ("tests/architecture", "tests/chassis", "tests/contracts", *OWNERS, *LOG, *NUMBERS)
"""Tests that start next to no suite of processes, halved by the time they take."""
JOURNEYS = ("tests/journeys",)
"""Half of those that do, by the time they take. One half runs beside the other: each starts a broker of its own."""
STEPS = (
    Step("lint", (PYTHON, "-m", "ruff", "check", ".")),
    Step("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Step("types", (PYTHON, "-m", "mypy")),
    Step("generated documents", (PYTHON, "-m", "operations", "docs", "--check")),
    Step("tests of rules and of parts", (*PYTEST, *GATEWAY), beside=((*PYTEST, *PARTS),)),
    # Last: its closing line is the last that is printed. Two at once, not all: on two cores a third starves suites of
    # processes that must answer in time.
    Step(
        "tests of whole suites",
        (*PYTEST, *JOURNEYS),
        beside=((*PYTEST, *(f"--ignore={one}" for one in ("tests/services/gateway", *PARTS, *JOURNEYS))),),
    ),
)


def test(arguments: Sequence[str]) -> int:
    """Runs the tests, says what was skipped and why. Returns the exit code."""
    return _run((*PYTEST, *arguments))


def check(steps: Sequence[Step] = STEPS) -> int:
    """Runs every step even when one fails. Returns 0 when all have passed."""
    failed: list[str] = []
    for step in steps:
        if failed:
            typer.echo(f"failed so far: {', '.join(failed)}")
        typer.secho(f"== {step.title}", bold=True)
        if not _passes(step, announce=step is not steps[-1]):
            failed.append(step.title)
    return 1 if failed else 0


def _passes(step: Step, *, announce: bool) -> bool:
    began = time.monotonic()
    passed = _run_beside(step) if step.beside else _run(step.command) == 0
    if announce:
        typer.echo(f"   {step.title}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return passed


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _run_beside(step: Step) -> bool:
    """All commands at once; what the others say is printed, one after another, when the first has ended."""
    with ExitStack() as stack:
        others = [stack.enter_context(_start(command)) for command in step.beside]
        codes = [_run(step.command)]
        for process, words in others:
            codes.append(process.wait())
            words.seek(0)
            typer.echo(words.read().decode(errors="replace"))
    return not any(codes)


@contextmanager
def _start(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """A command at work, and what it says."""
    with tempfile.TemporaryFile() as words, subprocess.Popen(command, cwd=ROOT, stdout=words, stderr=words) as process:
        yield process, words
