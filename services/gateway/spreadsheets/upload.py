"""What was sent: the file itself, or a form with one file; a workbook or a csv, recognised by its first bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.formparser import FormDataParser

from services.chassis.base import real_threads
from services.gateway.http.request import ApiRequest
from services.gateway.spreadsheets import csvs, subprocess
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.grid import MOST_BYTES, SheetRow
from services.gateway.spreadsheets.mapping import FIELD

FORM, STEPS = "multipart/form-data", "steps"
FORM_EXTRA = 64 * 1024
ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True)
class UploadedRows:
    """The rows that were sent, what their headings mean where they are not ours (see `mapping`), which steps are taken.

    steps  names with commas between; empty: all that the sheet fills
    """

    rows: list[SheetRow]
    columns: str = ""
    steps: str = ""


def read_upload(request: ApiRequest) -> UploadedRows:
    """What was sent; `columns` and `steps` stand in the query, or beside the file in a form.

    Raises TooLarge, NotASheet.
    """
    body, beside = _file(request)
    columns, steps = (request.query.get(name) or beside.get(name, "") for name in (FIELD, STEPS))
    return UploadedRows(read_rows(body), columns, steps)


def read_rows(body: bytes) -> list[SheetRow]:
    """The rows of a workbook or a csv. Raises TooLarge, NotASheet."""
    if body.startswith(ZIP):
        return subprocess.workbook_rows(body)
    if body.startswith(OLD_EXCEL):
        raise NotASheet("the old .xls format: save it as .xlsx or .csv 旧版 .xls，请另存为 .xlsx 或 .csv")
    if body.startswith(PDF):
        raise NotASheet("PDF")
    return real_threads.run(csvs.read_rows, body)


def _file(request: ApiRequest) -> tuple[bytes, Mapping[str, str]]:
    if request.http.mimetype != FORM:
        return request.body(MOST_BYTES), {}
    body = request.body(MOST_BYTES + FORM_EXTRA)
    parser = FormDataParser(max_form_memory_size=FORM_EXTRA, max_form_parts=10)
    _, beside, files = parser.parse(io.BytesIO(body), FORM, len(body), request.http.mimetype_params)
    uploads = [one for name in files for one in files.getlist(name)]
    if len(uploads) != 1:
        raise NotASheet(f"{len(uploads)} files in the form; one is expected 表单中应有且仅有一个文件")
    return uploads[0].read(), beside
