"""Yes and no as sheets have them: words, ticks and crosses, and the heading's own word or its contrary."""

from __future__ import annotations

WORDS = {
    "是": True,
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "否": False,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}
MARKS = {**dict.fromkeys("√✓✔☑✅", True), **dict.fromkeys("×✕✖✗✘❌", False)}
"""A letter x is neither: some mark with it what holds, others what does not. Nor is a box that is crossed or empty."""


def read(text: str, title: str) -> bool | None:
    """What a text in a column of this title says; None: neither yes nor no."""
    if text in WORDS:
        return WORDS[text]
    mark = text.removesuffix("\ufe0f")
    return MARKS[mark] if mark in MARKS else _by_title(text, title)


def _by_title(text: str, title: str) -> bool | None:
    """满意 and 不满意 under 满意, 有 and 无 under 有雨."""
    if text == title:
        return True
    if text == f"不{title}":
        return False
    return {"有": True, "无": False, "没有": False}.get(text) if title.startswith(("有", "是否有")) else None
