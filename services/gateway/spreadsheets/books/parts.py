"""What a workbook's own parts say of its sheets: which there are, how their cells are formatted, their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from services.gateway.spreadsheets.books import texts
from services.gateway.spreadsheets.books.archive import WorkbookArchive

_MAIN = f"{{{SHEET_MAIN_NS}}}"
_REL_ID = f"{{{REL_NS}}}id"
_TRUE = ("1", "true")
_PICTURE = re.compile(rb"<(?:\w+:)?pic[ >]")
_COMMENT = re.compile(rb"<(?:\w+:)?comment[ >]")
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HALF_DAY = '上午/下午h"时"mm"分"'
CHINESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), _HALF_DAY),
    **dict.fromkeys((35, 56), f'{_HALF_DAY}ss"秒"'),
}
"""The formats that a Chinese Excel names by number alone (ECMA-376, 18.8.30); the library knows others' only."""


@dataclass(frozen=True)
class Leaf:
    """A sheet as the workbook names it, and the part in which it lies."""

    title: str
    hidden: bool
    part: str


@dataclass(frozen=True)
class Workbook:
    """What the sheets of a workbook share.

    formats  the number format of each style of a cell
    """

    leaves: tuple[Leaf, ...]
    formats: tuple[str, ...]
    texts: list[str]
    from_1904: bool


class NoWorkbook(Exception):
    """The archive holds no workbook."""


def read_workbook(archive: WorkbookArchive) -> Workbook:
    """What the parts say beside the sheets. Raises NoWorkbook, KeyError and what a broken part raises."""
    root = _target(archive, "", "/officeDocument")
    if not root:
        raise NoWorkbook
    book = fromstring(archive.read(root))
    properties = book.find(f"{_MAIN}workbookPr")
    styles, shared = _target(archive, root, "/styles"), _target(archive, root, "/sharedStrings")
    return Workbook(
        tuple(_leaves(archive, root, book)),
        _formats(fromstring(archive.read(styles))) if styles else (),
        texts.read(archive.read(shared)) if shared else [],
        properties is not None and properties.get("date1904") in _TRUE,
    )


def _relations(archive: WorkbookArchive, part: str) -> list[Any]:
    """What a part refers to within the archive; the archive itself is the part without a name."""
    path = get_rels_path(part) if part else "_rels/.rels"
    return list(get_dependents(archive, path)) if path in archive.names else []


def _target(archive: WorkbookArchive, part: str, kind: str) -> str:
    """The part of a kind to which a part refers; empty: to none."""
    targets = (str(one.target) for one in _relations(archive, part) if one.Type.endswith(kind))
    return next((one for one in targets if one in archive.names), "")


def _leaves(archive: WorkbookArchive, root: str, book: Any) -> Iterator[Leaf]:
    """The sheets that have cells, in their order."""
    parts = {one.Id: one.target for one in _relations(archive, root) if one.Type.endswith("/worksheet")}
    for sheet in book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        if sheet.get(_REL_ID) in parts:
            hidden = sheet.get("state", "visible") != "visible"
            yield Leaf(sheet.get("name", ""), hidden, parts[sheet.get(_REL_ID)])


def _formats(styles: Any) -> tuple[str, ...]:
    """The number format of each style: fonts and colours, of which some makers have odd ones, are not looked at."""
    own = {int(one.get("numFmtId")): one.get("formatCode", "") for one in styles.iter(f"{_MAIN}numFmt")}
    known = {**BUILTIN_FORMATS, **CHINESE_FORMATS, **own}
    ids = (int(one.get("numFmtId", 0)) for one in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"))
    return tuple(known.get(one, "General") for one in ids)


def count_pictures(archive: WorkbookArchive, leaf: Leaf) -> int:
    """How many pictures lie on a sheet."""
    drawing = _target(archive, leaf.part, "/drawing")
    return len(_PICTURE.findall(archive.read(drawing))) if drawing else 0


def count_comments(archive: WorkbookArchive, leaf: Leaf) -> int:
    """How many of its cells bear a comment."""
    comments = _target(archive, leaf.part, "/comments")
    return len(_COMMENT.findall(archive.read(comments))) if comments else 0
