"""What a whole consists of: one bar, its parts side by side, each with its own pattern, name and number."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from services.gateway.display.formatting import number, plain
from services.gateway.display.messages import pages
from services.gateway.display.pictures.patterns import fill, patterns
from services.gateway.display.pictures.scale import finite
from services.gateway.display.pictures.svg import Size, element, label, picture

WIDTH, BAR, ROW, EDGE = 480.0, 34.0, 24.0, 1.0


@dataclass(frozen=True)
class Slice:
    """One part of a whole; None: there is no number of it, and it takes no room."""

    title: str
    value: float | None


@dataclass(frozen=True)
class Shares:
    """The parts of one whole, in their order."""

    title: str
    unit: str
    lang: str
    parts: tuple[Slice, ...]

    @property
    def total(self) -> float:
        """All of it."""
        return sum(max(finite(one.value) or 0.0, 0.0) for one in self.parts)

    def percent(self, part: Slice) -> float | None:
        """Which part of a hundred it is; None where there is no number, or no whole. Nothing below zero is a part."""
        value = finite(part.value)
        if value is None or value < 0 or not self.total:
            return None
        return 100 * value / self.total


def draw(shares: Shares, name: str) -> Markup:
    """The picture; `name` is its own on the page."""
    rows = [(place, one, shares.percent(one)) for place, one in enumerate(shares.parts)]
    size = Size(WIDTH, BAR + 12 + ROW * len(rows))
    body, at = [patterns(name, range(len(rows)))], EDGE
    for place, one, percent in rows:
        if percent:
            width = (WIDTH - 2 * EDGE) * percent / 100
            body.append(_block(at, EDGE, width, BAR, fill(name, place)))
            at += width
        y = BAR + 12 + ROW * place
        body.append(_block(EDGE, y, 18, 16, fill(name, place)))
        body.append(label(_said(shares, one), 28, y + 13, "start"))
    return picture(name, shares.title, describe(shares), size, *body)


def _block(x: float, y: float, width: float, height: float, ink: str) -> Markup:
    return element("rect", x=x, y=y, width=width, height=height, fill=ink, stroke="#fff", stroke_width=1, class_="part")


def describe(shares: Shares) -> str:
    """What the picture tells, in words."""
    if not shares.total:
        return pages.say(shares.lang, "share empty")
    comma = pages.say(shares.lang, "comma")
    whole = pages.say(shares.lang, "share of", title=shares.title, total=number(shares.total, shares.unit, shares.lang))
    return f"{whole} {comma.join(_said(shares, one) for one in shares.parts)}"


def _said(shares: Shares, part: Slice) -> str:
    value, percent = number(part.value, shares.unit, shares.lang), shares.percent(part)
    if value is None or percent is None:
        return f"{part.title} {value or pages.say(shares.lang, 'no number')}"
    return pages.say(shares.lang, "share part", part=part.title, value=value, percent=plain(percent))
