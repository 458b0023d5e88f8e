"""How a method answers over RPC: what was asked for, or the problem that was met."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from contracts.errors import Problem
from contracts.rpc import ProblemReply
from contracts.wire import JsonObject, Message

Q = TypeVar("Q")


def answer(find: Callable[[Q], Message], request: Q) -> JsonObject:
    """What was asked for, or the problem that was met: a problem is an answer, and no failure of the call."""
    try:
        return find(request).to_payload()
    except Problem as problem:
        return ProblemReply(problem.to_dict()).to_payload()
