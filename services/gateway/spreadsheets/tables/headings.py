"""Where a sheet's headings are: below its titles, in one row or several, with merged cells as offices write them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.gateway.spreadsheets.books.book import Area, SheetPage
from services.gateway.spreadsheets.field_columns import same
from services.gateway.spreadsheets.grid import Cell, SheetRow, blank

LOOK = 40
"""Rows among which headings are looked for."""
DEEPEST = 4
BETWEEN = "·"
ENOUGH = 3
"""Headings that are ours, from which on a row is one of headings whatever else stands in it."""
FEWEST = 2
"""A row of one cell is a title."""
Path = tuple[str, ...]


@dataclass(frozen=True)
class HeadingRows:
    """Some rows, taken as headings; each column's heading is what stands in it, from the top down.

    ours  every heading that has a meaning, in the form in which headings are compared
    """

    first: int
    last: int
    paths: Mapping[int, Path]
    ours: Collection[str]

    @cached_property
    def meanings(self) -> dict[int, str]:
        """The headings that have a meaning, each as much of it as is needed for that."""
        texts = ((index, self._known(path)) for index, path in self.paths.items())
        return {index: text for index, text in texts if text}

    def _known(self, path: Path) -> str:
        whole = (BETWEEN.join(path[start:]) for start in range(len(path)))
        return next((text for text in whole if same(text) in self.ours), "")

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """The more it tells apart the better, then by longer headings, then the shorter and the higher one."""
        longer = sum(BETWEEN in text for text in self.meanings.values())
        return (len({same(text) for text in self.meanings.values()}), longer, self.first - self.last, -self.first)

    @property
    def plausible(self) -> bool:
        """Whether it is a row of headings rather than one in which some word is a heading by chance."""
        known = len(self.meanings)
        return known >= ENOUGH or (known > 0 and known * 2 >= len(self.paths))

    def row(self, page: SheetPage) -> SheetRow:
        """As one row: what has no meaning is written as it is told apart from others."""
        leaves = [path[-1] for path in self.paths.values()]
        width = max(self.paths, default=-1) + 1
        cells: list[str | None] = [None] * width
        for index, path in self.paths.items():
            alone = leaves.count(path[-1]) == 1
            cells[index] = self._told_apart(index) or (path[-1] if alone else BETWEEN.join(path))
        return SheetRow(self.last, tuple(cells), page.name)

    def _told_apart(self, index: int) -> str:
        """A heading that has a meaning, unless another column has just the same and more above it would part them."""
        text = self.meanings.get(index, "")
        whole = BETWEEN.join(self.paths[index])
        twice = sum(same(other) == same(text) for other in self.meanings.values()) > 1
        return whole if twice and whole != text else text


def find(page: SheetPage, ours: Collection[str]) -> HeadingRows | None:
    """The rows of a sheet's headings; without any that are ours the first that look like it; None: there are none."""
    look = _Look(page, ours)
    best = max(look.all(), key=lambda one: one.rank, default=None)
    return best if best and best.plausible else look.by_shape()


def first_row(page: SheetPage, ours: Collection[str]) -> HeadingRows | None:
    """The first row, whatever it is: headings of a sheet of one column."""
    return _Look(page, ours).take(page.rows[0].number, page.rows[0].number) if page.rows else None


@dataclass(frozen=True)
class _Look:
    page: SheetPage
    ours: Collection[str]

    @cached_property
    def _rows(self) -> dict[int, SheetRow]:
        return {row.number: row for row in self.page.rows[:LOOK]}

    @cached_property
    def _areas(self) -> list[Area]:
        """Those near the top."""
        last = max(self._rows, default=0)
        return [one for one in self.page.areas if one.top <= last]

    def all(self) -> Iterator[HeadingRows]:
        """Every few rows that may be headings: no merged cell reaches out of them."""
        numbers = list(self._rows)
        for place, first in enumerate(numbers):
            for last in numbers[place : place + DEEPEST]:
                if last - first < DEEPEST and not self._cut(first, last):
                    yield self.take(first, last)

    def by_shape(self) -> HeadingRows | None:
        """The first row of several cells, with those below into which its merged cells reach."""
        first = next((number for number in self._rows if len(set(self._texts(number).values())) >= FEWEST), None)
        if first is None:
            return None
        return self.take(first, self._reach(first))

    def _reach(self, first: int) -> int:
        starting = [one for one in self._areas if one.top == first]
        below = [one.bottom for one in starting if one.bottom > first]
        return min(max(below, default=first), first + DEEPEST - 1)

    def _cut(self, first: int, last: int) -> bool:
        """Whether a merged cell reaches over the first or the last row."""
        return any(
            one.top < first <= one.bottom or one.top <= last < one.bottom
            for one in self._areas
            if not blank(self._at(one.top, one.left))
        )

    def _at(self, number: int, index: int) -> Cell:
        row = self._rows.get(number)
        return row.at(index) if row else None

    def take(self, first: int, last: int) -> HeadingRows:
        """Rows as headings."""
        levels = [self._texts(number) for number in range(first, last + 1)]
        paths: dict[int, Path] = {}
        for index in sorted({index for level in levels for index in level}):
            texts = [level[index] for level in levels if index in level]
            paths[index] = tuple(text for n, text in enumerate(texts) if n == 0 or text != texts[n - 1])
        return HeadingRows(first, last, paths, self.ours)

    def _texts(self, number: int) -> dict[int, str]:
        return self._levels.get(number, {})

    @cached_property
    def _levels(self) -> dict[int, dict[int, str]]:
        """What stands in each column of each row, merged cells in all columns and rows that they cover."""
        levels = {
            number: {index: str(cell).strip() for index, cell in enumerate(row.cells) if not blank(cell)}
            for number, row in self._rows.items()
        }
        for area in self._areas:
            if blank(content := self._at(area.top, area.left)):
                continue
            for number in range(area.top, min(area.bottom, area.top + DEEPEST) + 1):
                row = dict.fromkeys(range(area.left, area.right + 1), str(content).strip())
                levels[number] = {**levels.get(number, {}), **row}
        return levels
