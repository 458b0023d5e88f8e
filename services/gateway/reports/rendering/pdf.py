"""A report as PDF, and its pictures as PNG for the Word file, set by typst: the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from services.gateway.casefile.rendering import pdf
from services.gateway.reports.rendering.blocks import Block, Drawing

TYPESETTING = Path(__file__).parent / "report.typ"
DOTS = 200.0
"""Of a picture an inch: sharp in print, and some 40 KB."""
_DRAWING = (
    b"#set page(width: auto, height: auto, margin: 2pt)\n"
    b'#image(bytes(json(bytes(sys.inputs.svg))), format: "svg", width: 130mm)'
)
FACE = "Noto Sans CJK SC, SimHei, sans-serif"


def report_pdf(title: str, lang: str, blocks: Sequence[Block], preview: str) -> bytes:
    """A document of these blocks; `preview`: what stands across every page of it. Raises NoPdf."""
    plain = [_plain(one) for one in blocks]
    said = {"title": title, "lang": lang, "preview": preview, "blocks": plain}
    return pdf.typeset(_typesetting(), {"report": said})


def count_pages(body: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(BytesIO(body)).pages)


def png(picture: Drawing) -> bytes:
    """A picture as Word files have it. Raises NoPdf."""
    return pdf.typeset(_DRAWING, {"svg": with_letters(picture.svg)}, "png", DOTS)


def with_letters(svg: str) -> str:
    """A picture with the face of its letters: on a page the style sheet says it."""
    return svg.replace("<svg ", f'<svg font-family="{FACE}" color="black" ', 1)


def _plain(block: Block) -> dict[str, Any]:
    plain = asdict(block) | {"kind": block.kind}
    return plain | {"svg": with_letters(block.svg)} if isinstance(block, Drawing) else plain


@cache
def _typesetting() -> bytes:
    return TYPESETTING.read_bytes()
