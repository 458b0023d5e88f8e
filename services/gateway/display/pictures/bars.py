"""Things ranked: one bar lying below another, what is recorded as its frame and what is verified as its filling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from services.gateway.display.formatting import number
from services.gateway.display.messages import pages
from services.gateway.display.pictures.scale import finite, scale_of
from services.gateway.display.pictures.svg import Size, element, label, picture

WIDTH, ROW, HEAD = 480.0, 40.0, 26.0
MOST = 40
"""So many have room in one picture; all stand in the table beside it."""
CLAIMED, VERIFIED = "#c4d6e2", "#1d4766"


@dataclass(frozen=True)
class Bar:
    """One thing: its number as it is recorded, and as far as it is verified."""

    title: str
    claimed: float | None
    verified: float | None


@dataclass(frozen=True)
class Ranking:
    """Things in their order."""

    title: str
    unit: str
    lang: str
    bars: tuple[Bar, ...]
    counts: str = ""
    """The measure's kind, by which the second number has its word."""


def draw(ranked: Ranking, name: str) -> Markup:
    """The picture; `name` is its own on the page."""
    shown = ranked.bars[:MOST]
    scale = scale_of(value for one in shown for value in (one.claimed, one.verified))
    size = Size(WIDTH, HEAD + ROW * len(shown))
    rows = [part for place, one in enumerate(shown) for part in _row(ranked, one, HEAD + ROW * place, scale.share)]
    zero = element("line", x1=scale.share(0) * WIDTH, y1=HEAD, x2=scale.share(0) * WIDTH, y2=size.height)
    axis = element("g", zero, stroke="#545d66", class_="zero")
    return picture(name, ranked.title, describe(ranked), size, *_legend(ranked.lang, ranked.counts), *rows, axis)


def describe(ranked: Ranking) -> str:
    """What the picture tells, in words."""
    told = [pages.say(ranked.lang, "bar of", label=one.title, told=_numbers(ranked, one)) for one in ranked.bars[:MOST]]
    if len(ranked.bars) > MOST:
        told.append(pages.say(ranked.lang, "bars more", n=len(ranked.bars) - MOST))
    return " ".join(told)


def _numbers(ranked: Ranking, one: Bar) -> str:
    lang, none = ranked.lang, pages.say(ranked.lang, "no number")
    claimed, verified = (number(value, ranked.unit, lang) or none for value in (one.claimed, one.verified))
    if claimed == verified:
        return claimed
    return f"{claimed}{pages.say(lang, 'comma')}{pages.say(lang, pages.second_phrase(ranked.counts))} {verified}"


def _row(ranked: Ranking, one: Bar, top: float, share: Callable[[float], float]) -> Iterator[Markup]:
    yield label(one.title, 0.0, top + 15, "start")
    yield label(_numbers(ranked, one), WIDTH, top + 15, "end")
    for value, y, height, ink in ((one.claimed, top + 20, 14.0, CLAIMED), (one.verified, top + 23, 8.0, VERIFIED)):
        if (shown := finite(value)) is not None:
            ends = sorted((share(0.0) * WIDTH, share(shown) * WIDTH))
            yield element(
                "rect", x=ends[0], y=y, width=ends[1] - ends[0], height=height, fill=ink, class_="part", stroke=VERIFIED
            )


def _legend(lang: str, counts: str) -> Iterator[Markup]:
    for x, phrase, y, height, ink in (
        (0.0, "claimed", 4.0, 14.0, CLAIMED),
        (WIDTH / 2, pages.second_phrase(counts), 7.0, 8.0, VERIFIED),
    ):
        yield element("rect", x=x, y=y, width=16.0, height=height, fill=ink, class_="part", stroke=VERIFIED)
        yield label(pages.say(lang, phrase), x + 22, 16.0, "start")
