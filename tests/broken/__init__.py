"""Promises broken on purpose, by name: a check that stays green under its variant proves nothing.

`BROKEN=<variant>` plants one: in the process of pytest (`tests/conftest.py`), and in the services that a test starts
(`tests/runner.py`).
"""

from __future__ import annotations

import os

from tests.broken import commands, consumers, disks, producers, tools

VARIANTS = {**commands.VARIANTS, **consumers.VARIANTS, **disks.VARIANTS, **producers.VARIANTS, **tools.VARIANTS}


def plant(name: str = "") -> None:
    """Break the promise that is named, or that the environment names; without a name nothing is broken."""
    if name := name or os.environ.get("BROKEN", ""):
        VARIANTS[name]()
