"""Which mark of an archive a wanted second means, and what is refused because the archive does not hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from operations.base.errors import OperatorError
from operations.recovery import layout, marks
from operations.recovery.layout import Place
from operations.recovery.marks import MILLI, Mark

LOSS = 5 * MILLI
"""How much older than the wanted second a state may be; an archive that was away for longer does not hold it."""


class NoArchive(OperatorError):
    """{0} holds no archive of a home. 该目录中没有归档。"""

    code = 2


class TwoHomes(OperatorError):
    """{0} holds archives of different homes ({1}): they are not to be mixed. Move one of them aside.
    该目录混有不同来源的归档，已拒绝。
    """

    code = 2


class NotHeld(OperatorError):
    """The archive does not hold {0}: it goes from {1} to {2}; nearest to it: {3}. 归档不含该时刻。"""

    code = 2


@dataclass(frozen=True)
class Choice:
    """A life, and a moment of it in milliseconds since 1970."""

    place: Place
    at: int

    def marks(self) -> Iterator[Mark]:
        """The state of that moment, then earlier ones."""
        return marks.upto(self.place, self.at)


def choose(folder: Path, wanted: int | None) -> Choice:
    """The newest state, or that of a wanted moment. Raises NoArchive, TwoHomes, NotHeld."""
    lives = [one for one in layout.places(folder) if any(True for _ in layout.hours(one))]
    if not lives:
        raise NoArchive(folder)
    if len({one.life.bureau for one in lives}) > 1:
        raise TwoHomes(folder, ", ".join(sorted({one.life.home for one in lives})))
    if wanted is None:
        # The home that was written last, which need not be the one that began last: one may go back to an older home.
        newest = max(lives, key=lambda one: _last(one).at)
        return Choice(newest, _last(newest).at)
    begun = [one for one in lives if _first(one).at <= wanted]
    if not begun:
        raise _not_held(lives, wanted)
    choice = Choice(max(begun, key=lambda one: next(marks.upto(one, wanted)).at), wanted)
    if not _holds(choice):
        raise _not_held(lives, wanted)
    return choice


def _holds(choice: Choice) -> bool:
    """Whether the state is that of the moment, or of one since which nothing happened."""
    mark = next(choice.marks())
    if choice.at - mark.at <= LOSS:
        return True
    # After the last mark nobody knows when the home was started again: what is later is not held.
    return mark.is_end and marks.after(choice.place, choice.at) is not None


def _first(place: Place) -> Mark:
    return next(mark for hour in layout.hours(place) for mark in marks.read(hour))


def _last(place: Place) -> Mark:
    return next(mark for hour in reversed(list(layout.hours(place))) for mark in reversed(list(marks.read(hour))))


def _not_held(lives: list[Place], wanted: int) -> NotHeld:
    around = [next(marks.upto(one, wanted), None) for one in lives] + [marks.after(one, wanted) for one in lives]
    before = max((one.at for one in around if one and one.at <= wanted), default=None)
    later = min((one.at for one in around if one and one.at > wanted), default=None)
    near = ", ".join(marks.words(one) for one in (before, later) if one is not None)
    return NotHeld(
        marks.words(wanted), marks.words(_first(lives[0]).at), marks.words(max(_last(one).at for one in lives)), near
    )
