"""Fills a template (docx) with the fields of a case; the same template and fields give the same bytes."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from services.gateway.casefile.rendering.language import BEGIN, END, FieldEnvironment
from services.gateway.casefile.zips import without_timestamps

CREATED_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- Word's property has no zone; one paper has the same bytes each time
PROPERTIES = ("author", "comments", "identifier", "keywords", "last_modified_by", "subject", "title", "category")
"""What Word notes about a file, and no paper tells."""
GAP = re.compile(f"({BEGIN}.*?{END})", re.DOTALL)


def fill(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The document, its gaps highlighted. Raises what docxtpl does of a template that was not looked into before."""
    document = DocxTemplate(BytesIO(template))
    document.init_docx()
    _forget(document.docx.core_properties)
    document.render(dict(values), FieldEnvironment())
    for run in [one for one in document.docx.element.body.iter(qn("w:r")) if BEGIN in "".join(one.itertext())]:
        _mark(run)
    out = BytesIO()
    document.save(out)
    return without_timestamps(out.getvalue())


def source(template: bytes) -> str:
    """The text of a template as its tags are read, marking and all. Raises what docxtpl does of what is no template."""
    document = DocxTemplate(BytesIO(template))
    document.init_docx()
    text: str = document.patch_xml(document.get_xml())
    return text


def _forget(properties: Any) -> None:
    for name in PROPERTIES:
        setattr(properties, name, "")
    properties.created = properties.modified = CREATED_ON


def _mark(run: Any) -> None:
    """Put each gap of a run into one of its own, highlighted."""
    look = run.find(qn("w:rPr"))
    for part in _parts(run):
        text = "".join(part.itertext())
        piece = OxmlElement("w:r")
        if look is not None:
            piece.append(copy.deepcopy(look))
        if BEGIN in text:
            piece.get_or_add_rPr().highlight_val = WD_COLOR_INDEX.YELLOW
            part.text = text.strip(BEGIN + END)
        piece.append(part)
        run.addprevious(piece)
    run.getparent().remove(run)


def _parts(run: Any) -> Iterator[Any]:
    """What stands in a run, texts cut where a gap begins and ends."""
    for child in run:
        if child.tag == qn("w:t"):
            for text in filter(None, GAP.split(child.text or "")):
                part = OxmlElement("w:t")
                part.text = text
                part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                yield part
        elif child.tag != qn("w:rPr"):
            yield copy.deepcopy(child)
