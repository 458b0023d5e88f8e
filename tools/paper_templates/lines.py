"""What the lines of a template mean: the text of each paper, with the pieces that it shares put in.

^ organ   # title   = number   > addressee   < signing   ~ a line that is not indented   |: widths of a table
| cells of a row, whose own lines are parted by //   {% … %} alone on a line holds for whole lines or rows
[name] a piece; anything else is running text
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.paper_templates.texts import pieces

ORGAN, TITLE, NUMBER, ADDRESSEE, SIGNING, LINE, TEXT = "^", "#", "=", ">", "<", "~", ""
KINDS = (ORGAN, TITLE, NUMBER, ADDRESSEE, SIGNING, LINE)
PIECE = re.compile(r"\[([^\[\]\s]+)\]")
ALONE = re.compile(r"\{%\s*(\w+)[^{}]*%\}")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of one kind."""

    kind: str
    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells of one width each, in hundredths of the whole; a row of a lone text is a tag over whole rows."""

    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_list(self) -> bool:
        """Whether its first row is the heading of entries, and no entry."""
        first, *later = self.rows
        return len(first) > 1 and bool(later) and later[0][0].startswith("{% for")


def parse(text: str) -> list[Paragraph | Table]:
    """The paragraphs and tables of a template."""
    lines = [one.strip() for one in whole_text(text).splitlines() if one.strip()]
    return list(_blocks(lines))


def whole_text(text: str) -> str:
    """The text with its pieces, and theirs, in it."""
    known = pieces()
    while PIECE.search(text):
        text = PIECE.sub(lambda match: known[match[1]], text)
    return text


def _blocks(lines: list[str]) -> Iterator[Paragraph | Table]:
    place = 0
    while place < len(lines):
        if lines[place].startswith("|:"):
            end = _end_of_table(lines, place + 1)
            widths = tuple(int(one) for one in lines[place][2:].split())
            yield Table(widths, tuple(_row(one) for one in lines[place + 1 : end]))
            place = end
        else:
            yield _paragraph(lines[place])
            place += 1


def _end_of_table(lines: list[str], place: int) -> int:
    """Where a table ends: at the first line that is neither a row nor a tag over rows of it."""
    depth = 0
    while place < len(lines):
        tag = ALONE.fullmatch(lines[place])
        opens = bool(tag) and place + 1 < len(lines) and _is_row(lines[place + 1]) and tag[1] in ("if", "for")  # type: ignore[index]
        if not _is_row(lines[place]) and not opens and not (tag and depth):
            break
        depth += 1 if opens else -1 if tag and tag[1].startswith("end") else 0
        place += 1
    return place


def _is_row(line: str) -> bool:
    return line.startswith("|") and not line.startswith("|:")


def _row(line: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in line[1:].split("|")) if line.startswith("|") else (line,)


def _paragraph(line: str) -> Paragraph:
    kind = next((one for one in KINDS if line.startswith(one)), TEXT)
    return Paragraph(kind, line.removeprefix(kind).strip())
