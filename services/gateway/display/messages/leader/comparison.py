"""What the pages say that compare: a month with another, units with each other; in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "views": ("数字的各种看法", "Views of the numbers"),
}
"""Each phrase in Chinese and in English."""
