"""What a page weighs."""

from __future__ import annotations

from typing import Any

MOST_BYTES = 40 * 1024
"""So much of a page goes over the wire at most, with its style and its script."""


def sent_bytes(page: Any) -> int:
    """How many bytes came over the wire for what a browser shows now."""
    return int(page.evaluate("performance.getEntries().reduce((sum, one) => sum + (one.encodedBodySize || 0), 0)"))
