"""The tables of a workbook: in which sheets they are, and what is said of the other sheets."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from services.gateway.spreadsheets.books.book import Book, SheetPage
from services.gateway.spreadsheets.faults import Fault, HiddenContent, Misfilled, NoTable, letter
from services.gateway.spreadsheets.field_columns import same
from services.gateway.spreadsheets.grid import RowPlace, SheetRow, blank
from services.gateway.spreadsheets.tables import headings, merging
from services.gateway.spreadsheets.tables.body import Body
from services.gateway.spreadsheets.tables.choice import LEAVE, TAKE, SheetChoice
from services.gateway.spreadsheets.tables.headings import HeadingRows
from services.gateway.spreadsheets.tables.table import MOST_NAMED, Remark, SheetTable, name_rows, snippet

NUMBERING = frozenset({"序号", "序", "行号", "顺序号", "no", "no.", "№", "#"})
"""Headings of columns that only number the rows, where the register has none of that name."""


@dataclass
class Tables:
    """The tables that were found, and what is said of the sheets that have none."""

    tables: list[SheetTable] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def all_faults(self) -> list[Fault]:
        """What keeps sheets from being read."""
        return [*self.faults, *(one for table in self.tables for one in table.faults)]

    @property
    def all_remarks(self) -> list[Remark]:
        """Whatever is said of the sheets, in their order."""
        remarks = [*self.remarks, *(one for table in self.tables for one in table.remarks)]
        return sorted(remarks, key=lambda one: one.page)


def find(
    book: Book, ours: Collection[str], choice: SheetChoice, explanations: Collection[tuple[str, ...]] = ()
) -> Tables:
    """The tables of a book.

    ours          the headings that have a meaning, as they are compared
    explanations  the headings of the sheets by which our templates explain themselves
    """
    found, heads = Tables(), {page.name: headings.find(page, ours) for page in book.pages}
    sure = any(one is not None and one.plausible for one in heads.values())
    sole = len(book.pages) == 1
    for page in book.pages:
        head = heads[page.name] or (headings.first_row(page, ours) if sole else None)
        if remark := _passing(page, head, choice, explanations):
            found.remarks.append(remark)
        elif head is None or (sure and not head.plausible):
            found.faults.append(_fault(page, head, NoTable(page.name.title)))
        elif page.hidden and not choice.names(page) and choice.hidden != TAKE:
            found.faults.append(_fault(page, head, HiddenContent(page.name.title)))
        else:
            found.tables.append(_table(page, head, choice))
    return found


def _fault(page: SheetPage, head: HeadingRows | None, wrong: Misfilled) -> Fault:
    first = head.first if head else page.rows[0].number
    return Fault(RowPlace(page.name, first), None, "", "", "", wrong.slug, *wrong.words())


def _passing(
    page: SheetPage, head: HeadingRows | None, choice: SheetChoice, explanations: Collection[tuple[str, ...]]
) -> Remark | None:
    """Why a sheet is passed over; None: it is not."""
    if choice.names(page):
        return None
    reasons = (
        ("sheet-not-chosen", bool(choice.sheets), "was not chosen", "未选择"),
        ("sheet-empty", not page.rows, "is empty", "为空"),
        ("sheet-without-table", head is None, f"holds no table: {_text(page)}", f"中没有表格，未读取：{_text(page)}"),
        ("sheet-of-ours", _explains(page, explanations), "explains how to fill in the others", "为填写说明，未读取"),
        ("sheet-hidden", page.hidden and not _asks(head, choice), "is hidden: not read", "已隐藏，未读取"),
    )
    title = page.name.title
    remarks = (
        Remark(slug, f"Sheet {title} {en}", f"工作表“{title}”{zh}", page.name) for slug, so, en, zh in reasons if so
    )
    return next(remarks, None)


def _text(page: SheetPage) -> str:
    return snippet([str(cell) for row in page.rows[:MOST_NAMED] for cell in row.cells if not blank(cell)])


def _explains(page: SheetPage, explanations: Collection[tuple[str, ...]]) -> bool:
    return bool(page.rows) and page.rows[0].cells in explanations


def _asks(head: HeadingRows | None, choice: SheetChoice) -> bool:
    """Whether it is worth asking about a hidden sheet: it has our headings, and nothing was chosen yet."""
    return choice.hidden != LEAVE and head is not None and head.plausible


def _table(page: SheetPage, head: HeadingRows, choice: SheetChoice) -> SheetTable:
    """The table of a sheet, without what is passed over."""
    row = head.row(page)
    numbering = frozenset(
        index
        for index, cell in enumerate(row.cells)
        if cell is not None and index not in head.meanings and same(str(cell)) in NUMBERING
    )
    body = Body(page, row, numbering)
    hidden = _Hidden(page, body, choice.hidden)
    merges = merging.spread(hidden.rows, page.areas)
    without = numbering | hidden.columns_left
    return SheetTable(
        _without(row, without),
        head.first,
        tuple(_without(one, without) for one in merges.rows),
        merges.shared,
        (*_remarks(page, row, head, numbering), *body.remarks(), *merges.remarks, *hidden.remarks()),
        tuple(hidden.faults()),
    )


def _without(row: SheetRow, columns: Collection[int]) -> SheetRow:
    """A row without some columns."""
    if not columns:
        return row
    return replace(row, cells=tuple(None if n in columns else cell for n, cell in enumerate(row.cells)))


def _remarks(page: SheetPage, row: SheetRow, head: HeadingRows, numbering: Collection[int]) -> Iterator[Remark]:
    above = [one for one in page.rows if one.number < head.first]
    if above:
        text = snippet([str(next(cell for cell in one.cells if not blank(cell))) for one in above])
        numbers = name_rows([one.number for one in above])
        en, zh = f"Rows above the headings are not read: {numbers} ({text})", f"标题以上各行未读取：{numbers}（{text}）"
        yield Remark("rows-above", en, zh, page.name, above[0].number, count=len(above))
    if head.last > head.first:
        en, zh = f"Rows {head.first}-{head.last} are the headings", f"第 {head.first}-{head.last} 行作为标题"
        yield Remark("heading-rows", en, zh, page.name, head.first, count=head.last - head.first + 1)
    for index in sorted(numbering):
        en, zh = f"Column {letter(index)} {row.at(index)} only numbers the rows: not read", f"“{row.at(index)}”列未读取"
        yield Remark("numbering", en, zh, page.name, head.last, index)
    if page.pictures:
        en = f"{page.pictures} pictures lie on the sheet: not imported, upload them and name them"
        zh = f"表中有 {page.pictures} 张图片，未导入；请另行上传并填写文件名"
        yield Remark("pictures", en, zh, page.name, count=page.pictures)
    if page.comments:
        en, zh = f"{page.comments} comments are not imported", f"表中有 {page.comments} 条批注，未导入"
        yield Remark("comments", en, zh, page.name, count=page.comments)


@dataclass(frozen=True)
class _Hidden:
    """What of a table is hidden from view, and what becomes of it."""

    page: SheetPage
    body: Body
    choice: str

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """The rows of the table that are taken."""
        hidden = self.page.hidden_rows if self.choice == LEAVE else frozenset[int]()
        return tuple(row for row in self.body.rows if row.number not in hidden)

    @property
    def _hidden_rows(self) -> list[int]:
        return [row.number for row in self.body.rows if row.number in self.page.hidden_rows]

    @property
    def _hidden_columns(self) -> list[int]:
        hidden = self.page.hidden_columns - self.body.numbering
        return sorted(index for index in hidden if any(not blank(row.at(index)) for row in self.body.rows))

    @property
    def columns_left(self) -> frozenset[int]:
        """The columns that are passed over."""
        return frozenset(self._hidden_columns) if self.choice == LEAVE else frozenset()

    def faults(self) -> Iterator[Fault]:
        """What is to be asked where nothing was chosen."""
        if self.choice:
            return
        if rows := self._hidden_rows:
            yield self._fault(rows[0], None, *self._rows_text())
        for index in self._hidden_columns:
            heading = str(self.body.head.at(index) or "")
            yield self._fault(
                self.body.head.number, index, f"column {letter(index)} {heading}", f"{letter(index)} 列“{heading}”"
            )

    def _fault(self, number: int, index: int | None, en: str, zh: str) -> Fault:
        words = HiddenContent(en).words()[0], HiddenContent(zh).words()[1]
        return Fault(RowPlace(self.page.name, number), index, "", "", "", HiddenContent.slug, *words)

    def _rows_text(self) -> tuple[str, str]:
        rows, filters = self._hidden_rows, self.page.filters
        numbers = name_rows(rows)
        en = f"{len(rows)} hidden rows{' (a filter is set)' if filters else ''}: {numbers}"
        return en, f"{len(rows)} 行隐藏{'（已筛选）' if filters else ''}：第 {numbers} 行"

    def remarks(self) -> Iterator[Remark]:
        """What became of it where it was chosen."""
        if not self.choice:
            return
        done = ("imported too", "已一并导入") if self.choice == TAKE else ("not imported", "未导入")
        if rows := self._hidden_rows:
            en, zh = self._rows_text()
            yield Remark(
                "hidden-rows", f"{en}: {done[0]}", f"{zh}，{done[1]}", self.page.name, rows[0], count=len(rows)
            )
        if columns := self._hidden_columns:
            names = ", ".join(map(letter, columns))
            en, zh = f"Hidden columns {names}: {done[0]}", f"隐藏列 {names}：{done[1]}"
            first = self.body.head.number
            yield Remark("hidden-columns", en, zh, self.page.name, first, columns[0], len(columns))
