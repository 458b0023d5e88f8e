"""What an ending is: a way of a case to its end, with its title, and the laws under which the demo has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tools.demo_data.penalty_cases.endings.course import NEW, OLD, Course, Era

Way = Callable[[Course], None]
"""Takes a case to its end."""


@dataclass(frozen=True)
class Ending:
    """One of the endings."""

    title: str
    way: Way
    eras: tuple[Era, ...] = (OLD, NEW)


def under_the_old(title: str, way: Way) -> Ending:
    """An ending that the demo has under the old law alone."""
    return Ending(title, way, (OLD,))


def under_the_new(title: str, way: Way) -> Ending:
    """An ending that the demo has under the new law alone, or that the old one did not know."""
    return Ending(title, way, (NEW,))
