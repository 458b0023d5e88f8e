"""`test` and `check`: the commands that say whether the project is sound."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from subprocess import PIPE, STDOUT

import typer

from operations.base.environment import PYTHON, ROOT


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is checked.

    beside  it goes on beside those that follow, with what they leave of the processor, and is printed when it has ended
    """

    title: str
    command: tuple[str, ...]
    beside: bool = False


PYTEST = (PYTHON, "-m", "pytest", "-rs")
TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile")
"""A file at a time, in two processes with a broker and a database server each: on two cores a third starves suites of
processes that must answer in time."""
PARTS = ("tests/architecture", "tests/chassis", "tests/contracts", "tests/packs", "tests/services")
"""Tests that start next to no suite of processes."""
LONGEST_FIRST = ("nemesis", "homes", "browser", "compose", "journeys", "modes", "powercut", "bench", "operations")
"""Those that do, so that none of the long ones is left to the end."""
WHOLE = tuple(f"tests/{one}" for one in LONGEST_FIRST)
AFTER_OTHERS = ("nice", "-n", "5")
STEPS = (
    Step("lint", (PYTHON, "-m", "ruff", "check", ".")),
    Step("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Step("types", (PYTHON, "-m", "mypy")),
    Step("generated documents", (PYTHON, "-m", "operations", "docs", "--check")),
    # Whole suites wait a good deal, for brokers and disks: these take nothing but the processor.
    Step("tests of rules and of parts", (*AFTER_OTHERS, *PYTEST, *TWO_AT_ONCE, *PARTS), beside=True),
    # Last: its closing line is the last that is printed.
    Step("tests of whole suites", (*PYTEST, *TWO_AT_ONCE, "--no-loadscope-reorder", *WHOLE)),
)


def test(arguments: Sequence[str]) -> int:
    """Runs the tests, says what was skipped and why. Returns the exit code."""
    return _run((*PYTEST, *arguments))


def check(steps: Sequence[Step] = STEPS) -> int:
    """Runs every step even when one fails. Returns 0 when all have passed."""
    failed: list[str] = []
    aside: list[_Aside] = []
    for step in steps:
        if step.beside:
            aside.append(_Aside(step))
            continue
        if failed:
            typer.echo(f"failed so far: {', '.join(failed)}")
        typer.secho(f"== {step.title}", bold=True)
        if not _passes(step, announce=step is not steps[-1]):
            failed.append(step.title)
    failed += [one.step.title for one in aside if not one.passes()]
    return 1 if failed else 0


def _passes(step: Step, *, announce: bool) -> bool:
    began = time.monotonic()
    passed = _run(step.command) == 0
    if announce:
        _announce(step, began, passed=passed)
    return passed


def _announce(step: Step, began: float, *, passed: bool) -> None:
    typer.echo(f"   {step.title}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s")


class _Aside:
    """A step that goes on beside others."""

    def __init__(self, step: Step) -> None:
        self.step, self._passed = step, False
        self._thread = threading.Thread(target=self._go_on)
        self._thread.start()

    def _go_on(self) -> None:
        began = time.monotonic()
        ended = subprocess.run(self.step.command, cwd=ROOT, check=False, stdout=PIPE, stderr=STDOUT, text=True)
        self._passed = ended.returncode == 0
        typer.echo(f"\n== {self.step.title}\n{ended.stdout}", nl=False)
        _announce(self.step, began, passed=self._passed)

    def passes(self) -> bool:
        """Waits until it has ended; whether it has passed."""
        self._thread.join()
        return self._passed


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode
