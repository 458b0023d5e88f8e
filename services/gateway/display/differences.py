"""How a difference of two numbers is shown: with its sign, of shares in percentage points."""

from __future__ import annotations

from services.gateway.display.formatting import PERCENT, plain
from services.gateway.display.messages import pages

MINUS = "−"


def difference(value: float | None, unit: str, lang: str) -> str | None:
    """By how much a number differs, with its sign; None where there is no difference to tell."""
    if value is None:
        return None
    shown = 100 * value if unit == PERCENT else value
    text = plain(abs(shown))
    sign = "±" if text == "0" else "+" if shown > 0 else MINUS
    word = pages.say(lang, "percentage points") if unit == PERCENT else pages.unit_word(lang, unit, abs(value))
    return f"{sign}{text} {word}".rstrip()


def growth(value: float | None) -> str | None:
    """By which share a count has grown, with its sign; None where there was nothing to compare with."""
    if value is None:
        return None
    text = plain(abs(100 * value))
    return f"{'±' if text == '0' else '+' if value > 0 else MINUS}{text}%"
