"""How parts are told apart where colours are not seen: each by a pattern and a shade of its own."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from services.gateway.display.pictures.svg import element

SHADES = ("#1d4766", "#c4d6e2", "#8a5300", "#64418f", "#1b6b42", "#a93226")
LINES = ("", "M0 6L6 0", "M0 3H6", "M3 0V6", "M0 0L6 6M0 6L6 0", "M1 1h2v2h-2z")
"""What is drawn over each shade."""


def patterns(name: str, numbers: Iterable[int]) -> Markup:
    """The patterns of a picture, whose ids begin with its name."""
    return element("defs", *(_pattern(name, number % len(SHADES)) for number in numbers))


def fill(name: str, number: int) -> str:
    """What a part is filled with."""
    return f"url(#{name}-p{number % len(SHADES)})"


def _pattern(name: str, number: int) -> Markup:
    stroke = "#1d4766" if number == 1 else "#fff"
    return element(
        "pattern",
        element("rect", width=6, height=6, fill=SHADES[number]),
        *([element("path", d=LINES[number], stroke=stroke, fill="none", stroke_width=1)] if LINES[number] else []),
        id=f"{name}-p{number}",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
