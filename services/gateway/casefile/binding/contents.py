"""The lines of the file's index."""

from __future__ import annotations

from dataclasses import dataclass

from services.gateway.casefile.fields.closing import ABSENT, contents_line


@dataclass(frozen=True)
class Entry:
    """A line of the index: which pages something has, counted from the first paper; none: it is no pages."""

    title: str
    first: int = 0
    pages: int = 0
    number: str = ""
    day: str = ""

    def line(self, number: int) -> dict[str, str]:
        """What the index's template shows."""
        return contents_line(number, self.title, self.number, self.day, self.range)

    @property
    def range(self) -> str:
        """The pages in words."""
        if not self.pages:
            return ABSENT
        last = self.first + self.pages - 1
        return str(self.first) if last == self.first else f"{self.first}—{last}"
