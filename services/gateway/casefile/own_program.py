"""Runs a program of ours in a process of its own: what strangers' files do to their reader, the gateway goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PACKAGE, ROOT = __package__, Path(__file__).resolve().parents[3]
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
"""No more than it needs: no address, no password."""


def run(program: str, argument: str, seconds: float, body: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    """What a program of this package ("rendering.check") made of an argument and what it read; None: it took longer."""
    return run_module([f"{PACKAGE}.{program}", argument], seconds, body)


def run_module(words: list[str], seconds: float, body: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    """The same of a module anywhere in this tree, with its arguments."""
    command = [sys.executable, "-m", *words]
    try:
        return subprocess.run(  # noqa: S603 -- our own program
            command, input=body, capture_output=True, timeout=seconds, check=False, cwd=ROOT, env=ENVIRONMENT
        )
    except subprocess.TimeoutExpired:
        return None
