"""The texts that a workbook's cells share, as their reader sees them: a raised 1 is ¹, and no further digit of 28."""

from __future__ import annotations

import io
from typing import Any

from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_MAIN = f"{{{SHEET_MAIN_NS}}}"
_RAISED = {
    "superscript": str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"),
    "subscript": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}


def read(part: bytes) -> list[str]:
    """The shared texts of a workbook, in their order. Raises what a broken part raises."""
    texts = []
    for _, node in iterparse(io.BytesIO(part)):
        if node.tag == f"{_MAIN}si":
            texts.append(_text(node))
            node.clear()
    return texts


def _text(node: Any) -> str:
    """A text of one piece, or of several in fonts of their own; how it is pronounced is no part of it."""
    pieces = [node.findtext(f"{_MAIN}t") or "", *(_piece(run) for run in node.iterfind(f"{_MAIN}r"))]
    return str(unescape("".join(pieces)))


def _piece(run: Any) -> str:
    text = run.findtext(f"{_MAIN}t") or ""
    place = run.find(f"{_MAIN}rPr/{_MAIN}vertAlign")
    return text.translate(_RAISED.get(place.get("val"), {})) if place is not None else text
