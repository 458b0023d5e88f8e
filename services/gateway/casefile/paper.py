"""What a paper is made of, whatever it is written as: lines in which what the record does not say is a gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Fill:
    """Where it is entered what a paper lacks: a field of a step of the case, or another register."""

    step: str = ""
    field: str = ""
    register: str = ""


@dataclass(frozen=True)
class Blank:
    """Something that the paper needs and the record does not say, and where it would be said, where that is known."""

    name: str
    fills: Fill | None = None

    def __str__(self) -> str:
        """How it stands in a paper: whoever reads the paper sees what is missing."""
        return f"【待填：{self.name}】"


Piece = str | Blank
TextLine = tuple[Piece, ...]


def need(value: str | None, name: str) -> Piece:
    """What was said, or the gap where it should be."""
    return value or Blank(name)


def line(*pieces: Piece | None) -> TextLine:
    """A line; what is None is left out."""
    return tuple(piece for piece in pieces if piece)


@dataclass(frozen=True)
class Paragraph:
    """Running text, its first line indented but where it names whom the paper speaks to."""

    kind: ClassVar[str] = "paragraph"
    line: TextLine
    indented: bool = True


@dataclass(frozen=True)
class Table:
    """Rows of a label and what stands beside it."""

    kind: ClassVar[str] = "table"
    rows: tuple[tuple[str, TextLine], ...]


@dataclass(frozen=True)
class Signing:
    """Lines at the end, to the right: who signs, and when."""

    kind: ClassVar[str] = "signing"
    lines: tuple[TextLine, ...]


Block = Paragraph | Table | Signing


@dataclass(frozen=True)
class Paper:
    """One paper of a case.

    name    its name in addresses
    organ   the body that makes it
    number  its number, where such papers have one
    draft   whether the step that it belongs to was not taken yet
    """

    name: str
    title: str
    organ: Piece
    blocks: tuple[Block, ...]
    number: TextLine = ()
    draft: bool = False

    @property
    def gaps(self) -> list[str]:
        """What is missing, each once, in the paper's order."""
        lines = ((self.organ,), self.number, *(one for block in self.blocks for one in _lines(block)))
        return list(dict.fromkeys(piece.name for one in lines for piece in one if isinstance(piece, Blank)))


def _lines(block: Block) -> Iterator[TextLine]:
    match block:
        case Paragraph():
            yield block.line
        case Table():
            yield from (value for _, value in block.rows)
        case Signing():
            yield from block.lines
