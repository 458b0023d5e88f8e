"""The rows below the headings: which of them are rows of the table, and what is said of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.gateway.spreadsheets.books.book import SheetPage
from services.gateway.spreadsheets.grid import SheetRow, blank, compact
from services.gateway.spreadsheets.tables.table import Remark, name_rows, snippet

SUMS = frozenset({"合计", "总计", "小计", "共计", "累计", "本页合计", "本页小计", "total", "sum", "subtotal"})
_ABOUT = "填表|填报|制表|审核|审批|复核|报送|报出|统计|单位负责|分管领导|负责|经办|联系|领导"
_NOTE = re.compile(
    rf"[（(]?(注|备注|说明|填表说明|填报说明|填写说明|填表须知|附注|note|notes|({_ABOUT})[\w（）()]{{0,8}})\d*[:：]",
    re.IGNORECASE,
)
_NUMBER_NOTE = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,2}[)）.．、]")
_ORDINALS = "甲乙丙丁戊己庚辛壬癸"
FEWEST_ORDINALS = 3
"""Cells of a row that only numbers the columns."""
FEW = 2
"""A note fills one cell, or two."""


@dataclass(frozen=True)
class Body:
    """The rows below the headings of a sheet.

    numbering  the columns that only number the rows
    """

    page: SheetPage
    head: SheetRow
    numbering: frozenset[int]

    @cached_property
    def below(self) -> tuple[SheetRow, ...]:
        """Every row below the headings in which anything stands."""
        return tuple(row for row in self.page.rows if row.number > self.head.number)

    @cached_property
    def rows(self) -> tuple[SheetRow, ...]:
        """Those that are rows of the table."""
        apart = {row.number for rows in self._apart.values() for row in rows}
        return tuple(row for row in self.below if row.number not in apart)

    @cached_property
    def _apart(self) -> dict[str, list[SheetRow]]:
        """The rows that are none, by what they are."""
        notes = self._notes()
        kinds = {
            "column-numbers": [row for row in self.below[:1] if _numbers_columns(row)],
            "headings-again": [row for row in self.below if self._repeats_head(row)],
            "sum-rows": [row for row in self.below if _sums(row)],
            "notes-below": notes,
            "numbers-only": [row for row in self.below if not self._filled(row)],
        }
        seen, apart = set[int](), dict[str, list[SheetRow]]()
        for kind, rows in kinds.items():
            apart[kind] = [row for row in rows if row.number not in seen]
            seen |= {row.number for row in rows}
        return apart

    def _filled(self, row: SheetRow) -> list[int]:
        """The columns that are filled, those aside that only number the rows."""
        return [index for index, cell in enumerate(row.cells) if not blank(cell) and index not in self.numbering]

    def _repeats_head(self, row: SheetRow) -> bool:
        filled = [(compact(cell), index) for index, cell in enumerate(row.cells) if not blank(cell)]
        return len(filled) >= FEW and all(text == compact(self.head.at(index) or "") for text, index in filled)

    def _notes(self) -> list[SheetRow]:
        """What stands below the table and begins as notes do, to the end."""
        notes = list[SheetRow]()
        for row in reversed(self.below):
            if not _may_be_note(row):
                break
            notes.append(row)
        notes.reverse()
        first = next((n for n, row in enumerate(notes) if _NOTE.match(_first_text(row))), len(notes))
        return notes[first:]

    def remarks(self) -> Iterator[Remark]:
        """What is said of the rows that are none of the table."""
        for kind, rows in self._apart.items():
            if rows:
                numbers = name_rows([row.number for row in rows])
                en, zh = _SAYINGS[kind]
                text = snippet([_first_text(row) for row in rows])
                yield Remark(
                    kind,
                    en.format(numbers=numbers, text=text),
                    zh.format(numbers=numbers, text=text),
                    self.page.name,
                    rows[0].number,
                    count=len(rows),
                )


_SAYINGS = {
    "column-numbers": ("Row {numbers} numbers the columns: not read", "第 {numbers} 行为栏次编号，未读取"),
    "headings-again": ("Rows {numbers} repeat the headings: not read", "第 {numbers} 行为重复的标题，未读取"),
    "sum-rows": ("Rows {numbers} are sums ({text}): not imported", "第 {numbers} 行为合计行（{text}），未导入"),
    "notes-below": ("Rows {numbers} are notes ({text}): not imported", "第 {numbers} 行为表下说明（{text}），未导入"),
    "numbers-only": ("Rows {numbers} hold nothing but a number: no rows", "第 {numbers} 行仅有序号，不作为数据行"),
}


def _texts(row: SheetRow) -> list[str]:
    return [str(cell).strip() for cell in row.cells if not blank(cell)]


def _first_text(row: SheetRow) -> str:
    return next(iter(_texts(row)), "")


def _sums(row: SheetRow) -> bool:
    return compact(_first_text(row)) in SUMS


def _may_be_note(row: SheetRow) -> bool:
    texts = _texts(row)
    return len(texts) <= FEW or all(_NOTE.match(text) for text in texts)


def _numbers_columns(row: SheetRow) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3."""
    texts = [compact(text).strip("()") for text in _texts(row)]
    plain = [text for text in texts if text not in _ORDINALS]
    return len(texts) >= FEWEST_ORDINALS and plain == [str(n) for n in range(1, len(plain) + 1)] and _in_order(texts)


def _in_order(texts: Sequence[str]) -> bool:
    ordinals = [text for text in texts if text in _ORDINALS]
    return ordinals == list(_ORDINALS[: len(ordinals)]) == texts[: len(ordinals)]
