"""Files of any length: read as short ones are, taken in parts with their headings, in memory that does not grow."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from contracts.errors import TooLarge
from services.gateway.spreadsheets import upload
from services.gateway.spreadsheets.books.book import Book
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.grid import PageName
from services.gateway.spreadsheets.long import long_book, opening
from services.gateway.spreadsheets.long.long_book import LongBook
from services.gateway.spreadsheets.subprocess import ROOT
from tests.services.gateway import office_books
from tests.services.gateway.test_spreadsheet_reading import workbook

MANY = 10_000
HEAD = "登记编号,承办单位,社区\n"


def in_pieces(body: bytes, size: int = 1000) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


@contextmanager
def long_file(chunks: list[bytes]) -> Iterator[LongBook]:
    """A long file, which is closed afterwards."""
    file = opening.open_file(chunks, MANY)
    with file.lines:
        yield file


def read_long(body: bytes) -> Book:
    with long_file([*in_pieces(body)]) as file:
        return file.whole()


@pytest.mark.parametrize(
    "body",
    [
        workbook(["a", "b"], ["x", 3], [None, None], ["=1+1", 2.5]),
        office_books.hidden_sheet(),
        f'{HEAD}K-1,DT,映月\n\n\'=1,DT,"诺,卡"\n'.encode(),
        f"{HEAD}K-1,DT,映月\n".encode("gb18030"),
        "sep=;\na;b\n1;2\n".encode("utf-16"),
        "\ufeffa\tb\n1\t2\n".encode(),
    ],
)
def test_a_file_is_read_as_a_short_one_is(body: bytes) -> None:
    assert read_long(body) == upload.read_book(body)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"%PDF-1.4", NotASheet),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", NotASheet),
        (b"PK\x03\x04 cut off", NotASheet),
        (b"\xff\xff\x00\x81\x82", NotASheet),
        ((HEAD + "K,DT,x\n" * (MANY + 1)).encode(), TooLarge),
        (HEAD.encode() + b'"open quote', NotASheet),
    ],
)
def test_what_is_no_sheet_or_too_long_is_said(body: bytes, wrong: type[Exception]) -> None:
    with pytest.raises(wrong):
        read_long(body)


def test_parts_have_the_headings_of_their_sheet_and_each_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_book, "PART", 4)
    book = openpyxl.Workbook()
    for title in ("一", "二"):
        page = book.create_sheet(title)
        page.append(["填报表"])
        page.append(["登记编号", "社区"])
        for number in range(10):
            page.append([f"{title}{number}", "映月"])
    out = io.BytesIO()
    book.save(out)
    with long_file([out.getvalue()]) as file:
        heads = {PageName(n, title): 2 for n, title in ((1, "一"), (2, "二"))}
        assert file.rows_below(heads) == 20
        parts = list(file.parts(heads))
        assert [(part.sheet, part.rows) for part in parts] == [
            ("一", 4),
            ("一", 4),
            ("一", 2),
            ("二", 4),
            ("二", 4),
            ("二", 2),
        ]
        assert all(part.book.pages[0].rows[1].cells == ("登记编号", "社区") for part in parts)
        below = [row.cells[0] for part in parts for row in part.book.pages[0].rows[2:]]
        assert below == [f"{title}{n}" for title in ("一", "二") for n in range(10)]
        assert list(file.parts(heads, after=4)) == parts[4:], "after a restart it goes on where it was"


def test_what_was_merged_over_rows_stays_in_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_book, "PART", 2)
    book = openpyxl.Workbook()
    page = book.active
    page.append(["社区", "事项"])
    for number in range(8):
        page.append(["映月" if number == 1 else None, f"{number}"])
    page.merge_cells("A3:A6")  # rows 1 to 4 of the table
    out = io.BytesIO()
    book.save(out)
    with long_file([out.getvalue()]) as file:
        parts = list(file.parts({PageName(0, "Sheet"): 1}))
    assert [part.rows for part in parts] == [5, 2, 1]
    assert [len(part.book.pages[0].areas) for part in parts] == [1, 0, 0]


def test_reading_ten_times_the_rows_takes_hardly_more_memory(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        body = tmp_path / f"{rows}.xlsx"
        _write_rows(body, rows)
        script = (
            "import subprocess, sys, resource\n"
            "subprocess.run([sys.executable, '-m', 'services.gateway.spreadsheets.long.unpacking', '100000'],"
            f" stdin=open({str(body)!r}, 'rb'), stdout=subprocess.DEVNULL, check=True)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
        return int(done.stdout)

    assert peak(10_000) < peak(1000) * 1.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _write_rows(path: Path, rows: int) -> None:
    """A workbook whose cells bear their own texts, as many programs write it."""
    cells = "".join(f'<c r="{column}{{0}}" t="inlineStr"><is><t>text {{0}}</t></is></c>' for column in "ABCDEFGHIJ")
    with zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
        lines = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(1, rows + 1))
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        text = f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
        new.writestr("xl/worksheets/sheet1.xml", text)
