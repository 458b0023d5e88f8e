"""Files as they come: workbooks and texts of many makers, and files that mean harm."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from contracts.errors import TooLarge
from services.gateway.spreadsheets import csvs, grid, subprocess
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.grid import Bad


def workbook(*rows: list[Any], **options: Any) -> bytes:
    """A workbook as openpyxl writes it: formulas without their values."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, value in options.items():
        setattr(book.active, name, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(body: bytes) -> tuple[grid.SheetRow, ...]:
    return subprocess.read_workbook(body).pages[0].rows


def cells(body: bytes) -> list[tuple[Any, ...]]:
    return [row.cells for row in rows_of(body)]


def test_a_workbook_is_read_with_its_types_and_its_row_numbers() -> None:
    body = workbook([None, None], ["标题", "日期", "数"], [], ["文字\n两行", dt.date(2017, 3, 8), 3.5], [True, None, 7])
    read = rows_of(body)
    assert [(row.number, row.cells) for row in read] == [
        (2, ("标题", "日期", "数")),
        (4, ("文字\n两行", dt.date(2017, 3, 8), 3.5)),
        (5, (True, None, 7)),
    ]


def test_a_date_cell_keeps_its_time_and_is_a_day_where_none_is_shown() -> None:
    half_past_two = dt.datetime(2017, 3, 8, 14, 30)  # noqa: DTZ001 -- a cell has no time zone
    midnight = dt.datetime(2017, 3, 8)  # noqa: DTZ001
    assert cells(workbook(["起", "止"], [half_past_two, midnight]))[1] == (half_past_two, midnight)
    book = openpyxl.Workbook()
    book.active.append([midnight])
    book.active["A1"].number_format = "yyyy/m/d"
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue()) == [(dt.date(2017, 3, 8),)]


def test_a_formula_counts_by_its_stored_value_and_without_one_is_refused() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["甲", "乙"])
        page.write_formula(1, 0, "=1+1", value=2)
        page.write_formula(1, 1, "=1/0", value="#DIV/0!")
    assert cells(out.getvalue())[1] == (2, Bad("#DIV/0!"))
    assert cells(workbook(["甲"], ["=1+1"]))[1] == (Bad("=1+1"),)


def test_every_sheet_is_read_and_said_to_be_hidden_where_it_is() -> None:
    book = openpyxl.Workbook()
    book.active.title, book.active.sheet_state = "说明", "hidden"
    book.create_sheet("台账").append(["标题"])
    out = io.BytesIO()
    book.save(out)
    pages = subprocess.read_workbook(out.getvalue()).pages
    assert [(page.name.title, page.hidden, [row.cells for row in page.rows]) for page in pages] == [
        ("说明", True, []),
        ("台账", False, [("标题",)]),
    ]


def test_what_looks_like_an_escape_in_a_text_stays_as_it_was_written() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_row(0, 0, ["_x0041_", "a\r\nb"])
    assert cells(out.getvalue()) == [("_x0041_", "a\nb")]


@pytest.mark.parametrize(
    "text",
    [
        "社区,事项\n映月,路灯\n".encode(),
        "\ufeff社区,事项\r\n映月,路灯\r\n".encode(),  # with its mark, as Excel writes it
        "社区,事项\n映月,路灯\n".encode("gb18030"),  # as Chinese Excel writes "CSV"
        "社区\t事项\n映月\t路灯\n".encode("utf-16"),  # as Excel writes "Unicode text"
        "社区;事项\n映月;路灯\n".encode(),  # where the comma is the decimal sign
        '"社区","事项"\n"映月","路灯"'.encode(),  # quoted, no line end
    ],
)
def test_a_csv_is_read_whoever_wrote_it(text: bytes) -> None:
    assert [row.cells for row in csvs.read_book(text).pages[0].rows] == [("社区", "事项"), ("映月", "路灯")]


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00\xd8",  # half a character
        b"\x89PNG\r\n\x1a\n\x00\x00",  # a picture
        '事项\n"路灯'.encode(),  # a quote that never ends
    ],
)
def test_what_is_no_csv_is_refused(body: bytes) -> None:
    with pytest.raises(NotASheet):
        csvs.read_book(body)


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),  # what begins like a guarded text is guarded too, so that it comes back as it was
        ("'quoted'", "'quoted'"),
        ("路灯=亮", "路灯=亮"),
        ("", ""),
    ],
)
def test_no_spreadsheet_runs_what_a_person_wrote(text: str, guarded: str) -> None:
    assert csvs.guard(text) == guarded
    assert csvs.unguard(guarded) == text


def zip_bytes(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def bomb(size: int) -> bytes:
    """A workbook whose sheet unpacks to this many bytes of blanks."""
    sound = workbook(["标题"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in old.namelist():
            padding = b" " * size if "sheet1" in member else b""
            archive.writestr(member, old.read(member) + padding)
    return out.getvalue()


@pytest.mark.parametrize("size", [20 * 1024 * 1024, 400 * 1024 * 1024])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(size: int) -> None:
    body, begun = bomb(size), time.monotonic()
    assert len(body) < grid.MOST_BYTES
    with pytest.raises(TooLarge):
        subprocess.read_workbook(body)
    assert time.monotonic() - begun < 5


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too() -> None:
    size = 50 * 1024 * 1024
    body = bytearray(bomb(size))
    for place in range(len(body) - 4):
        if 0 < int.from_bytes(body[place : place + 4], "little") - size < 10_000:
            body[place : place + 4] = (5000).to_bytes(4, "little")
    with pytest.raises((TooLarge, NotASheet)):
        subprocess.read_workbook(bytes(body))


def test_a_text_that_multiplies_itself_is_refused() -> None:
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{steps}]><worksheet><a>&e9;</a></worksheet>'
    sound = workbook(["标题"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(out, "w") as archive:
        for member in old.namelist():
            archive.writestr(member, laughs if "sheet1" in member else old.read(member))
    with pytest.raises((TooLarge, NotASheet)):
        subprocess.read_workbook(out.getvalue())


@pytest.mark.parametrize(
    "body",
    [
        b"PK\x03\x04" + b"\0" * 100,  # a zip that ends in its beginning
        zip_bytes(readme=b"no workbook"),
        workbook(["标题"])[:-200],  # cut off
    ],
)
def test_what_is_no_workbook_is_refused(body: bytes) -> None:
    with pytest.raises(NotASheet):
        subprocess.read_workbook(body)


@pytest.mark.parametrize(
    "rows",
    [
        [["x"]] * (grid.MOST_ROWS + grid.SPARE_ROWS + 1),
        [["x"] * (grid.MOST_COLUMNS + 1)],
        [["x" * (grid.LONGEST_CELL + 1)]],
    ],
)
def test_more_than_a_person_would_fill_in_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(TooLarge):
        grid.rows(rows)
    with pytest.raises(TooLarge):
        subprocess.read_workbook(workbook(*rows))


def test_a_sheet_with_one_cell_at_its_far_end_is_read_or_refused_in_bounded_time() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A1048576"] = "标题", "末行"
    out = io.BytesIO()
    book.save(out)
    assert [row.number for row in rows_of(out.getvalue())] == [1, 1048576]
