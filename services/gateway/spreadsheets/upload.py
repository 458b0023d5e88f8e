"""What was sent: the file itself, or a form with one file; a workbook or a csv, recognised by its first bytes."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

from services.chassis.base import real_threads
from services.gateway.http.request import ApiRequest, too_large
from services.gateway.spreadsheets import csvs, subprocess
from services.gateway.spreadsheets.books.archive import say_how_to_save
from services.gateway.spreadsheets.books.book import Book
from services.gateway.spreadsheets.choosing.choice import NOTHING_CHOSEN, HeadingChoice
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.grid import MOST_BYTES
from services.gateway.spreadsheets.mapping import FIELD
from services.gateway.spreadsheets.tables.choice import HIDDEN, SHEETS

FORM, STEPS = "multipart/form-data", "steps"
LONGEST_NAME = 200
FORM_EXTRA, PIECE = 64 * 1024, 512 * 1024
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""A name within a compound file: a workbook with a password."""
OTHER_KINDS = (
    (b"%PDF", "PDF", "PDF"),
    (b"{\\rtf", "a text document (RTF)", "RTF 文档"),
    (b"<", "a web page or an XML table, whatever its name ends in", "网页或 XML 表格（扩展名可能是 .xls）"),
)
"""Files of other kinds, known by their beginning."""


@dataclass(frozen=True)
class UploadedSheets:
    """The sheets that were sent, and how they are to be read.

    columns  what their headings mean where they are not ours (see `mapping`)
    choice   the same, chosen column by column, and what stands for columns that there are not
    steps    which steps are taken, names with commas between; empty: all that the sheet fills
    sheets   the names of the sheets that are taken, with ; between; empty: all
    hidden   whether hidden rows, columns and sheets are taken: take or leave; empty: they are asked about
    """

    book: Book
    columns: str = ""
    steps: str = ""
    sheets: str = ""
    hidden: str = ""
    choice: HeadingChoice = NOTHING_CHOSEN


def read_upload(request: ApiRequest) -> UploadedSheets:
    """What was sent; how it is to be read stands in the query, or beside the file in a form.

    Raises TooLarge, NotASheet.
    """
    body, beside = _file(request)
    columns, steps, sheets, hidden = (
        request.query.get(name) or beside.get(name, "") for name in (FIELD, STEPS, SHEETS, HIDDEN)
    )
    return UploadedSheets(read_book(body), columns, steps, sheets, hidden)


def read_body(request: ApiRequest) -> bytes:
    """The file that was sent, by itself or in a form. Raises TooLarge, NotASheet."""
    return _file(request)[0]


def read_book(body: bytes) -> Book:
    """A workbook or a csv. Raises TooLarge, NotASheet."""
    if body.startswith(ZIP):
        return subprocess.read_workbook(body)
    refuse_other_kinds(body)
    return real_threads.run(csvs.read_book, body)


def refuse_other_kinds(body: bytes) -> None:
    """Say what is to be done with a file that is neither, known by how it begins. Raises NotASheet."""
    if body.startswith(COMPOUND):
        raise NotASheet(_compound(body))
    start = body.removeprefix(codecs.BOM_UTF8).lstrip()
    for beginning, en, zh in OTHER_KINDS:
        if start.startswith(beginning):
            raise NotASheet(say_how_to_save(en, zh))


def _compound(body: bytes) -> str:
    """Which of the old kinds of file it is."""
    if ENCRYPTED in body:
        return "it has a password: remove that and save it again 工作簿已加密，请取消密码后重新保存"
    return say_how_to_save("the old .xls format, or .et of WPS", "旧版 .xls 或 WPS 的 .et")


def read_chunks(request: ApiRequest, most: int) -> tuple[Iterator[bytes], Mapping[str, str]]:
    """The file that was sent, piece by piece, and what stands beside it in a form. Raises TooLarge, NotASheet.

    Of a form its file lies on disk meanwhile: a part of a form ends where the next begins.
    """
    if (request.http.content_length or 0) > most + FORM_EXTRA:
        raise too_large(f"{request.http.content_length} > {most} bytes", most)
    if request.http.mimetype != FORM:
        return _bounded(request.http.stream, most), {}
    parser = FormDataParser(max_form_memory_size=FORM_EXTRA, max_form_parts=10)
    length, params = request.http.content_length, request.http.mimetype_params
    _, beside, files = parser.parse(request.http.stream, FORM, length, params)
    return _bounded(_one_of(files).stream, most), beside


def _bounded(stream: IO[bytes], most: int) -> Iterator[bytes]:
    """What comes, in pieces, never more than so much of it. Raises TooLarge."""
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > most:
            raise too_large(f"more than {most} bytes", most)
        yield bytes(piece)


def _one_of(files: MultiDict[str, FileStorage]) -> FileStorage:
    uploads = [one for name in files for one in files.getlist(name)]
    if len(uploads) != 1:
        raise NotASheet(f"{len(uploads)} files in the form; one is expected 表单中应有且仅有一个文件")
    return uploads[0]


def _file(request: ApiRequest) -> tuple[bytes, Mapping[str, str]]:
    if request.http.mimetype != FORM:
        return request.body(MOST_BYTES), {}
    body = request.body(MOST_BYTES + FORM_EXTRA)
    parser = FormDataParser(max_form_memory_size=FORM_EXTRA, max_form_parts=10)
    _, beside, files = parser.parse(io.BytesIO(body), FORM, len(body), request.http.mimetype_params)
    return _one_of(files).read(), beside
