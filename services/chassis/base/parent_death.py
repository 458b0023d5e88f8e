"""A process that ends with the one that started it: no orphan holds a database or answers for a suite that is gone."""

from __future__ import annotations

import ctypes
import signal
import sys

_PARENT_DEATH_SIGNAL = 1
# Loaded before any fork: between fork and exec nothing may be loaded.
_LIBC = ctypes.CDLL(None)


def end_with_parent(number: signal.Signals) -> None:
    """Have this process signalled when its parent ends; only Linux can."""
    if sys.platform == "linux":
        _LIBC.prctl(_PARENT_DEATH_SIGNAL, int(number))
