"""The views of the campaign's numbers, as the navigation below the head of each of them lists them."""

from __future__ import annotations

VIEWS: list[tuple[str, str]] = [
    ("/", "overview"),
    ("/comparison", "comparison"),
    ("/matrix", "matrix"),
    ("/trends", "trends"),
    ("/rankings", "rankings"),
    ("/indicators", "indicators"),
    ("/plans", "plans"),
    ("/reports", "reports"),
    ("/wall", "wall"),
]
"""The address of each view, and the phrase that names it."""
