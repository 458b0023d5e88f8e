"""Writes a template as a Word file laid out as GB/T 9704 has it; the same text gives the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from services.gateway.casefile.zips import without_timestamps
from tools.paper_templates import lines
from tools.paper_templates.lines import Paragraph, Table

CREATED_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- Word's property has no zone; one text has the same bytes each time
BODY_FONT, TITLE_FONT, PAGE_FONT = "仿宋_GB2312", "方正小标宋简体", "宋体"
BODY, TITLE, CELL, PAGE = 16, 22, 14, 14
"""三号, 二号, 四号, 四号, in points (GB/T 9704-2012, from memory, medium confidence)."""
SPACING, CELL_SPACING = 28, 22
SIGNED = "签名"
INDENT, SIGNED_INDENT = 2 * BODY, 4 * BODY
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
TYPE_WIDTH = 156
"""The width of the type area, in mm: a page of 210 without its margins."""
UNUSED_PARTS = ("stylesWithEffects", "customXml", "thumbnail", "numbering")
STYLES = ("Normal", "Normal Table", "Table Grid", "Default Paragraph Font", "No List", "header", "footer")
TAGS = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
ALIGNMENTS = {
    lines.ORGAN: WD_ALIGN_PARAGRAPH.CENTER,
    lines.TITLE: WD_ALIGN_PARAGRAPH.CENTER,
    lines.NUMBER: WD_ALIGN_PARAGRAPH.CENTER,
    lines.SIGNING: WD_ALIGN_PARAGRAPH.RIGHT,
    lines.ADDRESSEE: WD_ALIGN_PARAGRAPH.LEFT,
    lines.LINE: WD_ALIGN_PARAGRAPH.LEFT,
    lines.TEXT: WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def template(text: str) -> bytes:
    """A template as a docx file."""
    document = _blank()
    blocks = lines.parse(text)
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            _table(document, block)
        else:
            _paragraph(document, block, keeps=_is_before_signing(blocks[place + 1 :]))
    return _to_bytes(document)


def _is_before_signing(later: Sequence[Paragraph | Table]) -> bool:
    """Whether the signature comes next: a page with a seal has words of the paper too (GB/T 9704-2012, 7.3.5.5)."""
    seen = (one for one in later if isinstance(one, Table) or not lines.ALONE.fullmatch(one.text))
    following = next(seen, None)
    return isinstance(following, Paragraph) and following.kind == lines.SIGNING


def _blank() -> Document:
    document = docx.Document()
    _slim(document)
    _font(document.styles["Normal"], BODY_FONT, BODY)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, Mm(width))
    section.footer_distance = Mm(28)
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    return document


def _slim(document: Document) -> None:
    """Leave out what python-docx's own template has and no paper needs: it is read each time that a paper is filled."""
    for owner in (document.part, document.part.package):
        for name, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in UNUSED_PARTS:
                del owner.rels[name]
    styles = document.styles.element
    for style in [one for one in styles.style_lst if one.name_val not in STYLES]:
        styles.remove(style)


def _font(owner: Any, name: str, size: int) -> None:
    owner.font.name, owner.font.size = name, Pt(size)
    owner.font.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), name)


def _page_number(paragraph: Any, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one letter from the outer edge (GB/T 9704-2012, 7.5)."""
    paragraph.alignment = alignment
    paragraph.paragraph_format.right_indent = paragraph.paragraph_format.left_indent = Pt(PAGE)
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text)
        _font(run, PAGE_FONT, PAGE)
        if text is None:
            _field(run, "PAGE")


def _field(run: Any, instruction: str) -> None:
    for kind in ("begin", None, "end"):
        element = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            element.text = instruction
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 -- python-docx has no name for fields


def _paragraph(document: Document, block: Paragraph, *, keeps: bool) -> None:
    paragraph = document.add_paragraph()
    if keeps:
        paragraph.paragraph_format.keep_with_next = True
    _lay_out(paragraph, ALIGNMENTS[block.kind], SPACING)
    if block.kind == lines.TEXT and not lines.ALONE.fullmatch(block.text):
        paragraph.paragraph_format.first_line_indent = Pt(INDENT)
    if block.kind == lines.SIGNING:
        paragraph.paragraph_format.right_indent = Pt(SIGNED_INDENT)
    _put(paragraph, _over_lines(block.text, "p"), block.kind)


def _over_lines(text: str, kind: str) -> str:
    """A tag that stands alone is one over whole paragraphs or rows, and leaves none of its own."""
    return text.replace("{%", f"{{%{kind}", 1) if lines.ALONE.fullmatch(text) else text


def _lay_out(paragraph: Any, alignment: WD_ALIGN_PARAGRAPH, spacing: int, *, exactly: bool = True) -> None:
    paragraph.alignment = alignment
    look = paragraph.paragraph_format
    look.space_before = look.space_after = Pt(0)
    look.line_spacing = Pt(spacing)
    look.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exactly else WD_LINE_SPACING.AT_LEAST


def _put(paragraph: Any, text: str, kind: str) -> None:
    """Text and tags, each in a run of its own: so a gap is one too."""
    for piece in filter(None, TAGS.split(text)):
        run = paragraph.add_run(piece)
        if kind == lines.TITLE:
            _font(run, TITLE_FONT, TITLE)


def _table(document: Document, block: Table) -> None:
    table = document.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Mm(TYPE_WIDTH * width / 100)
    for number, row in enumerate(block.rows):
        added = table.add_row()
        if block.is_list or any(SIGNED in one for one in row):
            _keep_whole(added, heads=block.is_list and number == 0)
        cells = added.cells
        texts = (_over_lines(row[0], "tr"), *([""] * (len(cells) - 1))) if len(row) == 1 else row
        for place, (cell, text, width) in enumerate(zip(cells, texts, block.widths, strict=True)):
            cell.width = Mm(TYPE_WIDTH * width / 100)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _cell(cell, text, label=place == 0)


def _keep_whole(row: Any, *, heads: bool) -> None:
    """A row of a list, or with a signature, stays on one page; the heading of a list stands again on each."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- python-docx has no name for these marks
    for mark in ("w:cantSplit", *(["w:tblHeader"] if heads else [])):
        properties.append(OxmlElement(mark))


def _cell(cell: Any, text: str, *, label: bool) -> None:
    for number, one in enumerate(text.split("//")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _lay_out(
            paragraph, WD_ALIGN_PARAGRAPH.CENTER if label else WD_ALIGN_PARAGRAPH.LEFT, CELL_SPACING, exactly=False
        )
        _put(paragraph, one.strip(), lines.LINE)
        for run in paragraph.runs:
            run.font.size = Pt(CELL)


def _to_bytes(document: Document) -> bytes:
    document.core_properties.created = document.core_properties.modified = CREATED_ON
    document.core_properties.author = document.core_properties.comments = ""
    out = BytesIO()
    document.save(out)
    return without_timestamps(out.getvalue())
