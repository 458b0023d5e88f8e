"""City cases as whole numbers in columns: days, flags and coded words, 131 bytes a case; a case keeps its place.

No database and no loop: counting over columns may be done by a thread of the system's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from services.gateway.read_model.indicators.city_cases import DAYS, FLAGS, PLACES

Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
NEVER = int(np.iinfo(np.int32).max)
"""A day that has not come: no period ends after it."""
UNTOLD = -1
DATES = (*DAYS, "last_on")
WORDS = (*PLACES, "unit", "case_class", "clock")
SIGNS = (*FLAGS, "collected")
TOOK = "took"
NAMES = (*DATES, TOOK, *WORDS, *SIGNS)
"""The columns of the table that are kept, in the order in which rows have them."""
FIRST_ROOM, NOTHING = 1024, 0
"""`NOTHING` is the code of a word that was not said."""
_WIDE = {name: number for number, name in enumerate((*DATES, TOOK, *WORDS))}


@dataclass
class Codes:
    """The words of a column by their codes; code 0 says that there is no word."""

    words: list[str | None] = field(default_factory=lambda: [None])
    _codes: dict[str | None, int] = field(default_factory=lambda: {None: NOTHING})

    def of(self, words: Sequence[str | None]) -> list[int]:
        """The code of each word; a new word gets the next."""
        for word in dict.fromkeys(words):
            if word not in self._codes:
                self._codes[word] = len(self.words)
                self.words.append(word)
        return [self._codes[word] for word in words]


class _Days(dict[str | None, int]):
    """Days by how they are written, each read once."""

    def __missing__(self, day: str | None) -> int:
        number = self[day] = NEVER if day is None else dt.date.fromisoformat(day).toordinal()
        return number


class CaseColumns:
    """The columns: a row of numbers for each place that was written, in the order in which they came."""

    def __init__(self) -> None:
        """Empty ones."""
        self._wide: Numbers = np.empty((len(_WIDE), FIRST_ROOM), np.int32)
        self._flags: npt.NDArray[np.int8] = np.empty((len(SIGNS), FIRST_ROOM), np.int8)
        self._row_at: Numbers = np.full(FIRST_ROOM, UNTOLD, np.int32)
        self._codes = {name: Codes() for name in WORDS}
        self._days = _Days()
        self.size = 0

    @property
    def bytes(self) -> int:
        """How much memory the numbers take."""
        return self._wide.nbytes + self._flags.nbytes + self._row_at.nbytes

    def put(self, places: Sequence[int], rows: Sequence[Sequence[Any]]) -> None:
        """Write cases, each at its place with what `NAMES` names; one that is no more has None everywhere."""
        if not places:
            return
        at = self._rows_at(np.array(places))
        columns = dict(zip(NAMES, zip(*rows, strict=True), strict=True))
        for name in DATES:
            self._wide[_WIDE[name], at] = list(map(self._days.__getitem__, columns[name]))
        self._wide[_WIDE[TOOK], at] = [UNTOLD if one is None else one for one in columns[TOOK]]
        for name in WORDS:
            self._wide[_WIDE[name], at] = self._codes[name].of(columns[name])
        for number, name in enumerate(SIGNS):
            self._flags[number, at] = [UNTOLD if one is None else one for one in columns[name]]

    def _rows_at(self, places: npt.NDArray[np.int64]) -> Numbers:
        """In which row each place is; a place that was never written gets the next."""
        highest = int(places.max()) + 1
        if highest > len(self._row_at):
            self._row_at = np.append(self._row_at, np.full(_roomy(highest) - len(self._row_at), UNTOLD, np.int32))
        fresh = places[self._row_at[places] == UNTOLD]
        size = self.size + len(fresh)
        if size > self._wide.shape[1]:
            more = _roomy(size) - self._wide.shape[1]
            self._wide = np.concatenate([self._wide, np.empty((len(_WIDE), more), np.int32)], axis=1)
            self._flags = np.concatenate([self._flags, np.empty((len(SIGNS), more), np.int8)], axis=1)
        self._row_at[fresh] = np.arange(self.size, size, dtype=np.int32)
        self.size = size
        return self._row_at[places]

    def places(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The places of some rows, in order."""
        here = np.zeros(self.size, np.bool_)
        here[rows] = True
        written = np.flatnonzero(self._row_at != UNTOLD)
        found: npt.NDArray[np.int64] = written[here[self._row_at[written]]]
        return found

    def numbers(self, name: str) -> Numbers:
        """The days, durations or codes of a column."""
        return self._wide[_WIDE[name], : self.size]

    def sign(self, name: str) -> npt.NDArray[np.int8]:
        """A column of flags: 1 yes, 0 no, -1 not said."""
        return self._flags[SIGNS.index(name), : self.size]

    def words(self, name: str) -> list[str | None]:
        """What the codes of a column mean."""
        return self._codes[name].words


def _roomy(size: int) -> int:
    """Room for so many and a quarter more: whatever comes one by one is not copied each time."""
    return size * 5 // 4
