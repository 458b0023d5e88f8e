"""Workbooks of the kind that offices publish, made anew: every name and figure in them is synthetic (合成).

Each is made by a function that takes nothing and answers the file's bytes; what each must give stands in
`test_office_sheets.py`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import openpyxl
import xlsxwriter

NOTE = "示例数据（合成）"
HEAD = ["序号", "登记编号", "承办单位", "社区", "事项", "诉求日期", "受理日期", "办结日期", "办理结果"]
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    b"http://schemas.openxmlformats.org/drawingml/2006/": b"http://purl.oclc.org/ooxml/drawingml/",
}


class Output:
    """A workbook that is being written, and its bytes in the end."""

    def __init__(self, **options: Any) -> None:
        self._out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._out, {"in_memory": True, **options})

    def style(self, number_format: str | int) -> Any:
        """A format of cells."""
        style = self.book.add_format()
        style.set_num_format(number_format)
        return style

    def close(self) -> bytes:
        """The file."""
        self.book.close()
        return self._out.getvalue()


@contextmanager
def _page(body: list[bytes], name: str = "台账", **options: Any) -> Iterator[tuple[Output, Any]]:
    out = Output(**options)
    yield out, out.book.add_worksheet(name)
    body.append(out.close())


def _rows(page: Any, first: int, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, first):
        page.write_row(number, 0, row)


def _ledger(*rows: tuple[Any, ...]) -> list[list[Any]]:
    return [[n, f"H-{n}", *row] for n, row in enumerate(rows, 1)]


ROWS = _ledger(
    ("DT", "映月", "路灯不亮", "2017-03-01", "2017-03-02", "2017-03-08", "修好"),
    ("DBT", "诺卡", "井盖松动", "2017.3.2", "2017年3月3日", "20170309", "更换"),
    ("ZS", "春江", "小广告", "2017/3/3", "2017/3/4 0:00", "2017年3月10日", "清理"),
)


def titles_and_notes() -> bytes:
    """A title over all columns, a line of who fills it in, a sum and notes below."""
    body = list[bytes]()
    with _page(body) as (_, page):
        page.merge_range(0, 0, 0, 8, f"某区城管为民办实事登记表（2017年3月）{NOTE}")
        page.write(1, 0, "填报单位：某中队（合成）")
        page.write(1, 6, "填报日期：2017年4月1日")
        page.write_row(2, 0, HEAD)
        _rows(page, 3, ROWS)
        page.write(6, 0, "合计")
        page.write(6, 4, "3 件")
        page.write_row(7, 0, ["填表人：合成甲", None, None, "审核人：合成乙"])
        page.merge_range(8, 0, 8, 8, "注：1. 本表每月五日前报送。")
        page.write(9, 0, "2. 示例，非真实数据。")
    return body[0]


def three_heading_rows() -> bytes:
    """Headings of three rows, merged downward and across, as statistics tables have them."""
    body = list[bytes]()
    with _page(body) as (_, page):
        page.merge_range(0, 0, 0, 8, f"诉求办理情况统计表 {NOTE}")
        for index, text in enumerate(HEAD[:3]):
            page.merge_range(1, index, 3, index, text)
        page.merge_range(1, 3, 1, 5, "诉求情况")
        for index in (3, 4, 5):
            page.merge_range(2, index, 3, index, HEAD[index])
        page.merge_range(1, 6, 1, 8, "办理情况")
        page.merge_range(2, 6, 3, 6, "受理日期")
        page.merge_range(2, 7, 2, 8, "办结")
        page.write_row(3, 7, ["办结日期", "办理结果"])
        page.write_row(4, 0, ["甲", "乙", "丙", 1, 2, 3, 4, 5, 6])
        _rows(page, 5, ROWS)
    return body[0]


def steps_over_titles() -> bytes:
    """Two groups of columns with equal headings: the group above tells which step is meant."""
    body = list[bytes]()
    with _page(body) as (_, page):
        page.merge_range(0, 0, 1, 0, "承办单位")
        page.merge_range(0, 1, 1, 1, "社区")
        page.merge_range(0, 2, 1, 2, "事项")
        page.merge_range(0, 3, 1, 3, "诉求日期")
        page.merge_range(0, 4, 0, 5, "受理")
        page.write_row(1, 4, ["受理日期", "经办人"])
        page.merge_range(0, 6, 0, 7, "办结")
        page.write_row(1, 6, ["办结日期", "办理结果"])
        page.write_row(2, 0, ["DT", "映月", "路灯", "2017-03-01", "2017-03-02", None, "2017-03-08", "修好"])
    return body[0]


def months() -> bytes:
    """A sheet for each month, one of explanations, an empty one as old Excel adds it."""
    out = Output()
    notes = out.book.add_worksheet("填表说明")
    notes.write_column(0, 0, ["一、每月五日前填报。", "二、日期填写到日。", NOTE])
    for month, row in zip(("1月", "2月"), ROWS, strict=False):
        page = out.book.add_worksheet(month)
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, row)
    out.book.add_worksheet("Sheet3")
    return out.close()


def a_sheet_of_another_kind() -> bytes:
    """Beside the ledger a table of something else."""
    out = Output()
    page = out.book.add_worksheet("台账")
    page.write_row(0, 0, HEAD)
    _rows(page, 1, ROWS)
    other = out.book.add_worksheet("油耗")
    _rows(other, 0, [["车牌", "里程", "油量"], ["苏B00001（合成）", 120, 10], ["苏B00002（合成）", 80, 8]])
    return out.close()


def merged_units() -> bytes:
    """A unit over three rows, a note over two columns, a frame that goes on below."""
    body = list[bytes]()
    with _page(body) as (_, page):
        page.write_row(0, 0, HEAD)
        for number, row in enumerate(ROWS, 1):
            page.write_row(number, 0, [cell if index != 2 else None for index, cell in enumerate(row)])
        page.merge_range(1, 2, 6, 2, "DT")
        page.write_column(4, 0, [4, 5, 6])
    return body[0]


def merged_quantity() -> bytes:
    """One figure over two rows: whose it is nobody can say."""
    body = list[bytes]()
    with _page(body) as (_, page):
        _rows(page, 0, [["领用人", "配发日期", "帽类"], ["DT-01", "2017-03-20", None], ["DT-02", "2017-03-20", None]])
        page.merge_range(1, 2, 2, 2, 4)
    return body[0]


def days_of_all_kinds(*, from_1904: bool = False) -> bytes:
    """The same day as a date, in Chinese formats that have a number alone, as a bare number, and as text."""
    body = list[bytes]()
    with _page(body, date_1904=from_1904) as (out, page):
        page.write_row(0, 0, HEAD)
        day = dt.datetime(2017, 3, 8)  # noqa: DTZ001 -- a cell has no time zone
        formats = ("yyyy-mm-dd", 31, "yyyy/m/d h:mm", '[DBNum1][$-804]yyyy"年"m"月"d"日"', 'm"月"d"日"')
        serial = 42802 - (1462 if from_1904 else 0)
        for number, style in enumerate((*formats, None), 1):
            page.write_row(number, 0, [number, f"R-{number}", "DT", "映月", f"事项{number}（合成）", "2017-03-01"])
            if style is None:
                page.write_number(number, 6, serial)
            else:
                page.write_datetime(number, 6, day, out.style(style))
        texts = ("20170308", "2017.3.8", "2017年3月8日", "2017/3/8 0:00", "2017-03-08 00:00:00", "二〇一七年三月八日")
        for number, text in enumerate(texts, 7):
            page.write_row(
                number, 0, [number, f"R-{number}", "DT", "映月", f"事项{number}（合成）", "2017-03-01", text]
            )
        page.write_row(13, 0, [13, "R-13", "DT", "映月", "事项13（合成）", 20170301, str(serial)])
    return body[0]


MOMENTS = (
    "2017/3/1 8:30",
    "2017年3月1日 上午8:30",
    "2017-03-01 08：30",
    "2017/3/1 8:30 AM",
    "2017年3月1日8时30分",
    "201703010830",
)


def moments() -> bytes:
    """The same moment as Excel shows it and as it stores it."""
    body = list[bytes]()
    with _page(body) as (out, page):
        page.write_row(0, 0, ["案卷编号", "受理单位", "问题来源", "问题描述", "上报时间"])
        for number, text in enumerate(MOMENTS, 1):
            page.write_row(number, 0, [f"M-{number}", "DT", "监督采集员", f"{NOTE}{number}", text])
        for number, style in ((7, "yyyy/m/d h:mm"), (8, '上午/下午h"时"mm"分"')):
            page.write_row(number, 0, [f"M-{number}", "DT", "监督采集员", f"{NOTE}{number}"])
            page.write_datetime(number, 4, dt.datetime(2017, 3, 1, 8, 30), out.style(style))  # noqa: DTZ001
        page.write_row(9, 0, ["M-9", "DT", "监督采集员", f"{NOTE}9"])
        page.write_datetime(9, 4, dt.datetime(2017, 3, 1), out.style("yyyy/m/d h:mm"))  # noqa: DTZ001 -- midnight
    return body[0]


PUBLICITY = ["主办单位", "活动名称", "宣传内容", "宣传形式", "计划日期", "拟举办日期", "举办日期", "受众人次"]


def quantities(*figures: Any) -> bytes:
    """Figures with thousands, with the noise of arithmetic, in formats that round or show more than there is."""
    body = list[bytes]()
    with _page(body) as (out, page):
        page.write_row(0, 0, PUBLICITY)
        for number in range(1, 6 + len(figures)):
            day = f"2017-03-{number:02}"
            page.write_row(number, 0, ["DT", f"宣传{number}（合成）", NOTE, "宣讲", day, day, day])
        page.write_column(1, 7, ["1,000", "２８"])
        page.write_formula(3, 7, "=56/2+0.0000000001", value=28.0000000001)
        page.write_number(4, 7, 1234, out.style("#,##0.00"))
        page.write_number(5, 7, 7, out.style("000"))
        page.write_column(6, 7, figures)
    return body[0]


def marks() -> bytes:
    """Ticks and crosses, days as bare digits."""
    body = list[bytes]()
    with _page(body) as (_, page):
        page.write_row(0, 0, [*HEAD, "确认日期", "满意"])
        days = (20170301, 20170302, 20170308)
        for number, text in enumerate(("√", "×", "✓", "不满意", "满意", "是", "Y"), 1):
            row = [number, f"F-{number}", "DT", "映月", f"事项{number}（合成）", *days, "修好", 20170310, text]
            page.write_row(number, 0, row)
    return body[0]


def hidden_rows() -> bytes:
    """A filter that hides two rows, and a hidden column."""
    body = list[bytes]()
    with _page(body) as (_, page):
        page.write_row(0, 0, HEAD)
        _rows(page, 1, ROWS)
        page.autofilter(0, 0, 3, 8)
        page.filter_column(2, "x == DT")
        for number in (2, 3):
            page.set_row(number, None, None, {"hidden": True})
        page.set_column(8, 8, None, None, {"hidden": True})
    return body[0]


def hidden_sheet() -> bytes:
    """Last year's sheet, hidden, and a hidden list of words for choosing."""
    out = Output()
    for name, rows in (("2017", ROWS[:1]), ("2016", ROWS[1:])):
        page = out.book.add_worksheet(name)
        page.write_row(0, 0, HEAD)
        _rows(page, 1, rows)
    page.hide()
    words = out.book.add_worksheet("字典")
    _rows(words, 0, [["类别", "代码"], ["甲（合成）", 1]])
    words.hide()
    return out.close()


def formulas(*, stored: bool) -> bytes:
    """Texts put together by formulas, with their values or, as a program wrote it, without."""
    book = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(row)
    if not stored:
        book.active["E3"] = '="井盖"&"松动"'
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    body = list[bytes]()
    with _page(body) as (_, page):
        page.write_row(0, 0, HEAD)
        _rows(page, 1, ROWS)
        page.write_formula(2, 4, '="井盖"&"松动"', value="井盖松动")
        page.write_formula(2, 8, '=IF(1=1,"","x")', value="")
        page.write_formula(3, 4, "=1/0", value="#DIV/0!")
    return patch(body[0], _as_excel_stores_empty_texts)


def pictures_and_comments(picture: bytes) -> bytes:
    """Photographs laid onto the sheet, a comment at a cell."""
    body = list[bytes]()
    with _page(body) as (_, page):
        page.write_row(0, 0, HEAD)
        _rows(page, 1, ROWS)
        page.insert_image(1, 10, "合成.png", {"image_data": io.BytesIO(picture)})
        page.write_comment(1, 4, "批注（合成）")
    return body[0]


def patch(body: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def _as_excel_stores_empty_texts(_name: str, part: bytes) -> bytes:
    return re.sub(rb'(<c r="\w+")(><f>[^<]*</f><v></v>)', rb'\1 t="str"\2', part)


def _strict(_name: str, part: bytes) -> bytes:
    for usual, strict in STRICT.items():
        part = part.replace(usual, strict)
    return part.replace(b"<workbook ", b'<workbook conformance="strict" ')


def strict() -> bytes:
    """The same ledger, saved as Strict Open XML."""
    return patch(titles_and_notes(), _strict)


def odd_font() -> bytes:
    """The same ledger with a font of a family that there is not, as some writers leave it."""
    return patch(titles_and_notes(), lambda _name, part: re.sub(rb'<family val="\d+"', b'<family val="34"', part))


def text_table(encoding: str, separator: str) -> bytes:
    """The same ledger as text, with its title above."""
    lines = [f"某区城管为民办实事登记表 {NOTE}", separator.join(HEAD)]
    lines += [separator.join(map(str, row)) for row in ROWS]
    return "\r\n".join(lines).encode(encoding)


def many_rows(count: int) -> bytes:
    """A ledger of so many rows."""
    body = list[bytes]()
    with _page(body) as (_, page):
        page.merge_range(0, 0, 0, 8, NOTE)
        page.write_row(1, 0, HEAD)
        row = ["事项（合成）", "2017-03-01", "2017-03-02", "2017-03-08", "修好"]
        _rows(page, 2, [[n, f"L-{n}", "DT", f"社区{n}（合成）", *row] for n in range(count)])
    return body[0]
