"""What the file's cover and index say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.gateway.casefile.case import CaseFile
from services.gateway.casefile.rendering.blocks import TITLE_SONG, Blocks, GridBlock, GridCell, Passage, TextBlock

COLUMNS = (("序号", 10.0), ("名称", 55.0), ("页次", 15.0), ("备注", 20.0))
SMALL = 14.0


@dataclass(frozen=True)
class Entry:
    """A line of the index: which pages something has, counted from the first paper; none: it is no pages."""

    title: str
    first: int = 0
    pages: int = 0
    remark: str = ""

    @property
    def range(self) -> str:
        """The pages in words."""
        if not self.pages:
            return "—"
        last = self.first + self.pages - 1
        return str(self.first) if last == self.first else f"{self.first}—{last}"


def cover(case: CaseFile, title: str) -> Blocks:
    """The cover: whose file it is, about whom and what, and how it stands."""
    organ, violation, party = (str(getattr(one, "name", one)) for one in (case.organ, case.violation, case.party))
    rows = (
        ("案由", violation),
        ("当事人", party),
        ("线索编号", case.name),
        ("决定书文号", str(case.decision.get("number") or "—")),
        ("立案日期", str(case.charge.get("filed_on") or "—")),
        ("结案日期", str(case.last("close").get("closed_on") or "—")),
        ("档案号", str(case.last("archive").get("file_number") or "—")),
    )
    heads = (_line(organ, 18), _line(""), _line(title, 26), _line(""))
    return (*heads, GridBlock((30.0, 70.0), tuple((_cell(label), _cell(value)) for label, value in rows)))


def index(entries: Sequence[Entry]) -> Blocks:
    """The index: every paper and every piece of evidence on its pages."""
    heads = tuple(_cell(name) for name, _ in COLUMNS)
    rows = (tuple(map(_cell, (str(number), one.title, one.range, one.remark))) for number, one in enumerate(entries, 1))
    return (_line("卷宗目录", 22), GridBlock(tuple(width for _, width in COLUMNS), (heads, *rows)))


def _line(text: str, size: float = 16.0) -> TextBlock:
    return TextBlock((Passage(text, size, TITLE_SONG, bold=True),) if text else (), "center")


def _cell(text: str) -> GridCell:
    return GridCell((TextBlock((Passage(text, SMALL),)),))
