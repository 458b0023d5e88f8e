"""What stands in a document, as the page and the PDF show it: texts with their look, and grids of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

BODY = 16.0
"""三号, in points: what text has that says nothing else (GB/T 9704-2012, 5.2.2) [from memory]."""
FANG, TITLE_SONG, SONG, HEI, KAI = "fang", "title", "song", "hei", "kai"
"""仿宋, 小标宋, 宋体, 黑体, 楷体: which face a text has, whatever its font is called."""
GAP = re.compile("【待填：(.*?)】")


@dataclass(frozen=True)
class Passage:
    """Text of one look, `size` in points; a gap is what still has to be filled in."""

    text: str
    size: float = BODY
    face: str = FANG
    bold: bool = False
    underlined: bool = False
    gap: bool = False


@dataclass(frozen=True)
class TextBlock:
    """A paragraph; indents in points.

    heading      whether it is the title of the paper
    new_page     whether it begins a page
    keeps        whether it stays on the page of what follows
    """

    kind: ClassVar[str] = "text"
    spans: tuple[Passage, ...]
    align: str = "left"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    heading: bool = False
    new_page: bool = False
    keeps: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(one.text for one in self.spans)


@dataclass(frozen=True)
class GridCell:
    """A cell, over how many columns and rows it goes."""

    blocks: tuple[TextBlock, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class GridBlock:
    """A table; `widths` are the shares of its columns, in hundredths of the whole.

    heads  how many of its first rows are its heading, which stands again on each page
    whole  the numbers, from 0, of the rows that stay on one page
    """

    kind: ClassVar[str] = "grid"
    widths: tuple[float, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    heads: int = 0
    whole: tuple[int, ...] = ()


Blocks = tuple[TextBlock | GridBlock, ...]


def texts(blocks: Blocks) -> Iterator[TextBlock]:
    """Every paragraph, those in cells too, in their order."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield block
        else:
            yield from (one for row in block.rows for cell in row for one in cell.blocks)


def gaps(blocks: Blocks) -> list[str]:
    """What is still to be filled in, each once, in the order of the paper."""
    spans = (span for block in texts(blocks) for span in block.spans if span.gap)
    return list(dict.fromkeys(name for span in spans for name in GAP.findall(span.text)))
