"""Where a process spends its time, when BENCH_PROFILE names a folder for it."""

from __future__ import annotations

import cProfile
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def here(name: str) -> Iterator[None]:
    """Profile what happens inside; greenlets included."""
    folder = os.environ.get("BENCH_PROFILE")
    if not folder:
        yield
        return
    profile = cProfile.Profile()
    profile.enable()
    try:
        yield
    finally:
        profile.disable()
        profile.dump_stats(Path(folder) / f"{name}.prof")
