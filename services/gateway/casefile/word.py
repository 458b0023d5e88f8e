"""Papers as docx, for those who go on writing in them; gaps are highlighted."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt

from services.gateway.casefile.paper import Blank, Block, Paper, Paragraph, Signing, Table, TextLine
from services.gateway.casefile.zips import without_timestamps

FONT, SIZE, TITLE = "仿宋", 14, 20
INDENT = Pt(2 * SIZE)
CREATED_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- Word's property has no zone; one paper has the same bytes each time


def paper(one: Paper) -> bytes:
    """A paper as a docx file; the same paper gives the same bytes."""
    document = _blank()
    _put(document.add_paragraph(), (one.organ,), WD_ALIGN_PARAGRAPH.CENTER)
    heading = document.add_paragraph()
    _put(heading, (one.title,), WD_ALIGN_PARAGRAPH.CENTER)
    heading.runs[0].font.size, heading.runs[0].bold = Pt(TITLE), True
    if one.number:
        _put(document.add_paragraph(), one.number, WD_ALIGN_PARAGRAPH.RIGHT)
    for block in one.blocks:
        _block(document, block)
    return _to_bytes(document)


def _blank() -> Document:
    document = docx.Document()
    font = document.styles["Normal"].font
    font.name, font.size = FONT, Pt(SIZE)
    font.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    return document


def _block(document: Document, block: Block) -> None:
    match block:
        case Paragraph():
            added = document.add_paragraph()
            _put(added, block.line, WD_ALIGN_PARAGRAPH.JUSTIFY)
            added.paragraph_format.first_line_indent = INDENT if block.indented else None
        case Table():
            _table(document, block)
        case Signing():
            for one in block.lines:
                _put(document.add_paragraph(), one, WD_ALIGN_PARAGRAPH.RIGHT)


def _table(document: Document, block: Table) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in block.rows:
        cells = table.add_row().cells
        _put(cells[0].paragraphs[0], (label,))
        _put(cells[1].paragraphs[0], value)


def _put(paragraph: Any, line: TextLine, alignment: WD_ALIGN_PARAGRAPH | None = None) -> None:
    paragraph.alignment = alignment
    for piece in line:
        if isinstance(piece, Blank):
            paragraph.add_run(f"【待填：{piece.name}】").font.highlight_color = WD_COLOR_INDEX.YELLOW
        else:
            paragraph.add_run(piece)


def _to_bytes(document: Document) -> bytes:
    document.core_properties.created = document.core_properties.modified = CREATED_ON
    out = BytesIO()
    document.save(out)
    return without_timestamps(out.getvalue())
