"""A report as a Word file, laid out as GB/T 9704 has official papers; the same blocks give the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from services.gateway.casefile.zips import without_timestamps
from services.gateway.reports.rendering.blocks import (
    CAPTION,
    HEADING,
    NOTE,
    SUBTITLE,
    TEXT,
    TITLE,
    Block,
    Drawing,
    Grid,
    TextLine,
)

CREATED_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- Word's property has no zone; one report has the same bytes each time
FANG, XIAOBIAOSONG, HEI, KAI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
LOOKS = {
    TITLE: (XIAOBIAOSONG, 22),
    SUBTITLE: (KAI, 14),
    HEADING: (HEI, 16),
    TEXT: (FANG, 16),
    NOTE: (FANG, 10.5),
    CAPTION: (KAI, 10.5),
}
STYLED = {TITLE: "Title", HEADING: "Heading 1"}
"""What a reader's outline has: named as Word names it, looking as official papers do."""
CELL, SHADE = 10.5, "F0F0F0"
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
TYPE_WIDTH = 156
"""The width of the type area, in mm: a page of 210 without its margins."""


def report_docx(title: str, blocks: Sequence[Block], pictures: Mapping[str, bytes], preview: str) -> bytes:
    """A document of these blocks; `pictures` has each as PNG by its SVG, `preview` what stands above every page."""
    document = _blank(title, preview)
    for one in blocks:
        if isinstance(one, TextLine):
            _line(document, one)
        elif isinstance(one, Grid):
            _grid(document, one)
        else:
            _picture(document, one, pictures[one.svg])
    return _to_bytes(document)


def _blank(title: str, preview: str) -> Document:
    document = docx.Document()
    properties = document.core_properties
    properties.created = properties.modified = CREATED_ON
    properties.author = properties.comments = ""
    properties.title = title
    for name in ("Normal", "Title", "Heading 1"):
        _font(document.styles[name], FANG, LOOKS[TEXT][1])
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, Mm(width))
    section.footer_distance = Mm(28)
    _page_number(section.footer.paragraphs[0])
    if preview:
        section.header.paragraphs[0].add_run(preview)
        section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    return document


def _font(of: Any, name: str, size: float) -> None:
    """A font for both scripts, of a style or of a run: black, and bold only where its face is."""
    of.font.name, of.font.size, of.font.bold = name, Pt(size), False
    properties = of.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), name)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    color = properties.find(qn("w:color"))
    if color is not None:
        properties.remove(color)


def _page_number(paragraph: Any) -> None:
    """The page's number between two dashes."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001 -- python-docx has no name for a field
    paragraph.add_run(" —")


def _line(document: Document, line: TextLine) -> None:
    paragraph = document.add_paragraph(style=STYLED.get(line.look, "Normal"))
    look = paragraph.paragraph_format
    look.space_before = look.space_after = Pt(
        12 if line.look in (TITLE, SUBTITLE) else 6 if line.look == HEADING else 0
    )
    look.keep_with_next = line.look == HEADING
    if line.look in (TITLE, SUBTITLE, CAPTION):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if line.look == TITLE:
        _without_rule(paragraph)
    if line.look == TEXT:
        look.first_line_indent, look.line_spacing = Pt(32), Pt(28)
    _font(paragraph.add_run(line.text), *LOOKS[line.look])


def _without_rule(paragraph: Any) -> None:
    """Word's own title has a line below it."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- python-docx has no name for borders
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "nil")
    borders.append(bottom)
    properties.append(borders)


def _grid(document: Document, grid: Grid) -> None:
    table = document.add_table(rows=0, cols=len(grid.widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(TYPE_WIDTH * width / 100)
    if grid.head:
        _row(table, grid, grid.head, head=True)
    for texts in grid.rows:
        _row(table, grid, texts, head=False)
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)


def _row(table: Any, grid: Grid, texts: Sequence[str], *, head: bool) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- python-docx has no name for what follows
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for place, (cell, text, width) in enumerate(zip(row.cells, texts, grid.widths, strict=True)):
        cell.width = Mm(TYPE_WIDTH * width / 100)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for number, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            _font(paragraph.add_run(line), HEI if head or (place == 0 and not grid.head) else FANG, CELL)
        if head:
            _shade(cell)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 -- python-docx has no name for shading


def _picture(document: Document, picture: Drawing, body: bytes) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(BytesIO(body), width=Mm(picture.width))
    shape._inline.docPr.set("descr", picture.told)  # noqa: SLF001 -- python-docx has no name for what a picture tells


def _to_bytes(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return without_timestamps(out.getvalue())
