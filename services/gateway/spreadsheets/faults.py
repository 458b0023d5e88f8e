"""What can be wrong in a sheet: a fault names its row, its column and the way out, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.errors import Invalid
from contracts.refusals import NoSuchEvidence
from services.gateway.spreadsheets.grid import RowPlace

MOST_FAULTS = 1000


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    row      of which sheet, and its number there
    index    the column's, from 0; None: the sheet has no such column
    article  the source of the rule that refused it
    """

    row: RowPlace
    index: int | None
    heading: str
    step: str
    field: str
    slug: str
    en: str
    zh: str
    article: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As clients see it."""
        return {
            "sheet": self.row.page.title or None,
            "row": self.row.number,
            "column": None if self.index is None else letter(self.index),
            "heading": self.heading or None,
            "field": self.field or None,
            "step": self.step or None,
            "slug": self.slug,
            "en": self.en,
            "zh": self.zh,
            "article": self.article or None,
            "rows": 1,
        }


def letter(index: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def in_order(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Faults by row and column, as clients see them; after a thousand a person has seen enough.

    What is wrong for want of a column is the same in row after row: it stands there once, with in how many.
    """
    ranked = sorted(faults, key=lambda one: (one.row, one.index is None, one.index or 0))
    alike = Counter(_wanting(one) for one in ranked if _wanting(one))
    listed: dict[Any, dict[str, Any]] = {}
    for place, one in enumerate(ranked):
        listed.setdefault(_wanting(one) or place, one.to_dict() | {"rows": alike.get(_wanting(one), 1)})
    return list(listed.values())[:MOST_FAULTS]


def _wanting(one: Fault) -> tuple[Any, ...]:
    """What is the same of faults in a field for which a sheet has no column; empty: it has one."""
    same = (one.row.page, one.step, one.field, one.slug, one.en)
    return same if one.index is None and one.step and one.field else ()


class ImportRefused(Invalid):
    """The sheet has mistakes; nothing was imported."""

    slug, zh = "import-refused", "表格有误，未导入任何内容"

    def __init__(self, faults: Sequence[Fault], **counts: Any) -> None:
        """`counts` stand beside the faults."""
        super().__init__(f"{len({one.row for one in faults})} rows", errors=in_order(faults))
        self.faults, self._counts = faults, counts

    def to_dict(self) -> dict[str, Any]:
        """The problem with its counts."""
        return super().to_dict() | self._counts


class NotASheet(Invalid):
    """Neither an xlsx workbook nor a csv text."""

    slug, zh = "not-a-sheet", "不是 xlsx 工作簿或 csv 文本"


class EmptySheet(Invalid):
    """The sheet has no headings, or no rows below them."""

    slug, zh = "empty-sheet", "表格没有标题行或没有数据行"


class Misfilled(Invalid):
    """A cell is not filled in correctly."""

    entry = 0
    """Which entry of a list it is in, from 1; 0: the cell as a whole."""
    shown = ""
    """What a reader sees of the cell, where that differs from what it holds."""

    def words(self) -> tuple[str, str]:
        """English and Chinese, with what it is about."""
        about = "; ".join(map(str, self.about))
        sentences = (f"{self.message()[:-1]}: {about}", f"{self.zh}：{about}") if about else (self.message(), self.zh)
        if self.shown:
            sentences = f"{sentences[0]} (shown as {self.shown})", f"{sentences[1]}（显示为 {self.shown}）"
        return in_entry(self.entry, *sentences) if self.entry else sentences


def in_entry(number: int, en: str, zh: str, part: tuple[str, str] = ("", "")) -> tuple[str, str]:
    """What is wrong in an entry of a list, and in which of its values (English and Chinese title)."""
    return f"Entry {number}{part[0] and f', {part[0]}'}: {en}", f"第 {number} 条{part[1] and f'·{part[1]}'}：{zh}"


class NotADay(Misfilled):
    """Write the day as 2017-03-08 or 2017年3月8日; this could mean more than one day, or none."""

    slug, zh = "not-a-day", "日期请写作 2017-03-08 或 2017年3月8日，此写法有歧义或无效"


class NotAMoment(Misfilled):
    """Write the time as 2017-03-08 14:30."""

    slug, zh = "not-a-moment", "时间请写作 2017-03-08 14:30"


class NotANumber(Misfilled):
    """Write a whole number in digits, such as 28."""

    slug, zh = "not-a-number", "应为整数，如 28"


class NotDegrees(Misfilled):
    """Write degrees as a decimal number such as 120.353."""

    slug, zh = "not-degrees", "应为十进制度数，如 120.353"


class NotAFlag(Misfilled):
    """Write 是 or 否; √ and × are understood too."""

    slug, zh = "not-a-flag", "请填 是 或 否（√、× 亦可）"


class NotAChoice(Misfilled):
    """Not one of the words of this column."""

    slug, zh = "not-a-choice", "不在可选词之内"


class Reshaped(Misfilled):
    """The spreadsheet has made a date or a rounded number of this text; format the cell as text, write it again."""

    slug, zh = "reshaped", "电子表格已将文字改成日期或近似数，请将单元格设为文本后重填"


class NotCharacters(Misfilled):
    """The cell holds what is no character; copy its text again, without it."""

    slug, zh = "not-characters", "单元格含有不是文字的字符，请去掉后重填"


class ShownOtherwise(Misfilled):
    """The cell shows something else than it holds; format it as text and write what is meant."""

    slug, zh = "shown-otherwise", "单元格所显示的与所存的不同，请将单元格设为文本后重填"


class BadCell(Misfilled):
    """The cell holds an error, or a formula whose value was not stored."""

    slug, zh = "bad-cell", "单元格为错误值，或公式未存结果"


class NoSuchUnit(Misfilled):
    """No unit has this code or name."""

    slug, zh = "no-such-unit", "名册中没有此编号或名称的单位"


class ManyUnits(Misfilled):
    """Several units bear this name; write the code."""

    slug, zh = "many-units", "多个单位同名，请填单位编号"


class NoSuchFile(Misfilled, NoSuchEvidence):
    """You have not handed in a file of this name; upload it first, or write its SHA-256."""

    zh = "您未上传过此名称的文件，请先上传或填写 SHA-256"


class ManyFiles(Misfilled):
    """You handed in different files under this name; write the SHA-256 of the one you mean."""

    slug, zh = "many-files", "您以此名称上传过不同文件，请填写所指文件的 SHA-256"


class UnknownHeading(Misfilled):
    """There is no such column in this register; the template lists them all."""

    slug, zh = "unknown-heading", "本台账没有此栏目，请参照模板"


class NoHeading(Misfilled):
    """Cells are filled in a column without a heading."""

    slug, zh = "no-heading", "有内容的列缺少标题"


class DoubleHeading(Misfilled):
    """Two columns mean the same field; write the step before the heading, or leave one out."""

    slug, zh = "double-heading", "两列指向同一栏目，请在标题前注明步骤或删去一列"


class NotBySheet(Misfilled):
    """A list whose entries hold lists of entries cannot be imported by sheet; enter it in the record."""

    slug, zh = "not-by-sheet", "明细中还有明细的列表不能用表格导入，请在记录中填写"


class DoubleRow(Misfilled):
    """Another row of this sheet opens the same record."""

    slug, zh = "double-row", "表内另一行登记了同一记录"


class Changed(Misfilled):
    """It was recorded before with other content; a sheet does not correct, correct it in the record."""

    slug, zh = "changed", "此前已按其他内容登记；表格不作更正，请在记录中更正"


class HiddenContent(Misfilled):
    """Something is filled in that is hidden. Say hidden=take to import it, or hidden=leave to pass over it."""

    slug, zh = "hidden-content", "隐藏处有内容；请选择 hidden=take（一并导入）或 hidden=leave（不导入）"


class NoTable(Misfilled):
    """No headings of this register stand in this sheet; name the sheets that are to be read with `sheets`."""

    slug, zh = "no-table", "此工作表中没有本台账的栏目标题；请用 sheets 指明要读取的工作表"


class SharedQuantity(Misfilled):
    """A number was merged over several rows: say in each row how much of it is the row's own."""

    slug, zh = "shared-quantity", "数字合并在多行之上，请取消合并并逐行填写各自的数量"


class NotARecord(Misfilled):
    """No record can have this id."""

    slug, zh = "not-a-record", "不是有效的记录编号"
