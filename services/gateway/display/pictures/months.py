"""Months side by side: for each of some things a bar a month, from the line of nothing up or down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from services.gateway.display.formatting import PERCENT, number
from services.gateway.display.messages import pages
from services.gateway.display.pictures.patterns import fill, patterns
from services.gateway.display.pictures.scale import finite, scale_of
from services.gateway.display.pictures.svg import Size, element, label, picture
from services.gateway.display.pictures.ticks import tick

SIZE = Size(480, 260)
MOST_NAMED = 16
"""With more bars than so many the numbers over them have no room: they stand in the table beside."""


@dataclass(frozen=True)
class Series:
    """One month, or whatever stands side by side: its value for each label; None: there is none."""

    title: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Months:
    """Some things, each with a bar of every series."""

    title: str
    unit: str
    lang: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


def draw(months: Months, name: str) -> Markup:
    """The picture; `name` is its own on the page."""
    plot = Bars(months, name)
    body = [patterns(name, range(len(months.series))), *plot.grid(), *plot.bars(), *plot.labels(), *plot.legend()]
    return picture(name, months.title, describe(months), SIZE, *body)


def describe(months: Months) -> str:
    """What the picture tells, in words."""
    lang, comma = months.lang, pages.say(months.lang, "comma")
    none = pages.say(lang, "no number")
    return " ".join(
        pages.say(
            lang,
            "months of",
            label=label_,
            told=comma.join(
                f"{one.title} {number(one.values[place], months.unit, lang) or none}" for one in months.series
            ),
        )
        for place, label_ in enumerate(months.labels)
    )


class Bars:
    """Where everything stands in the view box."""

    def __init__(self, months: Months, name: str) -> None:
        """Room is kept for what stands beside, above and below."""
        self.months, self.name = months, name
        self.scale = scale_of(value for one in months.series for value in one.values)
        self.left, self.right, self.top, self.bottom = 48.0, SIZE.width - 8, 44.0, SIZE.height - 24
        self.slot = (self.right - self.left) / max(len(months.labels), 1)
        self.thick = 0.8 * self.slot / max(len(months.series), 1)

    def y(self, value: float) -> float:
        """How far down a value stands."""
        return self.bottom - (self.bottom - self.top) * self.scale.share(value)

    def grid(self) -> Iterator[Markup]:
        """A line for each step, the one of zero firm."""
        for value in self.scale.ticks:
            y, ink = self.y(value), "#d9dcd6" if value else "#545d66"
            kind = "rule" if value else "zero"
            yield element("line", x1=self.left, y1=y, x2=self.right, y2=y, stroke=ink, class_=kind)
            yield label(tick(value, self.months.unit, self.months.lang), self.left - 6, y + 4, "end")
        if self.months.unit not in ("", PERCENT):
            yield label(pages.unit_word(self.months.lang, self.months.unit, 2), self.left - 6, self.top - 12, "end")

    def bars(self) -> Iterator[Markup]:
        """A bar for each value; where there is none there is none, and of zero the number alone."""
        numbered = len(self.months.labels) * len(self.months.series) <= MOST_NAMED
        for number_, one in enumerate(self.months.series):
            for place, value in enumerate(map(finite, one.values)):
                if value is not None:
                    x = self.left + self.slot * (place + 0.1) + self.thick * number_
                    yield self._bar(x, value, number_)
                    if numbered:
                        y = self.y(max(value, 0.0)) - 4
                        yield label(tick(value, self.months.unit, self.months.lang), x + self.thick / 2, y)

    def _bar(self, x: float, value: float, number_: int) -> Markup:
        top, foot = self.y(max(value, 0.0)), self.y(min(value, 0.0))
        ink = fill(self.name, number_)
        return element(
            "rect", x=x, y=top, width=self.thick, height=foot - top, fill=ink, class_="part", stroke="#1d4766"
        )

    def labels(self) -> Iterator[Markup]:
        """What each group of bars is of."""
        for place, text in enumerate(self.months.labels):
            yield label(text, self.left + self.slot * (place + 0.5), SIZE.height - 7)

    def legend(self) -> Iterator[Markup]:
        """Which pattern is which series."""
        room = (self.right - self.left) / max(len(self.months.series), 1)
        for number_, one in enumerate(self.months.series):
            x = self.left + room * number_
            yield element(
                "rect", x=x, y=4, width=16, height=14, fill=fill(self.name, number_), class_="part", stroke="#1d4766"
            )
            yield label(one.title, x + 22, 16, "start")
