"""How a number went by month-ends: recorded and verified, beside the target's line and the pace that was expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from services.gateway.display.formatting import PERCENT, number, target
from services.gateway.display.messages import pages
from services.gateway.display.pictures.scale import Scale, finite, scale_of
from services.gateway.display.pictures.svg import Size, coordinate, element, label, picture
from services.gateway.display.pictures.ticks import tick

CLAIMED, VERIFIED, EXPECTED, TARGET = "claimed", "verified", "expected", "target"
LARGE, SMALL = Size(480, 250), Size(240, 130)
MOST_LABELS = 12
INK = {CLAIMED: "#4a86ad", VERIFIED: "#1d4766", EXPECTED: "#545d66", TARGET: "#a93226"}
WIDTH = {CLAIMED: 4, VERIFIED: 2, EXPECTED: 1.5, TARGET: 1.5}
DASHES = {EXPECTED: "2 4", TARGET: "9 4"}
LINES = (EXPECTED, CLAIMED, VERIFIED)
"""Drawn one over the other: the broad line of what is recorded is seen below that of what is verified."""


def kind(name: str) -> str:
    """The class of a line, by which a style sheet may colour it."""
    return f"of-{name}"


def pen(name: str) -> dict[str, object]:
    """With what a line is drawn."""
    return {"stroke": INK[name], "stroke_width": WIDTH[name], "stroke_dasharray": DASHES.get(name)}


@dataclass(frozen=True)
class Trend:
    """A number at the ends of months.

    months  the days, the last of which may be within its month
    lines   by name (claimed, verified, expected) the value at each of them; None: there is none
    goal    the target's value
    counts  the measure's kind, by which its second line has its word
    """

    title: str
    told: str
    unit: str
    lang: str
    months: tuple[dt.date, ...]
    lines: Mapping[str, tuple[float | None, ...]]
    goal: float | None = None
    counts: str = ""

    @property
    def drawable(self) -> bool:
        """Whether there is anything that was counted; a target alone is no trend."""
        return any(finite(one) is not None for name in (CLAIMED, VERIFIED) for one in self.lines.get(name, ()))


def trend_of(measure: Mapping[str, Any], lang: str) -> Trend:
    """The trend of a measure as the interface answers it, with its months."""
    months, goal = measure["by_month"], measure["target"]
    shown = [one for one in LINES if one != EXPECTED or (goal and goal["op"] != "<=")]
    return Trend(
        title=pages.say(lang, "trend of", measure=measure["title"][lang]),
        told=_told(measure, lang),
        unit=measure["unit"],
        lang=lang,
        months=tuple(dt.date.fromisoformat(one["as_of"]) for one in months),
        lines={name: tuple(one[name] for one in months) for name in shown},
        goal=goal and goal["value"],
        counts=measure.get("kind", ""),
    )


def _told(measure: Mapping[str, Any], lang: str) -> str:
    """What a picture tells, for those who do not see it: its last number, its first, and what was to be reached."""
    counted = [one for one in measure["by_month"] if one["claimed"] is not None]
    if not counted:
        return pages.say(lang, "trend empty")
    unit, goal = measure["unit"], measure["target"]
    ends = [counted[0], counted[-1]] if len(counted) > 1 else counted
    said = [
        pages.say(
            lang,
            "trend at gaps" if measure.get("kind") == "gaps" else "trend at",
            day=one["as_of"],
            claimed=number(one["claimed"], unit, lang),
            verified=number(one["verified"], unit, lang) or pages.say(lang, "no number"),
        )
        for one in ends
    ]
    if goal:
        said.append(pages.say(lang, "trend goal", target=target(goal, unit, lang), day=goal["by"]))
    return " ".join(said)


def draw(trend: Trend, name: str, size: Size = LARGE) -> Markup:
    """The picture; `name` is its own on the page."""
    plot = Plot(trend, size)
    body = [*plot.grid(), *plot.goal(), *plot.curves(), *plot.month_labels(), *plot.year_label()]
    return picture(name, trend.title, trend.told, size, *body)


class Plot:
    """Where everything stands in the view box."""

    def __init__(self, trend: Trend, size: Size) -> None:
        """Room is kept for what stands beside the lines."""
        self.trend, self.size = trend, size
        values = [one for line in trend.lines.values() for one in line]
        self.scale: Scale = scale_of([*values, trend.goal])
        self.left, self.right, self.top, self.bottom = 48.0, size.width - 14, 26.0, size.height - 24

    def x(self, place: int) -> float:
        """The middle of a month."""
        return self.left + (self.right - self.left) * (place + 0.5) / max(len(self.trend.months), 1)

    def y(self, value: float) -> float:
        """How far down a value stands."""
        return self.bottom - (self.bottom - self.top) * self.scale.share(value)

    def grid(self) -> Iterator[Markup]:
        """A line for each step, the one of zero firm; the unit above."""
        trend = self.trend
        for value in self.scale.ticks:
            strong = value == 0
            ink, width = ("#545d66", 1.5) if strong else ("#d9dcd6", 1)
            yield self._level(value, class_="zero" if strong else "rule", stroke=ink, stroke_width=width)
            yield label(tick(value, trend.unit, trend.lang), self.left - 6, self.y(value) + 4, "end")
        if trend.unit not in ("", PERCENT):
            yield label(pages.unit_word(trend.lang, trend.unit, 2), self.left - 6, 12.0, "end")

    def goal(self) -> Iterator[Markup]:
        """The target's line across all months, and its value at its end."""
        if (value := finite(self.trend.goal)) is not None:
            yield self._level(value, class_=kind(TARGET), **pen(TARGET))
            said = f"{pages.say(self.trend.lang, 'target')} {tick(value, self.trend.unit, self.trend.lang)}"
            yield label(said, self.left + 4, self.y(value) - 5, "start")

    def _level(self, value: float, **about: object) -> Markup:
        return element("line", x1=self.left, y1=self.y(value), x2=self.right, y2=self.y(value), **about)

    def curves(self) -> Iterator[Markup]:
        """A line for each series, broken where there is no number, with a mark of its own shape at each value."""
        for name in LINES:
            if name in self.trend.lines:
                yield from self._curve(name, self.trend.lines[name])

    def _curve(self, name: str, values: Sequence[float | None]) -> Iterator[Markup]:
        points = [
            None if one is None else (self.x(place), self.y(one)) for place, one in enumerate(map(finite, values))
        ]
        if path := " ".join(_pieces(points)):
            yield element("path", class_=kind(name), d=path, fill="none", **pen(name))
        if name in MARKS and any(points):
            yield _marks(name, [point for point in points if point])

    def year_label(self) -> Iterator[Markup]:
        """The year of the months, or the first and the last: a month's number alone may be of any."""
        if self.trend.months:
            years = dict.fromkeys(f"{self.trend.months[place].year}" for place in (0, -1))
            yield label("–".join(years), self.right, 12.0, "end")

    def month_labels(self) -> Iterator[Markup]:
        """The months, as many as have room; one that is not over with its day."""
        every = -(-len(self.trend.months) // (MOST_LABELS if self.size.width >= LARGE.width else MOST_LABELS // 2))
        last = len(self.trend.months) - 1
        for place, day in enumerate(self.trend.months):
            if (last - place) % every == 0:
                yield label(month_label(day, self.trend.lang), self.x(place), self.size.height - 7)


def month_label(day: dt.date, lang: str) -> str:
    """A month as it stands below its value: of one that is not over the day up to which it counts."""
    if (day + dt.timedelta(days=1)).day != 1:
        return f"{day.month}/{day.day}"
    return pages.say(lang, "month label", month=day.month)


def _pieces(points: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    """The parts of a line: after a gap it begins anew."""
    before = None
    for point in points:
        if point:
            yield f"{'L' if before else 'M'}{coordinate(point[0])} {coordinate(point[1])}"
        before = point


def _circle(x: float, y: float) -> str:
    return f"M{coordinate(x - 4)} {coordinate(y)}a4 4 0 1 0 8 0a4 4 0 1 0-8 0"


def _square(x: float, y: float) -> str:
    return f"M{coordinate(x - 2.5)} {coordinate(y - 2.5)}h5v5h-5z"


MARKS = {CLAIMED: _circle, VERIFIED: _square}
FILLS = {CLAIMED: "#fff", VERIFIED: INK[VERIFIED]}


def _marks(name: str, points: Sequence[tuple[float, float]]) -> Markup:
    """The marks of a line, each of its shape."""
    shapes = " ".join(MARKS[name](*point) for point in points)
    return element("path", class_=f"{kind(name)} mark", d=shapes, fill=FILLS[name], stroke=INK[name], stroke_width=1.5)


def legend(trend: Trend) -> list[tuple[str, Markup]]:
    """Each line that the picture has: its word, and a sample as it is drawn."""
    return _legend(trend.lang, {*trend.lines, *([] if trend.goal is None else [TARGET])}, trend.counts)


def full_legend(lang: str) -> list[tuple[str, Markup]]:
    """Each line that there may be, where one legend serves many pictures."""
    return _legend(lang, {*LINES, TARGET})


def _legend(lang: str, names: set[str], counts: str = "") -> list[tuple[str, Markup]]:
    words = {VERIFIED: pages.second_phrase(counts)}
    return [(pages.say(lang, words.get(one, one)), _sample(one)) for one in (*reversed(LINES), TARGET) if one in names]


def _sample(name: str) -> Markup:
    """A short piece of a line."""
    line = element("path", class_=kind(name), d="M1 7h28", fill="none", **pen(name))
    marks = [_marks(name, [(15, 7)])] if name in MARKS else []
    return element("svg", line, *marks, class_="sample", viewBox="0 0 30 14", aria_hidden="true", focusable="false")
