"""Work that would hold up every greenlet of a process, done by a thread of the system's while others have their turn.

For what computes or writes files and nothing else: whatever waits by the loop (locks, databases, calls) belongs on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from eventlet import patcher, tpool

P = ParamSpec("P")
T = TypeVar("T")


def run(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What this comes to; where there is no loop it is simply done."""
    if not patcher.is_monkey_patched("thread"):
        return work(*arguments, **options)
    result: T = tpool.execute(work, *arguments, **options)
    return result
