"""What an indicator of digital city cases may be: a count, a rate or a time, with its denominator in words.

What a count says holds as the period ended: what happened after its last day does not count. A rate is a part of a
whole: both are counted over the same cases. Voided cases count nowhere but as voided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Indicator:
    """What an indicator is called and what it means, Chinese and English; `key` as eGova-type platforms name it."""

    id: str
    key: str
    title: str
    words: str

    def to_dict(self) -> dict[str, Any]:
        """It in words."""
        return {"id": self.id, "key": self.key, "title": _both(self.title), "formula": _both(self.words)}


def _both(text: str) -> dict[str, str]:
    zh, _, en = text.partition(" / ")
    return {"zh": zh, "en": en}


@dataclass(frozen=True)
class Count(Indicator):
    """How many cases: those of which one day is in the period, and of these those for which the rest holds too.

    within  the day that is in the period
    by      a day that had come when it ended
    unless  a day that had not come when it ended
    flag    what must be so; `unlike` what must not
    crowd   at least so many of them are of one grid cell and class
    """

    within: str
    by: str = ""
    unless: str = ""
    flag: str = ""
    unlike: str = ""
    crowd: int = 0


@dataclass(frozen=True)
class Rate(Indicator):
    """One count as a share of another, whose cases it is among."""

    part: str
    whole: str


@dataclass(frozen=True)
class Time(Indicator):
    """How long something took; `within` is the day on which it was over."""

    within: str
