"""Import, export and template over HTTP, on a running suite: what a client sees, and that nothing harms the gateway."""

from __future__ import annotations

import io
import threading
import time
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest

from services.gateway.spreadsheets import csvs
from services.gateway.spreadsheets.grid import MOST_BYTES
from tests.services.gateway import office_books as books
from tests.services.gateway.test_spreadsheet_reading import bomb, workbook
from tests.suite import HttpResponse, Suite

IMPORT = "/v1/outreach/matters/import"
HEAD = "登记编号,承办单位,社区,事项,诉求日期,受理日期\n"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def running(suite: Suite) -> Suite:
    """The room's suite; no test here relies on what is in it but two squadrons."""
    suite.unit("DT")
    after = suite.unit("ZS")
    assert suite.get(f"/v1/progress?after={after}").status == 200
    return suite


def import_csv(running: Suite, text: str | bytes, query: str = "", **more: Any) -> HttpResponse:
    body = text if isinstance(text, bytes) else text.encode()
    return running.post(f"{IMPORT}{query}", body, Content_Type=more.pop("kind", "text/csv"), **more)


def test_a_sheet_is_imported_once_however_often_and_in_whatever_format_it_is_sent(running: Suite) -> None:
    rows = [["登记编号", "承办单位", "社区", "事项", "诉求日期"], ["K-1", "单位DT", "映月", "路灯", "2017-03-01"]]
    first = import_csv(running, workbook(*rows), kind=XLSX)
    assert (first.status, first.json["accepted"]) == (200, 1)
    again = import_csv(running, "\n".join(map(",".join, rows)))
    assert (again.status, again.json["repeated"]) == (200, 1)
    assert again.json["records"][0]["id"] == first.json["records"][0]["id"]
    boundary = "x1x"
    form = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'.encode()
    form += workbook(*rows) + f"\r\n--{boundary}--\r\n".encode()
    response = import_csv(running, form, kind=f"multipart/form-data; boundary={boundary}")
    assert (response.status, response.json["repeated"]) == (200, 1)


def test_headings_of_another_s_are_explained_in_the_query_or_beside_the_file(running: Suite) -> None:
    text = "序号,承办单位,社区,诉求,诉求日期\nH-0,DT,映月,路灯,2017-03-01\n"
    assert import_csv(running, text).json["slug"] == "import-refused"
    mapping = quote("序号=登记编号;诉求=matter")
    tried = import_csv(running, text, f"?columns={mapping}&dry_run=true")
    assert (tried.status, tried.json["accepted"], tried.json["dry_run"]) == (200, 1, True)
    response = import_csv(running, text, f"?columns={quote('序列=登记编号')}")
    assert (response.status, response.json["slug"], response.json["errors"][0]["field"]) == (
        422,
        "mismapped",
        "columns",
    )
    parts = {'name="columns"': "序号=登记编号;诉求=matter", 'name="file"; filename="a.csv"': text}
    parts_text = "".join(
        f"--x1x\r\nContent-Disposition: form-data; {name}\r\n\r\n{one}\r\n" for name, one in parts.items()
    )
    form = f"{parts_text}--x1x--\r\n".encode()
    assert import_csv(running, form, kind="multipart/form-data; boundary=x1x").json["accepted"] == 1


def test_sheets_and_what_is_hidden_are_chosen_in_the_query(running: Suite) -> None:
    body = books.hidden_sheet()
    asked = import_csv(running, body, "?dry_run=true", kind=XLSX)
    assert (asked.status, [one["slug"] for one in asked.json["errors"]]) == (422, ["hidden-content"])
    assert [one["name"] for one in asked.json["book"]["sheets"]] == ["2017", "2016", "字典"]
    left = import_csv(running, body, "?dry_run=true&hidden=leave", kind=XLSX)
    assert (left.status, left.json["rows"]) == (200, 1), left.json
    named = import_csv(running, body, "?dry_run=true&sheets=2016", kind=XLSX)
    assert [one["rows"] for one in named.json["book"]["sheets"]] == [0, 2, 0]
    wrong = import_csv(running, body, "?hidden=maybe", kind=XLSX)
    assert (wrong.status, wrong.json["errors"][0]["field"]) == (422, "hidden")


def test_a_refused_sheet_is_a_problem_with_every_fault_in_both_languages(running: Suite) -> None:
    response = import_csv(running, HEAD + "H-2,DT,映月,路灯,昨天,\nH-3,DT,映月,路灯,2017-03-05,2017-03-01\n")
    assert (response.status, response.headers["Content-Type"]) == (422, "application/problem+json")
    assert response.json["slug"] == "import-refused"
    assert [(one["row"], one["column"], one["heading"], one["slug"]) for one in response.json["errors"]] == [
        (2, "E", "诉求日期", "not-a-day"),
        (3, "F", "受理日期", "out-of-order"),
    ]
    assert all(one["en"] and one["zh"] for one in response.json["errors"])
    assert b"H-3" not in running.get("/v1/outreach/matters").body


def test_a_part_answers_207_and_a_try_leaves_nothing(running: Suite) -> None:
    text = HEAD + "H-4,DT,映月,路灯,2017-03-01,\nH-5,DT,映月,路灯,昨天,\n"
    assert import_csv(running, HEAD + "H-4,DT,映月,路灯,2017-03-01,\n", "?dry_run=true").json["dry_run"]
    assert b"H-4" not in running.get("/v1/outreach/matters").body
    part = import_csv(running, text, "?partial=true")
    assert (part.status, part.json["accepted"], part.json["refused"]) == (207, 1, 1)
    assert b"H-4" in running.get("/v1/outreach/matters").body


def test_an_account_may_import_only_the_steps_of_its_role_and_the_rows_of_its_unit(running: Suite) -> None:
    text = HEAD + "H-6,ZS,映月,路灯,2017-03-01,\n"
    assert import_csv(running, text, token=running.token("trainer")).status == 403
    assert import_csv(running, text, token=running.token("auditor")).status == 403
    other = import_csv(running, text, token=running.token("clerk", "DT"))
    assert (other.status, other.json["errors"][0]["slug"]) == (422, "forbidden")
    assert import_csv(running, text, token=running.token("clerk", "ZS")).status == 200


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 422, "empty-sheet"),
        (b"\x89PNG\r\n\x1a\n\0\0", 422, "not-a-sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", 422, "not-a-sheet"),
        (b"PK\x03\x04 cut off", 422, "not-a-sheet"),
        (b"x" * (MOST_BYTES + 1), 413, "too-large"),
    ],
)
def test_a_file_that_is_no_sheet_is_a_problem(running: Suite, body: bytes, status: int, slug: str) -> None:
    response = import_csv(running, body)
    assert (response.status, response.json["slug"]) == (status, slug)


def test_a_body_of_100_mb_is_answered_and_costs_no_memory(running: Suite) -> None:
    before = _memory(running)
    response = import_csv(running, b"x" * 100 * 1024 * 1024)
    assert (response.status, response.json["slug"]) == (413, "too-large")
    assert _memory(running) - before < 30


def test_a_zip_bomb_is_refused_while_others_are_served(running: Suite) -> None:
    body, slow, stop = bomb(60 * 1024 * 1024), list[float](), threading.Event()

    def ask() -> None:
        while not stop.is_set():
            begun = time.monotonic()
            assert running.get("/healthz", token="").status == 200
            slow.append(time.monotonic() - begun)

    asking = threading.Thread(target=ask)
    asking.start()
    response = import_csv(running, body, kind=XLSX)
    stop.set()
    asking.join()
    assert (response.status, response.json["slug"]) == (413, "too-large")
    assert max(slow) < 1


def _memory(running: Suite) -> float:
    """The gateway's resident MiB."""
    with open(f"/proc/{running.processes['gateway'].pid}/status", encoding="utf-8") as file:  # noqa: PTH123
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


def test_an_export_reads_as_an_import_and_narrows_by_unit_and_status(running: Suite) -> None:
    rows = "".join(f"X-{number},{unit},映月,路灯,2017-03-01,\n" for number, unit in enumerate(["DT", "ZS", "ZS"]))
    assert import_csv(running, HEAD + rows + "X-9,ZS,映月,=1+1,2017-03-01,2017-03-02\n").status == 200
    response = running.get("/v1/outreach/matters/export?format=csv&unit=ZS&status=registered")
    assert response.headers["Content-Disposition"].endswith('filename="outreach.matters.csv"')
    body = csvs.read_book(response.body).pages[0].rows
    place = [cell for cell in body[0].cells if isinstance(cell, str)].index("登记编号")
    assert {"X-1", "X-2"} <= {row.at(place) for row in body[1:]}
    assert not {"X-0", "X-9"} & {row.at(place) for row in body[1:]}
    whole = running.get("/v1/outreach/matters/export")
    book = openpyxl.load_workbook(io.BytesIO(whole.body))
    assert "=1+1" in {cell.value for row in book.active.iter_rows() for cell in row if cell.data_type == "s"}
    again = import_csv(running, whole.body, kind=XLSX)
    assert (again.json["accepted"], again.json["refused"]) == (0, 0)
    assert running.get("/v1/outreach/matters/export?format=pdf").status == 422


def test_a_template_is_a_workbook_and_unknown_registers_have_none(running: Suite) -> None:
    response = running.get("/v1/outreach/matters/template", token=running.token("clerk", "DT"))
    assert (response.status, response.headers["Content-Type"]) == (200, XLSX)
    assert openpyxl.load_workbook(io.BytesIO(response.body)).sheetnames[0] == "为民办实事"
    assert running.get("/v1/outreach/none/template").status == 404
    assert import_csv(running, "a\nb\n").status == 422
    clerk = running.token("clerk", "DT")
    assert running.post("/v1/outreach/none/import", b"a\nb\n", token=clerk).status == 404
