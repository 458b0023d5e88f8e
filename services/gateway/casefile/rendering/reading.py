"""Reads a document (docx) back as blocks: the page and the PDF show what the Word file says, and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby, takewhile
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run

from services.gateway.casefile.rendering.blocks import (
    BODY,
    FANG,
    GAP,
    HEI,
    KAI,
    SONG,
    TITLE_SONG,
    Blocks,
    GridBlock,
    GridCell,
    Passage,
    TextBlock,
)

ALIGNMENTS = {
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "justify",
    WD_ALIGN_PARAGRAPH.DISTRIBUTE: "justify",
}
FACES = (
    ("小标宋", TITLE_SONG),
    ("仿宋", FANG),
    ("FangSong", FANG),
    ("黑", HEI),
    ("Hei", HEI),
    ("楷", KAI),
    ("Kai", KAI),
    ("宋", SONG),
    ("Song", SONG),
    ("SimSun", SONG),
)
"""Which face a font's name means, the first that fits."""
HEADING_LEAST = 20.0
"""From how many points a centred line is the title."""
CONTINUED = "continue"
OFF = ("0", "false", "off")


def blocks(body: bytes) -> Blocks:
    """All that a document says. Raises what python-docx does where it is none: callers check what others hand in."""
    return tuple(_blocks(docx.Document(BytesIO(body))))


def _blocks(document: Document) -> Iterator[TextBlock | GridBlock]:
    for one in document.iter_inner_content():
        yield _grid(one) if isinstance(one, DocxTable) else _text(one)


def _text(paragraph: DocxParagraph) -> TextBlock:
    spans = tuple(_spans(paragraph))
    look = paragraph.paragraph_format
    align = _align(paragraph)
    size = max((one.size for one in spans), default=BODY)
    return TextBlock(
        spans,
        align,
        first=_points(look.first_line_indent),
        left=_points(look.left_indent),
        right=_points(look.right_indent),
        heading=_named_heading(paragraph) or (align == "center" and size >= HEADING_LEAST),
        keeps=bool(look.keep_with_next),
        new_page=bool(look.page_break_before) or 'w:type="page"' in paragraph._p.xml,  # noqa: SLF001 -- python-docx has no name for it
    )


def _named_heading(paragraph: DocxParagraph) -> bool:
    name = paragraph.style.name if paragraph.style else None
    return (name or "").startswith(("Title", "Heading 1", "标题"))


def _align(paragraph: DocxParagraph) -> str:
    looks = (paragraph.paragraph_format, *(style.paragraph_format for style in _styles(paragraph.style)))
    chosen = next((one.alignment for one in looks if one.alignment is not None), None)
    return ALIGNMENTS.get(chosen, "left") if chosen is not None else "left"


def _spans(paragraph: DocxParagraph) -> Iterator[Passage]:
    """Texts of one look; Word cuts runs where nobody sees a difference."""
    looks = [(one.text, _look(one, paragraph)) for one in paragraph.runs if one.text]
    for look, texts in groupby(looks, key=lambda one: one[1]):
        text = "".join(one for one, _ in texts)
        size, face, bold, underlined, marked = look
        yield Passage(text, size, face, bold, underlined, gap=marked and GAP.search(text) is not None)


def _look(run: Run, paragraph: DocxParagraph) -> tuple[float, str, bool, bool, bool]:
    fonts = [run.font, *(style.font for style in (*_styles(run.style), *_styles(paragraph.style)))]
    size = next((one.size.pt for one in fonts if one.size is not None), BODY)
    bold = next((one.bold for one in fonts if one.bold is not None), False)
    underlined = next((one.underline for one in fonts if one.underline is not None), False)
    marked = run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    return size, _face(fonts), bool(bold), bool(underlined), marked


def _face(fonts: list[Any]) -> str:
    names = (_east_asian(one) or one.name for one in fonts)
    name = next(filter(None, names), "")
    return next((face for part, face in FACES if part in name), FANG)


def _east_asian(font: Any) -> str | None:
    properties = font.element.rPr
    fonts = properties.rFonts if properties is not None else None
    return fonts.get(qn("w:eastAsia")) if fonts is not None else None


def _styles(style: Any) -> Iterator[Any]:
    """A style and those that it stands on."""
    seen: list[Any] = []
    while style is not None and style.style_id not in seen:
        seen.append(style.style_id)
        yield style
        style = style.base_style


def _points(length: Any) -> float:
    return float(length.pt) if length is not None else 0.0


# --- tables -----------------------------------------------------------------------------------------------------------


def _grid(table: DocxTable) -> GridBlock:
    rows = [list(_row(one)) for one in table._tbl.tr_lst]  # noqa: SLF001 -- cells as they stand, not as they are repeated
    widths = [one.w.pt if one.w is not None else 0.0 for one in table._tbl.tblGrid.gridCol_lst]  # noqa: SLF001 -- the same
    total = sum(widths)
    even = 100 / max(1, len(widths))
    shares = tuple(100 * one / total if total else even for one in widths)
    cells = tuple(tuple(_cells(rows, number, table)) for number in range(len(rows)))
    marked = [_marks(one) for one in table._tbl.tr_lst]  # noqa: SLF001 -- python-docx has no name for these marks
    whole = tuple(number for number, marks in enumerate(marked) if "cantSplit" in marks)
    return GridBlock(shares, cells, _heads(cells, marked), whole)


def _heads(cells: tuple[tuple[GridCell, ...], ...], marked: list[set[str]]) -> int:
    """How many first rows are the heading; none where there is no other, or a cell of theirs goes on below them."""
    heads = len(list(takewhile(lambda marks: "tblHeader" in marks, marked)))
    goes_on = any(number + one.rows > heads for number, row in enumerate(cells[:heads]) for one in row)
    return 0 if goes_on or heads == len(cells) else heads


def _marks(row: Any) -> set[str]:
    """What is marked of a row, by Word's names."""
    marks = row.trPr if row.trPr is not None else ()
    return {one.tag.rpartition("}")[2] for one in marks if one.get(qn("w:val"), "1") not in OFF}


def _row(row: Any) -> Iterator[tuple[int, Any]]:
    """Cells with the column at which each begins."""
    column = 0
    for cell in row.tc_lst:
        yield column, cell
        column += cell.grid_span


def _cells(rows: list[list[tuple[int, Any]]], number: int, table: DocxTable) -> Iterator[GridCell]:
    for column, cell in rows[number]:
        if cell.vMerge != CONTINUED:
            paragraphs = (DocxParagraph(one, table) for one in cell.iter(qn("w:p")))
            below = _height(rows[number + 1 :], column) if cell.vMerge else 0
            yield GridCell(tuple(map(_text, paragraphs)), cell.grid_span, 1 + below)


def _height(rows: list[list[tuple[int, Any]]], column: int) -> int:
    """How many rows below go on with a cell."""
    height = 0
    for row in rows:
        if not any(at == column and cell.vMerge == CONTINUED for at, cell in row):
            break
        height += 1
    return height
