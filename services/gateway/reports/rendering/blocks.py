"""What a report consists of, in its order: lines, tables, pictures. Word file, PDF and page are made of these alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

TITLE, SUBTITLE, HEADING, TEXT = "title", "subtitle", "heading", "text"
NOTE, CAPTION = "note", "caption"


@dataclass(frozen=True)
class TextLine:
    """A paragraph of one look: `TITLE`, `SUBTITLE`, `HEADING`, `TEXT`, `NOTE` or `CAPTION`."""

    kind: ClassVar[str] = "line"
    look: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A table; `widths` are shares in hundredths. Without `head` its first column names the rows."""

    kind: ClassVar[str] = "grid"
    caption: str
    widths: tuple[int, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """A picture as SVG, how wide it is in mm, and what it tells in words."""

    kind: ClassVar[str] = "picture"
    svg: str
    width: float
    told: str


Block = TextLine | Grid | Drawing
