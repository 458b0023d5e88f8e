"""What a recovery may cost, and what no figure is made of."""

from __future__ import annotations

from operations.base.errors import OperatorError

MOST = 600.0
"""Seconds in which a million events are to be back."""


class NotAsRecorded(OperatorError):
    """What came back is not what was recorded: {0}"""
