"""`test` and `check`: the commands that say whether the project is sound."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

import typer

from operations.base.environment import PYTHON, ROOT


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is checked."""

    title: str
    command: tuple[str, ...]


PYTEST = (PYTHON, "-m", "pytest", "-rs", "--durations=25")
ORDINARY, AT_LENGTH = ("-m", "not at_length"), ("-m", "at_length")
"""What CI has time for, and what is run by a command of its own."""
TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile")
"""A file at a time, in two processes with a broker and a database server each: on two cores a third starves suites of
processes that must answer in time."""
PARTS = ("tests/architecture", "tests/chassis", "tests/contracts", "tests/packs", "tests/services")
"""Tests that start next to no suite of processes."""
LONGEST_FIRST = ("nemesis", "homes", "browser", "journeys", "modes", "powercut", "bench", "operations")
"""Those that do, so that none of the long ones is left to the end."""
WHOLE = tuple(f"tests/{one}" for one in LONGEST_FIRST)
STACK = "tests/compose"
"""A stack of containers has the machine to itself: beside another suite neither is ready in time."""
CLUSTER = "tests/cluster"
"""So has a cluster of them, and the stack is down before it comes up."""
STEPS = (
    Step("lint", (PYTHON, "-m", "ruff", "check", ".")),
    Step("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Step("types", (PYTHON, "-m", "mypy")),
    Step("generated documents", (PYTHON, "-m", "operations", "docs", "--check")),
    Step("tests of rules and of parts", (*PYTEST, *ORDINARY, *TWO_AT_ONCE, *PARTS)),
    Step("tests of containers", (*PYTEST, *ORDINARY, STACK)),
    Step("tests of a cluster", (*PYTEST, *ORDINARY, CLUSTER)),
    # Last: its closing line is the last that is printed.
    Step("tests of whole suites", (*PYTEST, *ORDINARY, *TWO_AT_ONCE, "--no-loadscope-reorder", *WHOLE)),
)
LONG_STEPS = (Step("tests at length", (*PYTEST, *AT_LENGTH, *TWO_AT_ONCE, *PARTS, *WHOLE, STACK, CLUSTER)),)


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
    passed = _run(step.command) == 0
    if announce:
        typer.echo(f"   {step.title}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return passed


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode
