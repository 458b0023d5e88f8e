"""What stands beside the lines of a picture: numbers as short as they can be read."""

from __future__ import annotations

from services.gateway.display.formatting import PERCENT, plain
from services.gateway.display.messages import pages

LARGE = {pages.ZH: ((1e8, "亿"), (1e4, "万")), pages.EN: ((1e9, "bn"), (1e6, "m"), (1e3, "k"))}
SCIENTIFIC = 1e15


def tick(value: float, unit: str, lang: str) -> str:
    """A value beside its line; without its unit, which stands above."""
    if unit == PERCENT:
        return f"{tick(100 * value, '', lang)}%"
    if abs(value) >= SCIENTIFIC:
        return f"{value:.0e}"
    for size, word in LARGE[lang]:
        if abs(value) >= size:
            return f"{_short(value / size)}{word}"
    return _short(value)


def _short(value: float) -> str:
    """With as many decimals as it has, at most three."""
    return plain(value) if round(value, 1) == round(value, 3) else f"{value:,.3f}".rstrip("0")
