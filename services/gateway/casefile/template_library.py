"""Which template a paper is filled by: the bureau's own that is in force on its day, else the one of the suite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from contracts.errors import Unknown

HOME = Path(__file__).parent / "templates" / "papers"
Editions = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class TemplateLibrary:
    """The templates of papers.

    editions  of each paper, from which day on which file; no file: the suite's own
    read      gives the bytes of a file by its hash. Raises Unknown
    """

    editions: Editions = field(default_factory=dict)
    read: Callable[[str], bytes] | None = None

    def template(self, paper: str, day: str | None) -> bytes:
        """The template of a paper on a day; None: as of now. A file that is gone gives way to the suite's own."""
        of_then = [one for one in self.editions.get(paper, ()) if day is None or one["from"] <= day]
        sha256 = of_then[-1]["sha256"] if of_then else None
        if sha256 is None or self.read is None:
            return default(paper)
        try:
            return self.read(sha256)
        except Unknown:  # Spoilt is one
            return default(paper)


@cache
def default(paper: str) -> bytes:
    """The template that comes with the suite."""
    return (HOME / f"{paper}.docx").read_bytes()
